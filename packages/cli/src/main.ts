#!/usr/bin/env node
import { version } from "./version.ts";

// Nothing but this file and version.ts is loaded for `--version`: agents call it to see whether the command is there.
const first = process.argv[2];
if (process.argv.length === 3 && (first === "--version" || first === "-V")) {
  process.stdout.write(`${version()}\n`);
} else {
  const { enableCompileCache } = await import("node:module");
  enableCompileCache();
  const { program } = await import("./program.ts");
  await program(process.argv.slice(2));
}
