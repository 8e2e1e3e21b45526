import { lstatSync, realpathSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { BackwrightError } from "../errors.ts";
import { diskError } from "../workspace/disk-error.ts";
import { makeFolders } from "./folders.ts";

/** Nothing stands there, not even a link that leads nowhere. */
export function isMissing(dir: string): boolean {
  try {
    return lstatSync(resolve(dir), { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/**
 * The target's real path.
 *
 * @param make whether it is made where nothing stands there
 * @throws BackwrightError `FOLDER_MISSING`, `FOLDER_READ_ONLY`, `DISK_FULL`
 */
export function targetFolder(dir: string, { make }: { readonly make: boolean }): string {
  const path = resolve(dir);
  if (isMissing(path)) {
    if (!make) {
      throw new BackwrightError("FOLDER_MISSING", {
        message: `There is no folder ${dir}.`,
        hint: "Name the repository with --dir.",
      });
    }
    makeFolder(path);
  }
  if (!isFolder(path)) {
    throw new BackwrightError("FOLDER_MISSING", {
      message: `${dir} is not a folder, nor a link to one.`,
      hint: "Name the repository with --dir.",
    });
  }
  return realpathSync(path);
}

function makeFolder(path: string): void {
  try {
    makeFolders(path);
  } catch (cause) {
    throw diskError(path, cause);
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
