import { randomBytes } from "node:crypto";
import { linkSync, readdirSync, readFileSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";

import { isAlive, isComparable } from "../system/identity.ts";
import type { ProcessRecord } from "../types.ts";
import { createDurably, removeFile, writeDurably } from "./durable.ts";
import type { WorkspacePaths } from "./paths.ts";

const longestWriteMs = 60_000;

export function recordPath(paths: WorkspacePaths, name: string): string {
  return join(paths.records, `${name}.json`);
}

/** Returns false when another record holds the name. */
export function createRecord(paths: WorkspacePaths, record: ProcessRecord): boolean {
  return createDurably(recordPath(paths, record.name), serialise(record));
}

export function replaceRecord(paths: WorkspacePaths, record: ProcessRecord): void {
  writeDurably(recordPath(paths, record.name), serialise(record));
}

export function removeRecord(paths: WorkspacePaths, name: string): void {
  removeFile(recordPath(paths, name));
}

/**
 * Removes a record that was found stale, but not one that a living supervisor has put in its place in the meantime: takes
 * it away first, and looks what it has taken.
 */
export function removeStaleRecord(paths: WorkspacePaths, name: string): void {
  const taken = join(paths.records, `.${name}.${randomBytes(6).toString("hex")}.stale`);
  try {
    renameSync(recordPath(paths, name), taken);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") {
      return;
    }
    throw error;
  }
  const record = parseRecord(readFileSync(taken, "utf8"));
  if (record !== null && isSupervised(record)) {
    linkSync(taken, recordPath(paths, name));
  }
  removeFile(taken);
}

/** `null` when there is none, or when it is not one of ours. */
export function readRecord(paths: WorkspacePaths, name: string): ProcessRecord | null {
  let text: string;
  try {
    text = readFileSync(recordPath(paths, name), "utf8");
  } catch {
    return null;
  }
  const record = parseRecord(text);
  return record?.name === name ? record : null;
}

/** Names of all record files, readable or not. */
export function recordNames(paths: WorkspacePaths): string[] {
  return listFolder(paths.records)
    .filter((file) => file.endsWith(".json") && !file.startsWith("."))
    .map((file) => file.slice(0, -".json".length))
    .sort();
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Removes what a crash left between two steps of a write: files that only live for a moment, and are older. */
export function removeLeftovers(paths: WorkspacePaths): void {
  for (const name of listFolder(paths.records)) {
    const path = join(paths.records, name);
    const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY);
    if (/^\..*\.(?:tmp|stale)$/.test(name) && age > longestWriteMs) {
      removeFile(path);
    }
  }
}

/** Whether the supervisor that wrote it still watches. */
export function isSupervised(record: ProcessRecord): boolean {
  return isComparable(record) && isAlive(record.supervisor);
}

function serialise(record: ProcessRecord): string {
  return `${JSON.stringify(record)}\n`;
}

function parseRecord(text: string): ProcessRecord | null {
  try {
    const parsed: unknown = JSON.parse(text);
    return isRecord(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is ProcessRecord {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const record = value as Partial<Record<keyof ProcessRecord, unknown>>;
  return (
    typeof record.name === "string" &&
    typeof record.bootId === "string" &&
    typeof record.pidNamespace === "string" &&
    isIdentity(record.supervisor) &&
    (record.holder === null || isIdentity(record.holder)) &&
    (record.guard === null || isIdentity(record.guard)) &&
    (record.process === null || isIdentity(record.process)) &&
    (record.cgroup === null || typeof record.cgroup === "string") &&
    (record.marker === null || (typeof record.marker === "string" && /^[0-9a-f]{16}$/.test(record.marker))) &&
    Array.isArray(record.ledger) &&
    record.ledger.every(isIdentity)
  );
}

function isIdentity(value: unknown): boolean {
  if (typeof value !== "object" || value === null || !("pid" in value) || !("start" in value)) {
    return false;
  }
  return Number.isSafeInteger(value.pid) && Number(value.pid) > 1 && typeof value.start === "string";
}
