import { join } from "node:path";
import { freePort, portOwner, SupervisorError } from "@backwright/supervisor";
import type { CommandSpec, SupervisorErrorCode, TrackedProcess } from "@backwright/supervisor";
import type { EnvironmentNeed } from "../adapter/contract.ts";
import type { Check } from "../report/schema.ts";
import type { Command } from "../understanding/schema.ts";
import { checkCommand } from "./command.ts";
import type { CommandRun } from "./command.ts";
import { fillEnvironment } from "./environment.ts";
import { ownDatabase } from "./mongodb.ts";
import type { MongodbNeed } from "./mongodb.ts";

const defaultReadyTimeoutMs = 60_000;
const graceMs = 5_000;
const migrateTimeoutMs = 120_000;
const dropTimeoutMs = 30_000;

export interface RuntimeCheck {
  readonly start: Command | null;
  readonly stop: Command | null;
  /** Fills a new database before the server starts, and leaves alone one that was there; `null` where the server does so itself. */
  readonly migrate?: Command | null;
  readonly needs: readonly EnvironmentNeed[];
  /** Default: a minute. */
  readonly readyTimeoutMs?: number;
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
  const filled = fillEnvironment(check.needs, { dir: run.dir, port, environment: run.environment });
  const began = performance.now();
  function elapsed(): number {
    return Math.round(performance.now() - began);
  }
  function spec(name: string, command: Command): CommandSpec {
    return {
      name,
      argv: command.argv.map((word) => word.replaceAll("$PORT", String(port))) as [string, ...string[]],
      cwd: join(run.dir, command.cwd),
      env: { ...run.environment, ...command.env, ...filled.values, PORT: String(port) },
    };
  }
  let server: TrackedProcess | null = null;
  try {
    const migrated = filled.fresh ? await migrate(run, check, spec) : null;
    if (migrated !== null) {
      return [migrated];
    }
    run.progress(`start: ${words}`);
    server = await run.supervisor.start(spec("server", start));
    const address = await server.ready({ timeoutMs: check.readyTimeoutMs ?? defaultReadyTimeoutMs });
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
    if (cause instanceof SupervisorError && startFailures.has(cause.code)) {
      const result = cause.code === "COMMAND_NOT_FOUND" ? "could_not_run" : "failed";
      return [startCheck(result, await describeFailure(cause), words, elapsed())];
    }
    throw cause;
  } finally {
    try {
      await server?.stop({ graceMs, ...(check.stop === null ? {} : { stopCommand: spec("stop", check.stop) }) });
    } finally {
      await drop(run, check, spec);
      filled.dispose();
    }
  }
}

/** What is the project's doing; all else ends the run. */
const startFailures = new Set<SupervisorErrorCode>([
  "COMMAND_NOT_FOUND",
  "FOLDER_MISSING",
  "NOT_READY",
  "PROCESS_EXITED",
]);

async function describeFailure({ message, tail }: SupervisorError): Promise<string> {
  const lines = (tail ?? "").trimEnd().split("\n").slice(-20);
  return [message, await strangerOn(tail ?? ""), ...lines].filter((line) => line !== "").join("\n");
}

/** Who holds the port that the server says is taken; "" where it does not say so, or the port is free again. */
async function strangerOn(output: string): Promise<string> {
  const [port] = output.split("\n").flatMap(portInUse);
  const owner = port === undefined ? null : await portOwner(port);
  if (owner === null) {
    return "";
  }
  const who = owner.pid === null ? "a process of another user" : `process ${owner.pid} (${owner.command ?? "unknown"})`;
  return `Port ${port} is held by ${who}, which is not ours and was left alone. Let the server listen on PORT of its environment, or end that process.`;
}

/** The last port of a line that says that an address is taken: `address already in use 127.0.0.1:3000`. */
function portInUse(line: string): number[] {
  if (!/EADDRINUSE|address already in use|port \d+ is in use/i.test(line)) {
    return [];
  }
  const ports = [...line.matchAll(/(?:[:,] ?|port )(\d{2,5})\b/gi)].map((match) => Number(match[1]));
  return ports.filter((port) => port < 65_536).slice(-1);
}

/** `null` when the server can be started. */
async function migrate(
  run: CommandRun,
  { migrate: command = null }: RuntimeCheck,
  spec: (name: string, command: Command) => { env: Record<string, string> },
): Promise<Check | null> {
  if (command === null) {
    return null;
  }
  const migrated = await checkCommand(
    { ...run, environment: spec("migrate", command).env },
    { id: "start", title: "The server starts", command, timeoutMs: migrateTimeoutMs },
  );
  return migrated.result === "passed" ? null : migrated;
}

/** Removes databases that were made on servers. */
async function drop(
  run: CommandRun,
  { needs }: RuntimeCheck,
  spec: (name: string, command: Command) => { env: Record<string, string> },
): Promise<void> {
  for (const need of needs.filter(({ kind }) => kind === "mongodb") as MongodbNeed[]) {
    const { env } = spec("drop", need.drop);
    if (env[need.name]?.includes(`/${ownDatabase}`) !== true) {
      continue;
    }
    await checkCommand(
      { ...run, environment: env },
      { id: "drop", title: "The database of the check is removed", command: need.drop, timeoutMs: dropTimeoutMs },
    );
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
