import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { portOwner, type Supervisor, SupervisorError, type SupervisorErrorCode } from "@backwright/supervisor";
import type { StepsBlock } from "./parse.ts";

export interface BlockOptions {
  dir: string;
  supervisor: Supervisor;
  environment: Readonly<Record<string, string>>;
  signal: AbortSignal;
  timeoutMs: number;
  onLine?: (line: string) => void;
}

export interface BlockResult {
  readonly title: string;
  readonly line: number;
  readonly result: "passed" | "failed" | "could_not_run";
  readonly detail: string;
  readonly exitCode: number | null;
  readonly durationMs: number;
  /** What it printed last, redacted. */
  readonly output: string;
}

/** What says something about this machine and the folder; all else ends the run. */
const unstartable = new Set<SupervisorErrorCode>(["COMMAND_NOT_FOUND", "FOLDER_MISSING"]);

type Seen = Omit<BlockResult, "title" | "line">;

const prelude = fileURLToPath(new URL("../../templates/steps/prelude.sh", import.meta.url));

/** Runs a block unchanged, with bash, in the folder. Whatever it left running is ended before this resolves. */
export async function runBlock(block: StepsBlock, options: BlockOptions): Promise<BlockResult> {
  return { title: block.title, line: block.line, ...(await seen(block, options)) };
}

async function seen(block: StepsBlock, options: BlockOptions): Promise<Seen> {
  if (options.signal.aborted) return couldNotRun("interrupted before it began");
  const taken = await takenPort(block.program);
  if (taken !== null) return couldNotRun(taken);
  const folder = mkdtempSync(join(tmpdir(), "backwright-steps-"));
  try {
    return await runProgram(block.program, { ...options, folder });
  } catch (cause) {
    if (cause instanceof SupervisorError && unstartable.has(cause.code)) return couldNotRun(cause.message);
    throw cause;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runProgram(program: string, options: BlockOptions & { folder: string }): Promise<Seen> {
  const file = join(options.folder, "block.sh");
  const notes = join(options.folder, "notes");
  writeFileSync(file, `${program}\n`);
  writeFileSync(notes, "");
  const result = await options.supervisor.run(
    {
      name: "steps",
      argv: ["bash", file],
      cwd: options.dir,
      env: { ...options.environment, TMPDIR: options.folder, BASH_ENV: prelude, BACKWRIGHT_NOTES: notes },
    },
    {
      timeoutMs: options.timeoutMs,
      signal: options.signal,
      ...(options.onLine === undefined ? {} : { onLine: options.onLine }),
    },
  );
  const base = { exitCode: result.exitCode, durationMs: Math.round(result.durationMs), output: result.tail };
  if (result.aborted) return { ...base, result: "could_not_run", detail: "interrupted" };
  if (result.timedOut) {
    return { ...base, result: "failed", detail: `did not end within ${Math.round(options.timeoutMs / 1000)} seconds` };
  }
  if (result.exitCode !== 0) {
    return { ...base, result: "failed", detail: `ended with ${result.exitCode ?? result.signal ?? "no exit code"}` };
  }
  const ignored = reportsItself(result.tail) ? null : ignoredFailure(readFileSync(notes, "utf8"));
  if (ignored !== null) return { ...base, result: "could_not_run", detail: `ended with 0, although ${ignored}` };
  return { ...base, result: "passed", detail: "ended with 0" };
}

/** A block that says of each thing how it went looks at its own commands. */
export function reportsItself(output: string): boolean {
  return /^(ok|FAIL|SKIP) +\S+:/m.test(output);
}

/** A command that failed without anybody looking; those that end or await a process often do. */
function ignoredFailure(notes: string): string | null {
  for (const note of notes.split("\n")) {
    const [status = "", command = ""] = note.split("\t");
    const isEnding = /^(wait|kill|pkill|killall|\[|\[\[|test)\b|^\[/.test(command);
    if (status !== "" && Number(status) > 0 && Number(status) < 128 && !isEnding) {
      return `\`${command}\` in it ended with ${status} and nothing looked at that`;
    }
  }
  return null;
}

/** Behind a port that is written into a block, a stranger would answer in the place of the application. */
async function takenPort(program: string): Promise<string | null> {
  const ports = program.matchAll(/(?:localhost|127\.0\.0\.1|\[::1\]):(\d{2,5})\b|\bPORT=["']?(\d{2,5})\b/g);
  for (const port of new Set([...ports].map(([, host, variable]) => Number(host ?? variable)))) {
    if (port < 1 || port > 65_535) continue;
    const owner = await portOwner(port);
    if (owner !== null) {
      return `its port ${port} is taken by ${owner.command ?? "another process"}${owner.pid === null ? "" : ` (${owner.pid})`}`;
    }
  }
  return null;
}

function couldNotRun(detail: string): Seen {
  return { result: "could_not_run", detail, exitCode: null, durationMs: 0, output: "" };
}
