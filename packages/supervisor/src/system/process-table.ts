import { hasProc, procChildren, procCommandLine, procEntry, procIds, procStartTime } from "./proc.ts";
import type { ProcessEntry } from "./process-entry.ts";
import { psCommandLine, psEntries, psStartTime } from "./ps.ts";

/** `null` when there is no such process. */
export function readProcess(pid: number): ProcessEntry | null {
  return hasProc ? procEntry(pid) : (psEntries(pid)[0] ?? null);
}

export function listProcessTable(): ProcessEntry[] {
  return hasProc ? procIds().flatMap((pid) => procEntry(pid) ?? []) : psEntries(null);
}

/** The command line, arguments separated by spaces; `null` when it cannot be read. */
export function commandLine(pid: number): string | null {
  return hasProc ? procCommandLine(pid) : psCommandLine(pid);
}

/** When a process started, in milliseconds since 1970; `null` when it is gone. */
export function startTime(pid: number): number | null {
  const entry = readProcess(pid);
  if (entry === null) {
    return null;
  }
  return hasProc ? procStartTime(entry) : psStartTime(entry);
}

/** All living processes below `pid`, without itself. */
export function descendants(pid: number): ProcessEntry[] {
  if (hasProc && procChildren(process.pid) !== null) {
    return descendantsByChildren(pid);
  }
  return descendantsIn(listProcessTable(), pid);
}

function descendantsByChildren(root: number): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  const seen = new Set<number>([root]);
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    for (const child of procChildren(pid) ?? []) {
      const entry = seen.has(child) ? null : procEntry(child);
      seen.add(child);
      if (entry !== null) {
        queue.push(child);
        if (!entry.zombie) {
          found.push(entry);
        }
      }
    }
  }
  return found;
}

/** The same from a whole table, where the kernel does not list children. */
export function descendantsIn(table: readonly ProcessEntry[], root: number): ProcessEntry[] {
  const inside = new Set([root]);
  let before: number;
  do {
    before = inside.size;
    for (const entry of table) {
      if (inside.has(entry.ppid)) {
        inside.add(entry.pid);
      }
    }
  } while (inside.size > before);
  return table.filter((entry) => entry.pid !== root && inside.has(entry.pid) && !entry.zombie);
}
