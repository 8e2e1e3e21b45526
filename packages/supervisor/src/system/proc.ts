import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

import type { ProcessEntry } from "./process-entry.ts";

/** Whether processes can be read from `/proc`. */
export const hasProc: boolean = process.platform === "linux" && existsSync("/proc/self/stat");

const ticksPerSecond = 100;

export function procIds(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

export function procEntry(pid: number): ProcessEntry | null {
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

/** The ids of the direct children; `null` where the kernel does not list them. */
export function procChildren(pid: number): number[] | null {
  if (!existsSync(`/proc/self/task/${process.pid}/children`)) {
    return null;
  }
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) => {
      const text = readFileSync(`/proc/${pid}/task/${thread}/children`, "utf8").trim();
      return text === "" ? [] : text.split(" ").map(Number);
    });
  } catch {
    return [];
  }
}

export function procCommandLine(pid: number): string | null {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").join(" ").trim();
    return words || readFileSync(`/proc/${pid}/comm`, "utf8").trim();
  } catch {
    return null;
  }
}

/** `NAME=value` each, as the process was started with; empty where it cannot be read. */
export function procEnvironment(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** What standard output and standard error lead to; those that cannot be read are left out. */
export function procOutputs(pid: number): string[] {
  return [1, 2].flatMap((descriptor) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${descriptor}`)];
    } catch {
      return [];
    }
  });
}

/** Milliseconds since 1970, good to some 20 ms. */
export function procStartTime(entry: ProcessEntry): number {
  const uptime = Number.parseFloat(readFileSync("/proc/uptime", "utf8"));
  return Date.now() - (uptime - Number(entry.start) / ticksPerSecond) * 1000;
}
