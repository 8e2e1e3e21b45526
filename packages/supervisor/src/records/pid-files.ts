import { closeSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import { removeFile } from "./durable.ts";
import type { WorkspacePaths } from "./paths.ts";

export interface PidFile {
  name: string;
  pid: number;
  writtenAt: number;
}

export function pidFilePath(paths: WorkspacePaths, name: string): string {
  return join(paths.pids, `${name}.pid`);
}

/** `null` when there is none, or when it does not hold one positive decimal id above 1. */
export function readPidFile(paths: WorkspacePaths, name: string): PidFile | null {
  const path = pidFilePath(paths, name);
  try {
    const text = readFileSync(path, "utf8").trim();
    const pid = /^\d{1,10}$/.test(text) ? Number(text) : 0;
    return pid > 1 ? { name, pid, writtenAt: statSync(path).mtimeMs } : null;
  } catch {
    return null;
  }
}

export function listPidFiles(paths: WorkspacePaths): PidFile[] {
  let files: string[];
  try {
    files = readdirSync(paths.pids);
  } catch {
    return [];
  }
  return files
    .filter((file) => file.endsWith(".pid"))
    .sort()
    .flatMap((file) => readPidFile(paths, file.slice(0, -".pid".length)) ?? []);
}

export function writePidFile(paths: WorkspacePaths, name: string, pid: number): void {
  writeFileSync(pidFilePath(paths, name), `${pid}\n`);
}

/** Removes the file only while it still names this process: another writer may have taken the name. */
export function removePidFile(paths: WorkspacePaths, name: string, pid: number): void {
  if (readPidFile(paths, name)?.pid === pid) {
    removeFile(pidFilePath(paths, name));
  }
}

/** One line, in one write, so that lines of several writers never mix. */
export function appendManifest(
  paths: WorkspacePaths,
  entry: { time: Date; name: string; pid: number; command: string },
): void {
  const file = openSync(paths.manifest, "a");
  try {
    writeSync(file, `${isoWithOffset(entry.time)} | ${entry.name} | ${entry.pid} | ${entry.command}\n`);
  } finally {
    closeSync(file);
  }
}

/** ISO 8601 with the local offset, e.g. `2026-11-23T10:30:00.000+00:00`. */
export function isoWithOffset(time: Date): string {
  const offset = -time.getTimezoneOffset();
  const local = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const size = Math.abs(offset);
  return `${local}${offset < 0 ? "-" : "+"}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
