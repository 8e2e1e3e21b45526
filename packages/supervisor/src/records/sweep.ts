import { cgroupMembers, killCgroup, removeCgroup } from "../containment/cgroup.ts";
import { markedProcesses } from "../containment/marker.ts";
import { identify, isAlive, isComparable, livingBelow } from "../system/identity.ts";
import { signalAll } from "../system/signal.ts";
import { sleep } from "../system/wait.ts";
import type { ProcessIdentity, ProcessRecord, SweepReport } from "../types.ts";
import { workspacePaths, type WorkspacePaths } from "./paths.ts";
import { removePidFile } from "./pid-files.ts";
import { isSupervised, readRecord, recordNames, removeLeftovers, removeStaleRecord } from "./records.ts";

const endTimeoutMs = 2_000;

interface ClearedRecord {
  ended: { name: string; pid: number }[];
  survivors: { name: string; pid: number }[];
}

/**
 * Cleans up after runs that crashed: ends what is proved to be theirs by boot id, pid namespace and start time, and removes
 * their records and pid files. Never touches a record whose supervisor lives, nor a process that only has a known id.
 */
export async function sweepStale(workspace: string): Promise<SweepReport> {
  const paths = workspacePaths(workspace);
  const report = {
    removed: [] as string[],
    ended: [] as ClearedRecord["ended"],
    survivors: [] as ClearedRecord["survivors"],
  };
  for (const name of recordNames(paths)) {
    const record = readRecord(paths, name);
    if (record !== null && isSupervised(record)) {
      continue;
    }
    const { ended, survivors } = await clearRecord(paths, name);
    if (survivors.length === 0) {
      report.removed.push(name);
    }
    report.ended.push(...ended);
    report.survivors.push(...survivors);
  }
  removeLeftovers(paths);
  return report;
}

/** Ends what a dead supervisor's record stands for, then removes record and pid file; what could not be ended keeps both. */
export async function clearRecord(paths: WorkspacePaths, name: string): Promise<ClearedRecord> {
  const record = readRecord(paths, name);
  const cleared: ClearedRecord = { ended: [], survivors: [] };
  if (record !== null && isComparable(record)) {
    const seen = new Map<number, ProcessIdentity>();
    const deadline = Date.now() + endTimeoutMs;
    const keepers = [record.guard, record.holder].filter((one) => one !== null);
    let left = remaining(record);
    // Orphans come to the holder, so it goes last, after two looks that found nothing else.
    for (let empty = 0; empty < 2 && Date.now() < deadline;) {
      const members = left.filter(({ pid }) => !keepers.some((keeper) => keeper.pid === pid));
      empty = members.length === 0 ? empty + 1 : 0;
      killAll(record, { identities: members, seen });
      await sleep(members.length === 0 ? 1 : 5);
      left = remaining(record);
    }
    // A group of processes that are just ending cannot be removed yet.
    while ((left.length > 0 || !removeCgroup(record.cgroup)) && Date.now() < deadline) {
      killAll(record, { identities: left, seen });
      await sleep(5);
      left = remaining(record);
    }
    const survivors = new Set(left.map(({ pid }) => pid));
    cleared.ended = [...seen.keys()].filter((pid) => !survivors.has(pid)).map((pid) => ({ name, pid }));
    cleared.survivors = [...survivors].map((pid) => ({ name, pid }));
  }
  if (cleared.survivors.length === 0) {
    if (record?.process) {
      removePidFile(paths, name, record.process.pid);
    }
    removeStaleRecord(paths, name);
  }
  return cleared;
}

function killAll(
  { cgroup }: ProcessRecord,
  { identities, seen }: { identities: readonly ProcessIdentity[]; seen: Map<number, ProcessIdentity> },
): void {
  for (const identity of identities) {
    seen.set(identity.pid, identity);
  }
  killCgroup(cgroup);
  signalAll(identities, "SIGKILL");
}

/** What still lives of a record's tree. Only processes below one that is proved to be ours are added. */
function remaining(record: ProcessRecord): ProcessIdentity[] {
  const known = [record.holder, record.guard, record.process, ...record.ledger].filter((identity) => identity !== null);
  const found = new Map<number, ProcessIdentity>();
  for (const identity of [...known.filter(isAlive), ...known.flatMap(livingBelow)]) {
    found.set(identity.pid, { pid: identity.pid, start: identity.start });
  }
  for (const pid of cgroupMembers(record.cgroup)) {
    const identity = identify(pid);
    if (identity !== null) {
      found.set(pid, identity);
    }
  }
  for (const identity of record.marker === null ? [] : markedProcesses(record.marker)) {
    found.set(identity.pid, { pid: identity.pid, start: identity.start });
  }
  return [...found.values()];
}
