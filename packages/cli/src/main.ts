#!/usr/bin/env node
import { version } from "./version.ts";

// Nothing but this file and version.ts is loaded for `--version`: agents call it to see whether the command is there.
const first = process.argv[2];
if (process.argv.length === 3 && (first === "--version" || first === "-V")) {
  process.stdout.write(`${version()}\n`);
} else {
  const { enableCompileCache } = await import("node:module");
  // An older Node has no compile cache, and would end in the midst of loading the rest.
  if (typeof enableCompileCache === "function") {
    enableCompileCache();
    const { program } = await import("./program.ts");
    await program(process.argv.slice(2));
  } else {
    process.stderr.write(`Backwright needs Node 22.12 or newer, and this is Node ${process.versions.node}.\n`);
    process.exitCode = 4;
  }
}
