import { closeSync, fstatSync, openSync, readFileSync, readSync, type BigIntStats } from "node:fs";
import { join } from "node:path";

import { SupervisorError } from "../errors.ts";
import { checkName, workspacePaths } from "../records/paths.ts";
import { sleep } from "../system/wait.ts";
import type { ReadLogOptions } from "../types.ts";

const followPauseMs = 100;

/** The log of a process, alive or not; with `lines` only its end. Throws `PROCESS_UNKNOWN` when there is none. */
export async function readLog(options: ReadLogOptions): Promise<string> {
  const path = logPath(options);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new SupervisorError("PROCESS_UNKNOWN", {
      message: `There is no log of a process named "${options.name}".`,
      hint: "See what there is: backwright ps",
      cause: error,
    });
  }
  return options.lines === undefined ? text : lastLines(text, options.lines);
}

/** Yields what is added to the log from `readLog` on, until `signal` aborts. Goes on through a rotation. */
export async function* followLog(
  options: ReadLogOptions & { signal: AbortSignal },
): AsyncGenerator<string, void, undefined> {
  const path = logPath(options);
  yield await readLog(options);
  let known = stats(path);
  let offset = known?.size ?? 0n;
  while (!options.signal.aborted) {
    await sleep(followPauseMs);
    const current = stats(path);
    if (current === null) {
      continue;
    }
    if (current.ino !== known?.ino || current.size < offset) {
      offset = 0n;
    }
    known = current;
    if (current.size > offset) {
      yield readPart(path, { from: Number(offset), to: Number(current.size) });
      offset = current.size;
    }
  }
}

function logPath(options: ReadLogOptions): string {
  checkName(options.name);
  return join(workspacePaths(options.workspace).logs, `${options.name}.log`);
}

function lastLines(text: string, count: number): string {
  const lines = text.split("\n");
  const ends = text.endsWith("\n") ? 1 : 0;
  return lines.slice(Math.max(0, lines.length - ends - count)).join("\n");
}

function stats(path: string): BigIntStats | null {
  try {
    const file = openSync(path, "r");
    try {
      return fstatSync(file, { bigint: true });
    } finally {
      closeSync(file);
    }
  } catch {
    return null;
  }
}

function readPart(path: string, range: { from: number; to: number }): string {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(range.to - range.from);
    const length = readSync(file, bytes, 0, bytes.length, range.from);
    return bytes.subarray(0, length).toString("utf8");
  } finally {
    closeSync(file);
  }
}
