import { existsSync, rmSync } from "node:fs";
import { sweepStale } from "@backwright/supervisor";
import type { RunOutcome } from "./engine.ts";
import { BackwrightError } from "./errors.ts";
import type { ErrorCode } from "./errors.ts";
import { markEnd } from "./phases/complete.ts";
import { initialState } from "./phases/phase.ts";
import { buildReport } from "./report/build.ts";
import type { ReportSubject } from "./report/build.ts";
import { holdRun } from "./run.ts";
import type { HeldRun, RunTaskOptions } from "./run.ts";
import { identifyTask } from "./task/identify.ts";
import type { LoadTaskOptions } from "./task/load.ts";
import { isKillRequested } from "./workspace/markers.ts";
import { readReport, writeReport } from "./workspace/reports.ts";
import { workspaceOf } from "./workspace/workspace.ts";

export interface UnstartedEnding {
  readonly subject: ReportSubject;
  readonly error: BackwrightError;
  /** See `markEnd`. */
  readonly onlyDone: boolean;
}

/** Report and marker of a run that ended before anything was started. Gives the hold back. */
export function endUnstarted(held: HeldRun, { subject, error, onlyDone }: UnstartedEnding): RunOutcome {
  const { workspace, journal } = held;
  const now = new Date();
  const killed = error.code === "KILLED" || isKillRequested(workspace, subject.task.task.id);
  const report = buildReport(subject, initialState, {
    status: killed ? "killed" : "failed",
    startedAt: now,
    endedAt: now,
    errors: [error.message],
    phases: [],
    tracked: [],
    stillRunning: [],
    containment: null,
    changes: null,
  });
  journal.append("run-refused", { runId: subject.runId, status: report.status, reason: error.message });
  const reportFile = writeReport(workspace, subject.loop, report);
  held.release();
  const marker = markEnd(workspace, report, onlyDone);
  return { status: report.status, report, reportFile, marker, error };
}

/** The end of a run that crashed between its report and its marker. */
export async function endReported(held: HeldRun, options: RunTaskOptions): Promise<RunOutcome> {
  const { dir, workspace, journal } = held;
  const { id, completion } = options.task.task;
  await sweepStale(workspace.root);
  const report = readReport({ dir, taskId: id, loop: options.loop });
  rmSync(workspace.historyFolder(id, options.loop), { recursive: true, force: true });
  held.release();
  journal.append("phase-started", { phase: "complete", status: report.status });
  const marker = markEnd(workspace, report, completion?.failureMarker === "done");
  return { status: report.status, report, reportFile: workspace.reportFile(id, options.loop), marker, error: null };
}

/** Nothing is written for a task that does not exist, and another run's files are its own. */
const unmarked = new Set<ErrorCode>(["TASK_ID_INVALID", "TASK_MISSING", "RUN_HELD"]);

export interface RefuseRunOptions extends LoadTaskOptions, Pick<RunTaskOptions, "implementer" | "loop" | "runId"> {
  /** Why it cannot be run. */
  readonly error: BackwrightError;
}

/**
 * Tells whoever waits for a task that it cannot be run: a report and a `.failed` marker, where the folder has a workspace
 * and the task's id can be read.
 *
 * @returns `null` where nothing was written
 */
export async function refuseRun(options: RefuseRunOptions): Promise<RunOutcome | null> {
  const { error, dir, loop, runId, implementer } = options;
  const task = unmarked.has(error.code) ? null : await identifyTask(options);
  if (task === null || !existsSync(workspaceOf(dir).root)) {
    return null;
  }
  try {
    const held = holdRun({ dir, taskId: task.id, loop, runId, make: false, resume: false });
    return endUnstarted(held, {
      subject: { task: { task }, loop, runId, implementer },
      error,
      onlyDone: task.onlyDone,
    });
  } catch (cause) {
    if (cause instanceof BackwrightError) {
      return null;
    }
    throw cause;
  }
}
