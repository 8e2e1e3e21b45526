import { SupervisorError } from "../errors.ts";
import { checkName, workspacePaths, type WorkspacePaths } from "../records/paths.ts";
import { readPidFile, removePidFile } from "../records/pid-files.ts";
import { isSupervised, readRecord } from "../records/records.ts";
import { writeStopRequest } from "../records/stop-request.ts";
import { clearRecord } from "../records/sweep.ts";
import { identify, isAlive } from "../system/identity.ts";
import { descendants } from "../system/process-table.ts";
import { signalAll } from "../system/signal.ts";
import { sleep } from "../system/wait.ts";
import type { ProcessIdentity, ProcessRecord, StopProcessOptions, StopProcessResult } from "../types.ts";
import { describeForeign } from "./listing.ts";

const defaultGraceMs = 3_000;
const slackMs = 10_000;

/**
 * Stops a process of this workspace by name: one of ours through its supervisor, one of another writer's pid file by
 * signals. Throws `PROCESS_UNKNOWN` for a name that nothing has, and `PROCESS_REUSED` when the id in the pid file has gone to
 * a process that started after the file was written.
 */
export async function stopProcess(options: StopProcessOptions): Promise<StopProcessResult> {
  checkName(options.name);
  const paths = workspacePaths(options.workspace);
  const record = readRecord(paths, options.name);
  if (record !== null) {
    return isSupervised(record) ? stopOurs(paths, record, options) : stopStale(paths, record);
  }
  return stopForeign(paths, options);
}

async function stopOurs(
  paths: WorkspacePaths,
  record: ProcessRecord,
  options: StopProcessOptions,
): Promise<StopProcessResult> {
  const { name } = record;
  if (!record.detached) {
    throw new SupervisorError("STOP_FAILED", {
      message: `"${name}" belongs to the run ${record.runId}, which is still going on.`,
      hint: "Stop that run; its processes end with it.",
    });
  }
  const graceMs = options.graceMs ?? defaultGraceMs;
  writeStopRequest(paths, name, graceMs);
  const deadline = Date.now() + 3 * graceMs + slackMs;
  while (readRecord(paths, name)?.startedAt === record.startedAt && isAlive(record.supervisor)) {
    if (Date.now() > deadline) {
      throw new SupervisorError("STOP_FAILED", {
        message: `"${name}" did not end in ${3 * graceMs + slackMs} ms.`,
        hint: `Look at its log: backwright logs ${name}`,
      });
    }
    await sleep(10);
  }
  return { name, pid: record.process?.pid ?? 0, outcome: "stopped" };
}

async function stopStale(paths: WorkspacePaths, record: ProcessRecord): Promise<StopProcessResult> {
  const { ended } = await clearRecord(paths, record.name);
  return { name: record.name, pid: record.process?.pid ?? 0, outcome: ended.length > 0 ? "stopped" : "gone" };
}

async function stopForeign(paths: WorkspacePaths, options: StopProcessOptions): Promise<StopProcessResult> {
  const { name } = options;
  const file = readPidFile(paths, name);
  if (file === null) {
    throw new SupervisorError("PROCESS_UNKNOWN", {
      message: `No process is named "${name}" here.`,
      hint: "See what there is: backwright ps",
    });
  }
  const { alive, reused, command } = describeForeign(file);
  if (reused) {
    throw new SupervisorError("PROCESS_REUSED", {
      message: `The id ${file.pid} in ${name}.pid now belongs to a process that started after the file was written (${command ?? "?"}).`,
      hint: "It is somebody else's and was left alone. Remove the pid file.",
    });
  }
  if (alive) {
    await endForeign(file.pid, { name, graceMs: options.graceMs ?? defaultGraceMs });
  }
  removePidFile(paths, name, file.pid);
  return { name, pid: file.pid, outcome: alive ? "stopped" : "gone" };
}

/** SIGTERM for the process and what stands below it, SIGKILL for what is left after the grace. */
async function endForeign(pid: number, options: { name: string; graceMs: number }): Promise<void> {
  const root = identify(pid);
  const tree: ProcessIdentity[] = root === null ? [] : [root, ...descendants(pid)];
  signalAll(tree, "SIGTERM");
  const deadline = Date.now() + options.graceMs;
  let killed = false;
  while (tree.some(isAlive)) {
    if (!killed && Date.now() > deadline) {
      killed = true;
      signalAll(tree, "SIGKILL");
    }
    if (Date.now() > deadline + slackMs) {
      throw new SupervisorError("STOP_FAILED", { message: `"${options.name}" (${pid}) could not be ended.` });
    }
    await sleep(10);
  }
}
