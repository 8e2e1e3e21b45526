import { existsSync, lstatSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { sha256 } from "./manifest.ts";

/** What an applied change set did, as plain data: enough to undo it, in this process or in a later one. */
export interface ChangeRecord {
  /** Hash of what was written, by path. */
  readonly written: Readonly<Record<string, string>>;
  /** Folders that were made, outer ones first. */
  readonly folders: readonly string[];
  /** Files that commands rewrite, put back whatever stands in them. */
  readonly derived: readonly string[];
}

export interface UndoOptions {
  readonly root: string;
  readonly record: ChangeRecord;
  /** What stood there; `null` where nothing did. */
  before(path: string): string | null;
}

/** Puts back what stood there, but not over what somebody wrote since. Safe to call twice. */
export function undoChange({ root, record, before }: UndoOptions): void {
  for (const path of record.derived) {
    putBack(join(root, path), before(path));
  }
  for (const [path, hash] of Object.entries(record.written)) {
    const file = join(root, path);
    if (existsSync(file) && sha256(readFileSync(file, "utf8")) === hash) {
      putBack(file, before(path));
    }
  }
  for (const folder of record.folders.toReversed()) {
    removeIfEmpty(join(root, folder));
  }
}

/** Replaces a file as a whole and keeps its mode. */
export function writeWhole(file: string, content: string): void {
  const mode = existsSync(file) ? lstatSync(file).mode : undefined;
  const temporary = `${file}.backwright-tmp`;
  try {
    writeFileSync(temporary, content, { flush: true, ...(mode === undefined ? {} : { mode }) });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function putBack(file: string, content: string | null): void {
  if (content === null) {
    rmSync(file, { force: true });
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== content) {
    writeWhole(file, content);
  }
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's file stands in it.
  }
}
