import type { DetachedOptions, ProcessRecord } from "@backwright/supervisor";
import type { Command, Context, Invocation } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";
import { newRunId } from "../run-id.ts";
import { UsageError } from "../usage-error.ts";

export const start: Command = {
  words: ["start"],
  summary: "Start a server that outlives this command, tracked and logged under a name.",
  details: [
    "Without a COMMAND it is the project's own start command. PORT is handed on where it is set; of the rest of",
    "the environment only what every program needs, and what --env names. Programs of the project's own",
    "node_modules/.bin and .venv/bin come first.",
    "Waits until the process listens: for the project's own command, and for COMMAND where PORT is set.",
  ],
  arguments: [{ name: "NAME", summary: "Names the process, its log and its pid file.", required: true }],
  options: [
    shared.dir,
    shared.adapter,
    {
      name: "env",
      value: "NAME[=VALUE]",
      summary: "Set a variable, or hand on the one that is set.",
      repeatable: true,
    },
    { name: "wait", value: "SECONDS", summary: "How long to wait until it listens; 0 does not wait.", default: "60" },
    shared.json,
  ],
  rest: { name: "COMMAND", summary: "The program and its arguments, as they are; no shell." },
  abortable: true,
  async run(invocation, context) {
    const wait = wholeNumber(invocation, "wait");
    const { startDetached } = await import("@backwright/supervisor");
    const { requireFolder } = await import("../project-folder.ts");
    await requireFolder(context.dir);
    const options = await detachedOptions(invocation, { context, waitMs: (wait ?? 60) * 1000 });
    const record = await orInterrupted(startDetached(options), context.signal);
    if (context.json) context.output.document(record);
    else context.output.result(describe(record));
    return "done";
  },
};

interface Needs {
  readonly context: Context;
  readonly waitMs: number;
}

async function detachedOptions(invocation: Invocation, { context, waitMs }: Needs): Promise<DetachedOptions> {
  const { minimalEnvironment } = await import("@backwright/supervisor");
  const { workspaceOf } = await import("../project-folder.ts");
  const { withProjectPrograms } = await import("../project-programs.ts");
  const { dir, env } = context;
  const name = invocation.arguments[0] ?? "";
  const given = { ...portOf(env), ...variables(invocation.values("env"), env) };
  const port = given["PORT"] === undefined ? null : portNumber(given["PORT"]);
  const ready = waitMs === 0 ? null : { timeoutMs: waitMs, ...(port !== null && { port }) };
  const base = { workspace: workspaceOf(dir), runId: newRunId() };
  const [program, ...args] = invocation.rest ?? [];
  if (program !== undefined) {
    const found = withProjectPrograms(env, [dir]);
    const command = { name, argv: [program, ...args] as const, cwd: dir, env: minimalEnvironment(found, given) };
    return { ...base, command, ...(ready !== null && port !== null && { ready }) };
  }
  if (invocation.rest !== null)
    throw new UsageError("There is no command behind `--`.", "Leave `--` out to start the project's own.");
  const { projectServer } = await import("../project-server.ts");
  const server = await projectServer({ dir, adapter: invocation.value("adapter") });
  const { start, stop } = server;
  return {
    ...base,
    command: {
      name,
      argv: start.argv,
      cwd: start.cwd,
      env: minimalEnvironment(withProjectPrograms(env, [start.cwd, dir]), { ...start.env, ...given }),
    },
    ...(ready !== null && { ready }),
    ...(stop !== null && {
      stopCommand: {
        name: `${name}-stop`,
        argv: stop.argv,
        cwd: stop.cwd,
        env: minimalEnvironment(withProjectPrograms(env, [stop.cwd, dir]), { ...stop.env, ...given }),
      },
    }),
  };
}

function portOf(env: NodeJS.ProcessEnv): Record<string, string> {
  const port = env["PORT"];
  return port === undefined || port === "" ? {} : { PORT: port };
}

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) {
    throw new UsageError(
      `PORT is \`${text}\`, which is no port.`,
      "Set it to a number from 1 to 65535, or leave it out.",
    );
  }
  return port;
}

function variables(settings: readonly string[], env: NodeJS.ProcessEnv): Record<string, string> {
  const entries = settings.map((setting) => {
    const [, name = "", , value] = /^([A-Za-z_]\w*)(=([\s\S]*))?$/.exec(setting) ?? [];
    if (name === "")
      throw new UsageError(`--env ${setting} names no variable.`, "Write --env NAME=VALUE or --env NAME.");
    const found = value ?? env[name];
    if (found === undefined)
      throw new UsageError(`--env ${name}: the variable is not set.`, `Write --env ${name}=VALUE.`);
    return [name, found] as const;
  });
  return Object.fromEntries(entries);
}

/** An interrupted start leaves nothing: the supervisor ends it once this command is gone. */
function orInterrupted(started: Promise<ProcessRecord>, signal: AbortSignal): Promise<ProcessRecord> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    if (signal.aborted) reject(signal.reason);
  });
  return Promise.race([started, interrupted]);
}

function describe(record: ProcessRecord): string {
  const pid = record.process === null ? "" : ` (process ${record.process.pid})`;
  const port = record.port === null ? "runs" : `listens on port ${record.port}`;
  return [
    `${record.name}${pid} ${port}.`,
    `  log   backwright logs ${record.name}`,
    `  stop  backwright stop ${record.name}`,
  ].join("\n");
}
