import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { randomUUID } from "node:crypto";
import { makeFolders } from "../project/folders.ts";
import { diskError } from "./disk-error.ts";

/** Files under these names only live between two steps of a write. */
export const temporaryName: RegExp = /^\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

/** Writes a whole file so that after a crash either the old or the new one stands there. */
export function replaceDurably(path: string, text: string): void {
  throughTemporary(path, text, (temporary) => renameSync(temporary, path));
}

/**
 * Makes a whole file appear at once, and only where there is none.
 *
 * @returns false when another writer was first; its file is left as it is.
 */
export function createDurably(path: string, text: string): boolean {
  let created = true;
  throughTemporary(path, text, (temporary) => {
    try {
      linkSync(temporary, path);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST") {
        throw cause;
      }
      created = false;
    }
  });
  return created;
}

/**
 * Appends in one write, so that lines of several writers never mix, and syncs unless told otherwise. Of what a full disk
 * cut off nothing stays.
 */
export function appendDurably(path: string, text: string, { sync = true }: { readonly sync?: boolean } = {}): void {
  guarded(path, () => {
    const made = makeFolders(dirname(path));
    const isNew = made.length > 0 || !existsSync(path);
    const file = openSync(path, "a");
    const { size } = fstatSync(file);
    try {
      writeWhole(file, text);
      if (sync) {
        fsyncSync(file);
      }
    } catch (cause) {
      takeBack(file, { size, bytes: Buffer.byteLength(text) });
      throw cause;
    } finally {
      closeSync(file);
    }
    if (isNew) {
      syncFolder(dirname(path));
    }
  });
}

/** Only as long as nobody else has appended behind it. */
function takeBack(file: number, { size, bytes }: { readonly size: number; readonly bytes: number }): void {
  const now = fstatSync(file).size;
  if (now > size && now < size + bytes) {
    ftruncateSync(file, size);
  }
}

/** Removes a file and makes that last; does nothing where there is none. */
export function removeDurably(path: string): void {
  guarded(path, () => {
    rmSync(path, { force: true });
    syncFolder(dirname(path));
  });
}

function throughTemporary(path: string, text: string, place: (temporary: string) => void): void {
  guarded(path, () => {
    const folder = dirname(path);
    makeFolders(folder);
    const temporary = join(folder, `.${randomUUID()}.tmp`);
    try {
      const file = openSync(temporary, "wx");
      try {
        writeWhole(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      place(temporary);
    } finally {
      discard(temporary);
    }
    syncFolder(folder);
  });
}

/** One that a failing disk keeps is taken away by a later run; what was placed stands whole all the same. */
function discard(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause)) {
      throw cause;
    }
  }
}

function writeWhole(file: number, text: string): void {
  const bytes = Buffer.from(text);
  const written = writeSync(file, bytes);
  if (written !== bytes.length) {
    throw Object.assign(new Error(`Only ${written} of ${bytes.length} bytes could be written.`), { code: "ENOSPC" });
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

function guarded(path: string, action: () => void): void {
  try {
    action();
  } catch (cause) {
    throw diskError(path, cause);
  }
}
