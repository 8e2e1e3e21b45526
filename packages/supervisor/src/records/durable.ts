import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, linkSync, openSync, renameSync, unlinkSync, writeSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Replaces a file so that, after any crash, the old or the new text is there whole. */
export function writeDurably(path: string, text: string): void {
  const temporary = writeTemporary(path, text);
  try {
    renameSync(temporary, path);
  } catch (error) {
    discard(temporary);
    throw error;
  }
  syncFolder(dirname(path));
}

/** Creates a file whole; returns false when one is already there, which stays as it is. */
export function createDurably(path: string, text: string): boolean {
  const temporary = writeTemporary(path, text);
  try {
    linkSync(temporary, path);
    syncFolder(dirname(path));
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") {
      return false;
    }
    throw error;
  } finally {
    discard(temporary);
  }
}

/** Removes a file; one that is not there is fine. */
export function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) {
      throw error;
    }
  }
}

/** For what a failing disk may leave undone, because a later sweep does it. */
export function ignoringDisk(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) {
      throw error;
    }
  }
}

function writeTemporary(path: string, text: string): string {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  const file = openSync(temporary, "wx", 0o600);
  try {
    writeWhole(file, text);
    fsyncSync(file);
    return temporary;
  } catch (error) {
    discard(temporary);
    throw error;
  } finally {
    closeSync(file);
  }
}

/** One that a failing disk keeps is taken away by a later sweep. */
function discard(temporary: string): void {
  ignoringDisk(() => unlinkSync(temporary));
}

/** A disk that is nearly full takes a part of the text without an error. */
function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  const written = writeSync(file, bytes);
  if (written < bytes.length) {
    const message = `ENOSPC: only ${written} of ${bytes.length} bytes could be written`;
    throw Object.assign(new Error(message), { code: "ENOSPC" });
  }
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
