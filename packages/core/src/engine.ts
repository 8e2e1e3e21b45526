import { saysApi } from "./task/schema.ts";
import { BackwrightError } from "./errors.ts";
import { knownError } from "./known-error.ts";
import { completeRun } from "./phases/complete.ts";
import { workPhases } from "./phases/index.ts";
import type { RunContext, Walk } from "./phases/phase.ts";
import { reportRun } from "./phases/report.ts";
import { otherRun, reportedRun, startingPoint } from "./resume.ts";
import type { Report } from "./report/schema.ts";
import { holdRun, openRun } from "./run.ts";
import type { HeldRun, OpenRun, RunTaskOptions } from "./run.ts";
import { endReported, endUnstarted } from "./unstarted.ts";
import { walk } from "./walk.ts";
import { isKillRequested } from "./workspace/markers.ts";

export interface RunOutcome {
  readonly status: Report["status"];
  readonly report: Report;
  readonly reportFile: string;
  /** `null` when the run was killed, or another writer had left a marker. */
  readonly marker: string | null;
  /** What stopped the run, where it was not a check. */
  readonly error: BackwrightError | null;
}

/**
 * Takes a task through all nine phases. What fails becomes a report and a `.failed` marker, a bug too, which is thrown
 * after them. Only where a marker would be wrong or cannot be written is none.
 *
 * @throws BackwrightError `RUN_HELD`, `TASK_ID_INVALID`, `WORKSPACE_UNSAFE`, `FOLDER_READ_ONLY`, `DISK_FULL`
 */
export async function runTask(options: RunTaskOptions): Promise<RunOutcome> {
  const startedAt = new Date();
  const held = holdRun({
    ...options,
    taskId: options.task.task.id,
    make: options.implementer !== "none" && saysApi(options.task.task),
    resume: options.resume === true,
  });
  try {
    const refused = refusal(held, options);
    if (refused !== null) {
      return endUnstarted(held, { subject: options, error: refused, onlyDone: knowsOnlyDone(options) });
    }
    if (reportedRun(held.earlier)) {
      return await endReported(held, options);
    }
    return await runHeld(held, options, startedAt);
  } finally {
    held.release();
  }
}

function knowsOnlyDone({ task }: RunTaskOptions): boolean {
  return task.task.completion?.failureMarker === "done";
}

/** What ends a run before anything is started. */
function refusal(
  { workspace, earlier }: HeldRun,
  { task: { task }, implementer }: RunTaskOptions,
): BackwrightError | null {
  if (isKillRequested(workspace, task.id)) {
    return new BackwrightError("KILLED", {
      message: `A kill file for ${task.id} was there before the run began, so nothing was started.`,
      hint: `Remove ${workspace.marker(task.id, "kill")} to run the task.`,
    });
  }
  return otherRun(earlier, { task, implementer });
}

async function runHeld(held: HeldRun, options: RunTaskOptions, startedAt: Date): Promise<RunOutcome> {
  let run: OpenRun;
  try {
    run = await openRun(held, options);
  } catch (cause) {
    const error = knownError(cause);
    if (error === null) {
      throw cause;
    }
    return endUnstarted(held, { subject: options, error, onlyDone: knowsOnlyDone(options) });
  }
  const { context } = run;
  try {
    context.emit({
      type: "run-started",
      taskId: context.task.task.id,
      loop: context.loop,
      runId: context.runId,
      dir: context.dir,
    });
    const walked = await walk(workPhases, context, await startingPoint(run.earlier, context));
    const ended = await endRun(run, walked, startedAt);
    if (walked.bug !== null) {
      throw walked.bug;
    }
    return { ...ended, status: ended.report.status, error: walked.error };
  } finally {
    await run.close();
  }
}

/** Report, then marker. The kill file wins until the marker stands. */
async function endRun(
  run: OpenRun,
  walked: Walk,
  startedAt: Date,
): Promise<{ report: Report; reportFile: string; marker: string | null }> {
  const { context } = run;
  const { stillRunning } = await context.supervisor.close();
  let killed = isEndedFromOutside(context);
  let reported = await reportRun(context, { ...walked, killed, startedAt, stillRunning });
  if (!killed && isEndedFromOutside(context)) {
    killed = true;
    reported = await reportRun(context, { ...walked, killed, startedAt, stillRunning });
  }
  await run.close();
  if (!killed && isEndedFromOutside(context)) {
    reported = await reportRun(context, { ...walked, killed: true, startedAt, stillRunning });
  }
  const marker = completeRun(context, reported.report);
  const { report, file: reportFile } = reported;
  context.emit({ type: "run-ended", status: report.status, reportFile, marker });
  return { report, reportFile, marker };
}

/** The supervisor's watch has ended with it, so the file itself is asked. */
function isEndedFromOutside({ signal, workspace, task }: RunContext): boolean {
  return signal.aborted || isKillRequested(workspace, task.task.id);
}
