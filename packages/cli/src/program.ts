import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseCommandLine, type Request } from "./arguments.ts";
import type { Outcome } from "@backwright/core";
import type { Command, Context, Invocation } from "./command.ts";
import { commands } from "./commands/index.ts";
import { commandHelp, overviewHelp } from "./help.ts";
import { folder } from "./options.ts";
import { createOutput, type Output } from "./output.ts";
import { abortOnSignals } from "./signals.ts";
import { version } from "./version.ts";

/** Runs one command line and ends the process with its exit code. */
export async function program(argv: readonly string[]): Promise<void> {
  const output = createOutput();
  let code: number;
  try {
    if (argv[0] === "--complete") {
      const { candidateLines, complete } = await import("./complete.ts");
      for (const line of candidateLines(complete(argv.slice(1), commands))) output.result(line);
      code = 0;
    } else code = await perform(parseCommandLine(argv, commands), output);
  } catch (error) {
    const { printFailure, readFailure } = await import("./failure.ts");
    const failure = readFailure(error);
    printFailure(failure, { output, json: asksForJson(argv) });
    code = failure.exitCode;
  }
  await output.flush();
  process.exit(code);
}

async function perform(request: Request, output: Output): Promise<number> {
  switch (request.kind) {
    case "version":
      output.result(version());
      return 0;
    case "overview":
      output.result(overviewHelp(commands).trimEnd());
      return 0;
    case "help":
      output.result(commandHelp(request.command).trimEnd());
      return 0;
    case "run":
      return exitCodeOf(await runCommand(request.command, request.invocation, output));
  }
}

async function runCommand(command: Command, invocation: Invocation, output: Output): Promise<Outcome> {
  const watch = command.abortable === true ? abortOnSignals(output) : null;
  const context: Context = {
    dir: resolve(folderArgument(command, invocation) ?? invocation.value("dir") ?? "."),
    json: invocation.flag("json"),
    quiet: invocation.flag("quiet"),
    output,
    signal: watch?.signal ?? new AbortController().signal,
    env: process.env,
  };
  try {
    if (command.options.some(({ name }) => name === "dir")) await sweep(context);
    return await command.run(invocation, context);
  } finally {
    watch?.dispose();
  }
}

function folderArgument(command: Command, invocation: Invocation): string | undefined {
  return invocation.arguments[command.arguments.indexOf(folder)];
}

async function exitCodeOf(outcome: Outcome): Promise<number> {
  if (outcome === "done") return 0;
  const { exitCodes } = await import("@backwright/core");
  return exitCodes[outcome];
}

/** Ends what a crashed run left here. A disk that refuses that keeps no command from its own work. */
async function sweep(context: Context): Promise<void> {
  const workspace = join(context.dir, ".orchestrator");
  if (!hasRecords(join(workspace, "backwright", "processes"))) return;
  const { sweepStale } = await import("@backwright/supervisor");
  try {
    const swept = await sweepStale(workspace);
    for (const { name, pid } of swept.ended) {
      context.output.note(`Ended ${name} (process ${pid}), which a crashed run had left behind.`);
    }
    for (const { name, pid } of swept.survivors) {
      context.output.note(`Could not end ${name} (process ${pid}), which a crashed run had left behind.`);
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    context.output.note(`What a crashed run left behind could not be cleaned up: ${error.message}.`);
  }
}

function hasRecords(folder: string): boolean {
  try {
    return readdirSync(folder).length > 0;
  } catch {
    return false;
  }
}

/** For failures before the command line was understood. */
function asksForJson(argv: readonly string[]): boolean {
  const end = argv.indexOf("--");
  return (end === -1 ? argv : argv.slice(0, end)).includes("--json");
}
