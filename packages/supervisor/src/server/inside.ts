import { spawn } from "node:child_process";
import { join } from "node:path";

import { createRedactor } from "../logs/redact.ts";
import type { StartedProcess } from "../protocol.ts";
import { appendManifest, isoWithOffset } from "../records/pid-files.ts";
import { descendants } from "../system/process-table.ts";
import { signalAll } from "../system/signal.ts";
import type { CommandSpec, ExitReport } from "../types.ts";
import { checkCommand, quote } from "./command.ts";
import { openOutput } from "./output.ts";
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

  const output = openOutput({ logFile, maxLogBytes: context.maxLogBytes, redact, onOutput: () => {} });
  output.attach(child.stdout);
  output.attach(child.stderr);
  const timer = setTimeout(() => {
    // Not what leads inside: its child would become an orphan outside of the tree, for someone else to reap.
    if (child.exitCode === null && child.signalCode === null) {
      signalAll(descendants(pid), "SIGKILL");
    }
    child.stdout.destroy();
    child.stderr.destroy();
  }, timeoutMs);

  const ended = new Promise<ExitReport>((resolve) => {
    function finish(exitCode: number | null, signal: string | null): void {
      clearTimeout(timer);
      output.close();
      const durationMs = Math.round(performance.now() - began);
      resolve({ exitCode, signal, durationMs, tail: output.tail(), outputBytes: output.bytes(), survivors: [] });
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
