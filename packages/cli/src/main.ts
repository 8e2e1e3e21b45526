#!/usr/bin/env node
const { enableCompileCache } = await import("node:module");
const first = process.argv[2];
// An older Node has no compile cache, and would end in the midst of loading the rest.
if (typeof enableCompileCache !== "function") {
  process.stderr.write(`Backwright needs Node 22.12 or newer, and this is Node ${process.versions.node}.\n`);
  process.exitCode = 4;
} else if (process.argv.length === 3 && (first === "--version" || first === "-V")) {
  // Nothing else is loaded for `--version`: agents call it to see whether the command is there.
  const { version } = await import("./version.ts");
  process.stdout.write(`${version()}\n`);
} else {
  enableCompileCache();
  const { program } = await import("./program.ts");
  await program(process.argv.slice(2));
}
