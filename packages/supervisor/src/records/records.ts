import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { isAlive, isComparable } from "../system/identity.ts";
import type { ProcessRecord } from "../types.ts";
import { createDurably, removeFile, writeDurably } from "./durable.ts";
import type { WorkspacePaths } from "./paths.ts";

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

/** `null` when there is none, or when it is not one of ours. */
export function readRecord(paths: WorkspacePaths, name: string): ProcessRecord | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(recordPath(paths, name), "utf8"));
  } catch {
    return null;
  }
  return isRecord(parsed) && parsed.name === name ? parsed : null;
}

/** Names of all record files, readable or not. */
export function recordNames(paths: WorkspacePaths): string[] {
  try {
    return readdirSync(paths.records)
      .filter((file) => file.endsWith(".json") && !file.startsWith("."))
      .map((file) => file.slice(0, -".json".length))
      .sort();
  } catch {
    return [];
  }
}

/** Whether the supervisor that wrote it still watches. */
export function isSupervised(record: ProcessRecord): boolean {
  return isComparable(record) && isAlive(record.supervisor);
}

function serialise(record: ProcessRecord): string {
  return `${JSON.stringify(record)}\n`;
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
    (record.process === null || isIdentity(record.process)) &&
    (record.cgroup === null || typeof record.cgroup === "string") &&
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
