import { readFileSync } from "node:fs";

/** A text file of this package, by its path from the package's root. */
export function readPackageFile(path: string): string {
  // This module lies one folder below the root both as source and in the bundle.
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}
