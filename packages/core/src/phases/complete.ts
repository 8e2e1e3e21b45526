import type { Report } from "../report/schema.ts";
import { writeMarker } from "../workspace/markers.ts";
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
  const failed = report.status === "failed";
  const asDone = !failed || task.completion?.failureMarker === "done";
  const marker =
    report.status === "killed"
      ? null
      : writeMarker(context.workspace, {
          taskId: task.id,
          kind: asDone ? "done" : "failed",
          text: asDone ? "done" : `${oneLine(report.errors[0] ?? "The task was not achieved.")}\n`,
        });
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

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, " ").trim();
}
