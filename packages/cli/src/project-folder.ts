import { statSync } from "node:fs";
import { join } from "node:path";
import { BackwrightError } from "@backwright/core";

/** The folder that is shared with the orchestrator. */
export function workspaceOf(dir: string): string {
  return join(dir, ".orchestrator");
}

/** Throws `FOLDER_MISSING` unless `dir` is a folder. */
export function requireFolder(dir: string): void {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new BackwrightError("FOLDER_MISSING", {
    message: `There is no folder ${dir}.`,
    hint: "Name the project's folder with --dir FOLDER.",
  });
}
