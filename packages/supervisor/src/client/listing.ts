import { workspacePaths } from "../records/paths.ts";
import { listPidFiles, type PidFile } from "../records/pid-files.ts";
import { isSupervised, readRecord, recordNames } from "../records/records.ts";
import { identify, isAlive, isComparable } from "../system/identity.ts";
import { commandLine, descendants, startTime } from "../system/process-table.ts";
import { listeners, ownersOf } from "../system/sockets.ts";
import type { ForeignProcess, ListedProcess, PortOwner, ProcessListing } from "../types.ts";

/** A process starts a moment before its shell writes the pid file; clocks are good to some 20 ms. */
const clockSlackMs = 100;
const reachableHosts = new Set(["127.0.0.1", "0.0.0.0", "::", "::1"]);

/** Our own processes, those of other writers' pid files, and, with `all`, strangers that listen on loopback ports. */
export function listProcesses(workspace: string, options: { all?: boolean } = {}): Promise<ProcessListing> {
  const paths = workspacePaths(workspace);
  const ours = recordNames(paths).flatMap((name): ListedProcess[] => {
    const record = readRecord(paths, name);
    if (record === null) {
      return [];
    }
    const alive = isSupervised(record) && record.process !== null && isTreeAlive(record);
    return [{ ...record, alive }];
  });
  const names = new Set(ours.map(({ name }) => name));
  const foreign = listPidFiles(paths)
    .filter(({ name }) => !names.has(name))
    .map(describeForeign);
  return Promise.resolve({ ours, foreign, strangers: options.all === true ? strangers(ours, foreign) : [] });
}

/** A pid file of another writer, judged by the process that has its id at this moment. */
export function describeForeign({ name, pid, writtenAt }: PidFile): ForeignProcess {
  const started = identify(pid) === null ? null : startTime(pid);
  return {
    name,
    pid,
    alive: started !== null,
    command: started === null ? null : commandLine(pid),
    reused: started !== null && started > writtenAt + clockSlackMs,
  };
}

function isTreeAlive(record: ListedProcess | Omit<ListedProcess, "alive">): boolean {
  return isComparable(record) && [record.holder, record.process].some((one) => one !== null && isAlive(one));
}

function strangers(ours: readonly ListedProcess[], foreign: readonly ForeignProcess[]): PortOwner[] {
  const roots = ours.filter(({ alive }) => alive).map(({ holder }) => holder?.pid ?? 0);
  const known = foreign.filter(({ alive, reused }) => alive && !reused).map(({ pid }) => pid);
  const members = new Set([...roots, ...known].flatMap((pid) => [pid, ...descendants(pid).map((entry) => entry.pid)]));
  for (const { ledger, alive } of ours) {
    for (const { pid } of alive ? ledger : []) {
      members.add(pid);
    }
  }
  const reachable = listeners().filter(({ host }) => reachableHosts.has(host));
  return ownersOf(reachable)
    .filter(({ pid }) => pid === null || !members.has(pid))
    .sort((a, b) => a.port - b.port);
}
