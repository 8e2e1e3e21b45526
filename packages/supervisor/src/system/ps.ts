import { spawnSync } from "node:child_process";

import type { ProcessEntry } from "./process-entry.ts";

/** For systems without `/proc`. One process, or with `null` all. */
export function psEntries(pid: number | null): ProcessEntry[] {
  const selection = pid === null ? ["-ax"] : ["-p", String(pid)];
  return ps([...selection, "-o", "pid=,ppid=,pgid=,stat=,lstart="])
    .split("\n")
    .flatMap((line) => {
      const [id, ppid, group, state, ...start] = line.trim().split(/\s+/);
      if (id === undefined || state === undefined) {
        return [];
      }
      const zombie = state.startsWith("Z");
      return [{ pid: Number(id), ppid: Number(ppid), group: Number(group), zombie, start: start.join(" ") }];
    });
}

export function psCommandLine(pid: number): string | null {
  return ps(["-o", "command=", "-p", String(pid)]).trim() || null;
}

/** Milliseconds since 1970, good to a second. */
export function psStartTime(entry: ProcessEntry): number {
  return Date.parse(entry.start);
}

function ps(args: readonly string[]): string {
  // `lstart` is in the local time zone and in the language of the locale.
  const env = {
    PATH: "/bin:/usr/bin",
    LC_ALL: "C",
    ...(process.env["TZ"] === undefined ? {} : { TZ: process.env["TZ"] }),
  };
  return spawnSync("ps", args, { encoding: "utf8", timeout: 5_000, env }).stdout ?? "";
}
