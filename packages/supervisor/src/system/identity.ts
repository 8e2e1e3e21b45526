import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";

import type { ProcessIdentity } from "../types.ts";
import { hasProc } from "./proc.ts";
import type { ProcessEntry } from "./process-entry.ts";
import { descendants, readProcess } from "./process-table.ts";

let knownBootId: string | undefined;

/** Differs after each start of the machine. */
export function bootId(): string {
  knownBootId ??= hasProc
    ? readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()
    : spawnSync("sysctl", ["-n", "kern.boottime"], { encoding: "utf8", timeout: 5_000 }).stdout.trim();
  return knownBootId;
}

/** Where process ids mean what they mean here; the empty string on systems with one namespace. */
export function pidNamespace(): string {
  return hasProc ? readlinkSync("/proc/self/ns/pid") : "";
}

/** `null` when no living process has this id. A zombie counts as gone. */
export function identify(pid: number): ProcessIdentity | null {
  const entry = readProcess(pid);
  return entry === null || entry.zombie ? null : { pid, start: entry.start };
}

/** Whether exactly this process still lives, not another one with its id. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.start === identity.start;
}

/** Whether identities that were recorded with these values can be compared with processes of here and now. */
export function isComparable(record: { bootId: string; pidNamespace: string }): boolean {
  return record.bootId === bootId() && record.pidNamespace === pidNamespace();
}

/** The living processes below this one; none when it has ended, even if its id is used again. */
export function livingBelow(identity: ProcessIdentity): ProcessEntry[] {
  return isAlive(identity) ? descendants(identity.pid) : [];
}
