import { existsSync, readFileSync } from "node:fs";
import { BackwrightError } from "../errors.ts";
import { checkTaskId } from "../task/check.ts";
import { createDurably, removeDurably } from "./durable.ts";
import type { Journal } from "./journal.ts";
import { workspaceOf } from "./workspace.ts";
import type { Workspace } from "./workspace.ts";

/** A kill file that is already there stops a run before it starts anything. */
export function isKillRequested(workspace: Workspace, taskId: string): boolean {
  return existsSync(workspace.marker(taskId, "kill"));
}

/** Removes markers of an earlier loop, after they have been read into the journal. */
export function clearStaleMarkers(workspace: Workspace, taskId: string, journal: Journal): void {
  for (const kind of ["done", "failed"] as const) {
    const file = workspace.marker(taskId, kind);
    if (existsSync(file)) {
      journal.append("stale-marker", { kind, text: readFileSync(file, "utf8").slice(0, 1000) });
      removeDurably(file);
    }
  }
}

export interface MarkerOptions {
  readonly taskId: string;
  readonly kind: "done" | "failed";
  /** `done`, or the reason in one line. */
  readonly text: string;
}

/**
 * The last write of a run: whole at once, and never over another writer's marker.
 *
 * @returns the marker's path; `null` when a marker of this task stood there already.
 */
export function writeMarker(workspace: Workspace, options: MarkerOptions): string | null {
  const { taskId, kind, text } = options;
  const other = workspace.marker(taskId, kind === "done" ? "failed" : "done");
  const file = workspace.marker(taskId, kind);
  return !existsSync(other) && createDurably(file, text) ? file : null;
}

/**
 * Asks the runs of a task to end.
 *
 * @returns the path of the kill file
 * @throws BackwrightError `FOLDER_MISSING` where nothing can run, `TASK_ID_INVALID`
 */
export function requestKill({ dir, taskId }: { readonly dir: string; readonly taskId: string }): string {
  checkTaskId(taskId);
  const workspace = workspaceOf(dir);
  if (!existsSync(workspace.root)) {
    throw new BackwrightError("FOLDER_MISSING", {
      message: `There is no .orchestrator folder in ${dir}, so no task runs there.`,
      hint: "Name the repository with --dir.",
    });
  }
  const file = workspace.marker(taskId, "kill");
  createDurably(file, `${new Date().toISOString()}\n`);
  return file;
}
