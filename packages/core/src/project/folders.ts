import { existsSync, mkdirSync, statSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it. A recursive `mkdir` says ENOENT on a read-only disk; this says EROFS.
 *
 * @returns the folders that were missing, outer ones first
 */
export function makeFolders(folder: string): string[] {
  const missing: string[] = [];
  for (let path = folder; !existsSync(path); path = dirname(path)) {
    missing.unshift(path);
  }
  missing.forEach(makeOne);
  return missing;
}

function makeOne(path: string): void {
  try {
    mkdirSync(path);
  } catch (cause) {
    const isThere = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    if (!isThere) {
      throw cause;
    }
  }
}
