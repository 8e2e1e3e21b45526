import { spawn } from "node:child_process";
import { join } from "node:path";

import { createLineStream } from "../logs/line-stream.ts";
import { openLogFile } from "../logs/log-file.ts";
import { createRedactor } from "../logs/redact.ts";
import { createTail } from "../logs/tail.ts";
import type { StartedProcess } from "../protocol.ts";
import { appendManifest, isoWithOffset } from "../records/pid-files.ts";
import { descendants } from "../system/process-table.ts";
import { signalAll } from "../system/signal.ts";
import type { CommandSpec, ExitReport } from "../types.ts";
import { checkCommand, quote } from "./command.ts";
import type { ProcessContext } from "./process.ts";

export interface InsideOptions {
  /** Program and arguments that lead into the tree. */
  enter: readonly string[];
  command: CommandSpec;
  timeoutMs: number;
}

/** Runs a command among the members of a tree. It needs no record of its own: it ends when the tree does. */
export function runInside(
  context: ProcessContext,
  options: InsideOptions,
): { described: StartedProcess; ended: Promise<ExitReport> } {
  const { command, timeoutMs } = options;
  checkCommand(command);
  const redact = createRedactor({ ...context.secrets, ...command.env });
  const shown = redact(quote(command.argv));
  const logFile = join(context.paths.logs, `${command.name}.log`);
  const [program = "", ...args] = [...options.enter, ...command.argv];
  const began = performance.now();
  const child = spawn(program, args, {
    cwd: command.cwd,
    env: command.env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pid = child.pid ?? 0;
  const startedAt = new Date();
  appendManifest(context.paths, { time: startedAt, name: command.name, pid, command: shown });

  const log = openLogFile(logFile, context.maxLogBytes);
  const tail = createTail();
  let outputBytes = 0;
  function emit(text: string): void {
    log.write(text);
    tail.push(text);
  }
  const streams = [child.stdout, child.stderr].map((stream) => {
    const lines = createLineStream(redact);
    stream.on("data", (chunk: Buffer) => {
      outputBytes += chunk.length;
      emit(lines.push(chunk));
    });
    return lines;
  });
  const timer = setTimeout(() => {
    // Not what leads inside: its child would become an orphan outside of the tree, for someone else to reap.
    signalAll(descendants(pid), "SIGKILL");
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeoutMs);

  const ended = new Promise<ExitReport>((resolve) => {
    function finish(exitCode: number | null, signal: string | null): void {
      clearTimeout(timer);
      streams.forEach((lines) => emit(lines.end()));
      log.close();
      const durationMs = Math.round(performance.now() - began);
      resolve({ exitCode, signal, durationMs, tail: tail.read(), outputBytes, survivors: [] });
    }
    child.once("error", () => finish(null, null));
    child.once("close", finish);
  });
  const described: StartedProcess = {
    name: command.name,
    pid,
    command: shown,
    started_at: isoWithOffset(startedAt),
    ended_at: null,
    exit_code: null,
    signal: null,
    logFile,
  };
  return { described, ended };
}
