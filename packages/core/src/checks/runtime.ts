import { join } from "node:path";
import { freePort, SupervisorError } from "@backwright/supervisor";
import type { TrackedProcess } from "@backwright/supervisor";
import type { EnvironmentNeed } from "../adapter/contract.ts";
import type { Check } from "../report/schema.ts";
import type { Command } from "../understanding/schema.ts";
import type { CommandRun } from "./command.ts";
import { fillEnvironment } from "./environment.ts";

const readyTimeoutMs = 60_000;
const graceMs = 5_000;

export interface RuntimeCheck {
  readonly start: Command | null;
  readonly stop: Command | null;
  readonly needs: readonly EnvironmentNeed[];
  /** Asks the running server; it listens at `baseUrl` and is surely ours. */
  probe(baseUrl: string): Promise<readonly Check[]>;
}

/** Starts the server on a free port, waits for a socket of its own, probes it, and stops it, whatever happened. */
export async function checkRuntime(run: CommandRun, check: RuntimeCheck): Promise<Check[]> {
  const { start } = check;
  if (start === null) {
    return [startCheck("could_not_run", "The project has no start command.", null, 0)];
  }
  const words = start.argv.join(" ");
  const port = await freePort();
  const filled = fillEnvironment(check.needs, port);
  const began = performance.now();
  const elapsed = (): number => Math.round(performance.now() - began);
  const spec = (
    name: string,
    command: Command,
  ): { name: string; argv: [string, ...string[]]; cwd: string; env: Record<string, string> } => ({
    name,
    argv: command.argv,
    cwd: join(run.dir, command.cwd),
    env: { ...run.environment, ...command.env, ...filled.values, PORT: String(port) },
  });
  let server: TrackedProcess | null = null;
  try {
    run.progress(`start: ${words}`);
    server = await run.supervisor.start(spec("server", start));
    const address = await server.ready({ timeoutMs: readyTimeoutMs });
    const host = address.host === "::1" ? "[::1]" : address.host;
    run.progress(`ready on port ${address.port} after ${Math.round(address.waitedMs)} ms`);
    const started = startCheck(
      "passed",
      `listens on ${host}:${address.port} after ${Math.round(address.waitedMs)} ms`,
      words,
      elapsed(),
    );
    const probes = await check.probe(`http://${host}:${address.port}`);
    return [started, ...probes, await stillRuns(server, words)];
  } catch (cause) {
    if (
      cause instanceof SupervisorError &&
      cause.code !== "KILLED" &&
      cause.code !== "SUPERVISOR_CLOSED" &&
      cause.code !== "SUPERVISOR_LOST"
    ) {
      const tail = cause.tail === null ? "" : `\n${cause.tail.trimEnd().split("\n").slice(-20).join("\n")}`;
      return [
        startCheck(
          cause.code === "COMMAND_NOT_FOUND" ? "could_not_run" : "failed",
          `${cause.message}${tail}`,
          words,
          elapsed(),
        ),
      ];
    }
    throw cause;
  } finally {
    await server?.stop({ graceMs, ...(check.stop === null ? {} : { stopCommand: spec("stop", check.stop) }) });
    filled.dispose();
  }
}

async function stillRuns(server: TrackedProcess, command: string): Promise<Check> {
  const ended = await Promise.race([server.exited, new Promise<null>((resolve) => setImmediate(resolve, null))]);
  return {
    id: "running",
    title: "The server still runs after the probes",
    result: ended === null ? "passed" : "failed",
    baseline: false,
    detail:
      ended === null
        ? "it runs"
        : `it ended with exit code ${ended.exitCode}\n${ended.tail.split("\n").slice(-20).join("\n")}`,
    command,
    exit_code: ended?.exitCode ?? null,
    duration_ms: 0,
  };
}

function startCheck(result: Check["result"], detail: string, command: string | null, durationMs: number): Check {
  return {
    id: "start",
    title: "The server starts",
    result,
    baseline: false,
    detail,
    command,
    exit_code: null,
    duration_ms: durationMs,
  };
}
