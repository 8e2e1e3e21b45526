import { randomBytes } from "node:crypto";
import { join } from "node:path";

import type { HeldTree, Tier } from "../containment/tier.ts";
import { SupervisorError } from "../errors.ts";
import { createRedactor } from "../logs/redact.ts";
import { ignoringDisk } from "../records/durable.ts";
import type { WorkspacePaths } from "../records/paths.ts";
import { appendManifest, isoWithOffset, removePidFile, writePidFile } from "../records/pid-files.ts";
import { removeRecord, replaceRecord } from "../records/records.ts";
import { bootId, identify, pidNamespace } from "../system/identity.ts";
import { descendants } from "../system/process-table.ts";
import type { CommandSpec, ExitReport, ProcessIdentity, ProcessRecord } from "../types.ts";
import { checkCommand, quote } from "./command.ts";
import { spawnHolder, type Holder } from "./holder.ts";
import { keepLedger } from "./ledger.ts";
import { claimName } from "./names.ts";
import { openOutput, type Output } from "./output.ts";
import { watchTree, type Tree } from "./tree.ts";

/** What all processes of one session share. */
export interface ProcessContext {
  tier: Tier;
  paths: WorkspacePaths;
  runId: string;
  supervisor: ProcessIdentity;
  secrets: Readonly<Record<string, string>>;
  maxLogBytes: number;
}

export interface LaunchOptions {
  command: CommandSpec;
  stopCommand: CommandSpec | null;
  untilCommandEnds: boolean;
  /** Gets redacted text that ends with a newline. */
  onOutput: (text: string) => void;
}

/** A process from its intent to its last member's end. */
export interface LaunchedProcess {
  readonly command: CommandSpec;
  /** Run first when it is stopped. */
  readonly stopCommand: CommandSpec | null;
  readonly record: ProcessRecord;
  readonly process: ProcessIdentity;
  readonly tree: Tree;
  readonly tail: () => string;
  updateRecord(changes: Pick<ProcessRecord, "port" | "detached">): ProcessRecord;
  /** After record and pid file are gone and the log is closed. */
  readonly ended: Promise<ExitReport>;
}

/** Writes the intent, starts the holder, writes the record, and lets the command go. */
export async function launchProcess(context: ProcessContext, options: LaunchOptions): Promise<LaunchedProcess> {
  const { command } = options;
  const { tier, paths } = context;
  checkCommand(command);
  const redact = createRedactor({ ...context.secrets, ...command.env });
  const shown = redact(quote(command.argv));
  const id = randomBytes(8).toString("hex");
  const cgroup = tier.folder(id);
  const intent = await claimName(paths, intentOf(context, { options, shown, cgroup, id }), (name) =>
    join(paths.logs, `${name}.log`),
  ).catch((error: unknown) => refuse(command.name, error));
  let holder: Holder | undefined;
  let output: Output | undefined;
  let held: HeldTree;
  try {
    const { maxLogBytes } = context;
    output = openOutput({ logFile: intent.logFile, maxLogBytes, redact, onOutput: options.onOutput });
    tier.prepare(cgroup);
    holder = spawnHolder(tier, { command, cgroup, marker: id, pipeFolder: paths.records });
    output.attach(holder.output);
    held = await hold(holder, { tier, cgroup, marker: id });
  } catch (error) {
    await holder?.discard();
    output?.close();
    tier.dispose(cgroup);
    ignoringDisk(() => removeRecord(paths, intent.name));
    return refuse(command.name, error);
  }

  const written = output;
  const began = performance.now();
  let stopLedger: (() => void) | undefined;
  const { holder: holding, guard, process } = held;
  let record: ProcessRecord = { ...intent, state: "running", holder: holding, guard, process };
  const tree = watchTree({ tier, held, holder, untilCommandEnds: options.untilCommandEnds });
  try {
    replaceRecord(paths, record);
    writePidFile(paths, record.name, held.process.pid);
    appendManifest(paths, { time: new Date(), name: record.name, pid: held.process.pid, command: shown });
  } catch (error) {
    await tree.kill();
    await finish();
    return refuse(command.name, error);
  }
  stopLedger = keepLedger(tier, { tree, held, save: (ledger) => save({ ledger }) });
  holder.go();

  function save(changes: Partial<ProcessRecord>): ProcessRecord {
    record = { ...record, ...changes };
    replaceRecord(paths, record);
    return record;
  }

  async function finish(): Promise<ExitReport> {
    const { exitCode, signal, survivors } = await tree.ended;
    const durationMs = Math.round(performance.now() - began);
    stopLedger?.();
    written.close();
    ignoringDisk(() => removePidFile(paths, record.name, held.process.pid));
    // A record with survivors stays, for the next sweep.
    if (survivors.length === 0) {
      ignoringDisk(() => removeRecord(paths, record.name));
    }
    return { exitCode, signal, durationMs, tail: written.tail(), outputBytes: written.bytes(), survivors };
  }

  const { stopCommand } = options;
  const ended = finish();
  return { command, stopCommand, record, process: held.process, tree, tail: written.tail, updateRecord: save, ended };
}

/** What goes wrong before the command is let go is the workspace's disk, unless it says otherwise. */
function refuse(name: string, error: unknown): never {
  if (error instanceof SupervisorError || !(error instanceof Error && "code" in error)) {
    throw error;
  }
  throw new SupervisorError("WORKSPACE_UNWRITABLE", {
    message: `"${name}" was not started, because its record or log cannot be written: ${error.message}.`,
    hint: "Make room on the disk, or make the folder writable.",
    cause: error,
  });
}

function intentOf(
  context: ProcessContext,
  parts: { options: LaunchOptions; shown: string; cgroup: string | null; id: string },
): Omit<ProcessRecord, "logFile"> {
  const { command } = parts.options;
  return {
    name: command.name,
    runId: context.runId,
    state: "intent",
    containment: context.tier.name,
    command: parts.shown,
    cwd: command.cwd,
    startedAt: isoWithOffset(new Date()),
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    supervisor: context.supervisor,
    holder: null,
    guard: null,
    process: null,
    cgroup: parts.cgroup,
    marker: context.tier.name === "process-group" ? parts.id : null,
    ledger: [],
    detached: false,
    port: null,
  };
}

/** Finds out who is who, in ids of our own namespace. */
async function hold(holder: Holder, options: { tier: Tier; cgroup: string | null; marker: string }): Promise<HeldTree> {
  const { guard, command } = await holder.started;
  const below = descendants(holder.pid);
  const inside = options.tier.name === "pid-namespace" ? below.find((entry) => entry.ppid === holder.pid) : undefined;
  const holderPid = inside?.pid ?? holder.pid;
  const processPid = inside === undefined ? command : below.find((entry) => entry.ppid === inside.pid)?.pid;
  const [launcher, held, process] = [holder.pid, holderPid, processPid].map((pid) => (pid ? identify(pid) : null));
  if (!launcher || !held || !process) {
    throw new SupervisorError("CONTAINMENT_FAILED", { message: "The process ended before it could be recorded." });
  }
  return {
    launcher,
    holder: held,
    guard: guard === null ? null : identify(guard),
    process,
    cgroup: options.cgroup,
    ledger: new Map(),
    marker: options.marker,
    unmarked: new Map(),
  };
}
