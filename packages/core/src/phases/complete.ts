import type { Report } from "../report/schema.ts";
import { writeMarker } from "../workspace/markers.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { RunContext } from "./phase.ts";

/**
 * The marker on which an orchestrator is blocked: the last write of a run. A killed run leaves none.
 *
 * @returns its path; `null` where none was written
 */
export function completeRun(context: RunContext, report: Report): string | null {
  context.emit({ type: "phase-started", phase: "complete" });
  const { task } = context.task;
  context.journal.append("phase-started", { phase: "complete", status: report.status });
  const marker = markEnd(context.workspace, report, task.completion?.failureMarker === "done");
  const summary = marker ?? (report.status === "killed" ? "killed: no marker" : "another writer's marker stands there");
  context.emit({
    type: "phase-ended",
    phase: "complete",
    result: marker === null ? "skipped" : "passed",
    durationMs: 0,
    summary,
  });
  return marker;
}

/**
 * Writes the marker that a report calls for.
 *
 * @param onlyDone a failed task is marked as done too, because whoever waits knows no other marker
 */
export function markEnd(workspace: Workspace, report: Report, onlyDone: boolean): string | null {
  if (report.status === "killed") {
    return null;
  }
  const asDone = onlyDone || report.status === "completed";
  const reason = oneLine(report.errors[0] ?? "The task was not achieved.");
  return writeMarker(workspace, {
    taskId: report.task_id,
    kind: asDone ? "done" : "failed",
    text: asDone ? "done" : `${reason}\n`,
  });
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
