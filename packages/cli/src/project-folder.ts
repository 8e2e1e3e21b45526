import { statSync } from "node:fs";
import { join } from "node:path";

/** The folder that is shared with the orchestrator. */
export function workspaceOf(dir: string): string {
  return join(dir, ".orchestrator");
}

/** Rejects with `FOLDER_MISSING` unless `dir` is a folder. */
export async function requireFolder(dir: string): Promise<void> {
  if (statSync(dir, { throwIfNoEntry: false })?.isDirectory() === true) return;
  const { BackwrightError } = await import("@backwright/core");
  throw new BackwrightError("FOLDER_MISSING", {
    message: `There is no folder ${dir}.`,
    hint: "Name the project's folder with --dir FOLDER.",
  });
}
