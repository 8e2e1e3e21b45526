import { existsSync, lstatSync, readFileSync, renameSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BackwrightError } from "../errors.ts";
import { diskError } from "../workspace/disk-error.ts";
import { sha256 } from "./manifest.ts";
import type { ManifestBefore } from "./manifest.ts";

/** What an applied change set did, as plain data: enough to undo it, in this process or in a later one. */
export interface ChangeRecord {
  /** Hash of what was written, by path, or of what a command of the run has made of it. */
  readonly written: Record<string, string>;
  /** Folders that were made, outer ones first. */
  readonly folders: readonly string[];
  /** Files that commands rewrite, put back whatever stands in them. */
  readonly derived: readonly string[];
  readonly manifestBefore: ManifestBefore;
}

export interface UndoOptions {
  readonly root: string;
  readonly record: ChangeRecord;
  /** What stood there; `null` where nothing did. */
  before(path: string): string | null;
}

/**
 * Puts back what stood there, but not over what somebody wrote since. Safe to call twice. What is removed goes first, as
 * a full disk may need that room.
 *
 * @throws BackwrightError `DISK_FULL`, `FOLDER_READ_ONLY` naming what could not be put back; all else was
 */
export function undoChange({ root, record, before }: UndoOptions): void {
  const ours = Object.entries(record.written).filter(([path, hash]) => {
    const file = join(root, path);
    return existsSync(file) && sha256(readFileSync(file, "utf8")) === hash;
  });
  const paths = [...record.derived, ...ours.map(([path]) => path)];
  const failures = paths
    .toSorted((a, b) => Number(before(a) !== null) - Number(before(b) !== null))
    .flatMap((path) => failureOf(path, () => putBack(join(root, path), before(path))));
  for (const folder of record.folders.toReversed()) {
    removeIfEmpty(join(root, folder));
  }
  if (failures[0] !== undefined) {
    throw notPutBack(failures, failures[0].cause);
  }
}

interface Failure {
  readonly path: string;
  readonly cause: unknown;
}

function failureOf(path: string, action: () => void): Failure[] {
  try {
    action();
    return [];
  } catch (cause) {
    return [{ path, cause }];
  }
}

function notPutBack(failures: readonly Failure[], first: unknown): unknown {
  const paths = failures.map(({ path }) => path).join(", ");
  const error = diskError(paths, first);
  return error instanceof BackwrightError
    ? new BackwrightError(error.code, {
        message: `The change was to be undone, but these files still hold it: ${paths}.`,
        hint: `Once the folder can be written to again, put them back: git checkout -- ${paths.replaceAll(",", "")}`,
        cause: first,
      })
    : first;
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
