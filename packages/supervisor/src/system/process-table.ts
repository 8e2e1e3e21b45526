import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

/** One process as the kernel lists it. */
export interface ProcessEntry {
  pid: number;
  ppid: number;
  group: number;
  /** A zombie has ended and only waits for its parent. */
  zombie: boolean;
  /** Clock ticks since boot on Linux, `lstart` of ps elsewhere. */
  start: string;
}

/** Whether processes are read from `/proc`; where not, from `ps`. */
export const hasProc: boolean = process.platform === "linux" && existsSync("/proc/self/stat");

/** `null` when there is no such process. */
export function readProcess(pid: number): ProcessEntry | null {
  return hasProc ? readStat(pid) : (listWithPs(["-p", String(pid)])[0] ?? null);
}

export function listProcessTable(): ProcessEntry[] {
  return hasProc ? procIds().flatMap((pid) => readStat(pid) ?? []) : listWithPs(["-ax"]);
}

/** All living processes below `pid`, without itself. */
export function descendants(pid: number): ProcessEntry[] {
  if (hasProc && existsSync(`/proc/${pid}/task/${pid}/children`)) {
    return descendantsByChildren(pid);
  }
  return descendantsIn(listProcessTable(), pid);
}

/** The command line, arguments separated by spaces; `null` when it cannot be read. */
export function commandLine(pid: number): string | null {
  if (!hasProc) {
    return runPs(["-o", "command=", "-p", String(pid)]).trim() || null;
  }
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return words || readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}

/** When a process started, in milliseconds since 1970, good to some 20 ms; `null` when it is gone. */
export function startTime(pid: number): number | null {
  const entry = readProcess(pid);
  if (entry === null) {
    return null;
  }
  if (!hasProc) {
    return Date.parse(entry.start);
  }
  const ticksPerSecond = 100;
  const uptime = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
  return Date.now() - (uptime - Number(entry.start) / ticksPerSecond) * 1000;
}

export function procIds(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function readStat(pid: number): ProcessEntry | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const [state, ppid, group] = fields;
  return {
    pid,
    ppid: Number(ppid),
    group: Number(group),
    zombie: state === "Z" || state === "X",
    start: fields[19] ?? "",
  };
}

function childrenOf(pid: number): number[] {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim();
      return text === "" ? [] : text.split(" ").map(Number);
    });
  } catch {
    return [];
  }
}

function descendantsByChildren(root: number): ProcessEntry[] {
  const found: ProcessEntry[] = [];
  const seen = new Set<number>([root]);
  const queue = [root];
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    for (const child of childrenOf(pid)) {
      const entry = seen.has(child) ? null : readStat(child);
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

function descendantsIn(table: readonly ProcessEntry[], root: number): ProcessEntry[] {
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

function listWithPs(selection: readonly string[]): ProcessEntry[] {
  return runPs([...selection, "-o", "pid=,ppid=,pgid=,stat=,lstart="])
    .split("\n")
    .flatMap((line) => {
      const [pid, ppid, group, state, ...start] = line.trim().split(/\s+/);
      if (pid === undefined || state === undefined || pid === "") {
        return [];
      }
      const zombie = state.startsWith("Z");
      return [{ pid: Number(pid), ppid: Number(ppid), group: Number(group), zombie, start: start.join(" ") }];
    });
}

function runPs(args: readonly string[]): string {
  const result = spawnSync("ps", args, {
    encoding: "utf8",
    timeout: 5_000,
    env: { PATH: process.env["PATH"] ?? "/bin:/usr/bin", LC_ALL: "C" },
  });
  return result.stdout ?? "";
}
