import { BackwrightError } from "./errors.ts";
import { completeRun } from "./phases/complete.ts";
import { workPhases } from "./phases/index.ts";
import type { Phase, PhaseOutcome, RunContext, RunState, Walk } from "./phases/phase.ts";
import { reportRun } from "./phases/report.ts";
import { savedState, startingPoint } from "./resume.ts";
import type { StartingPoint } from "./resume.ts";
import type { Report } from "./report/schema.ts";
import { openRun } from "./run.ts";
import type { OpenRun, RunTaskOptions } from "./run.ts";
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
  const run = await openRun(options);
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
  const marker = completeRun(context, reported.report);
  const { report, file: reportFile } = reported;
  context.emit({ type: "run-ended", status: report.status, reportFile, marker });
  return { report, reportFile, marker };
}

/** The supervisor's watch has ended with it, so the file itself is asked. */
function isEndedFromOutside({ signal, workspace, task }: RunContext): boolean {
  return signal.aborted || isKillRequested(workspace, task.task.id);
}

async function walk(phases: readonly Phase[], context: RunContext, start: StartingPoint): Promise<Walk> {
  let { state } = start;
  const records = [...start.phases];
  for (const phase of phases.filter(({ name }) => !start.done.has(name))) {
    if (context.signal.aborted) {
      return { state, phases: records, failure: "The run was ended from outside.", error: null, bug: null };
    }
    const began = performance.now();
    context.journal.append("phase-started", { phase: phase.name });
    context.emit({ type: "phase-started", phase: phase.name });
    const { outcome, error, bug } = await attempt(phase, context, state);
    const durationMs = Math.round(performance.now() - began);
    state = { ...state, ...outcome.adds };
    records.push({ name: phase.name, result: outcome.result, duration_ms: durationMs });
    context.journal.append("phase-ended", {
      phase: phase.name,
      result: outcome.result,
      summary: outcome.summary,
      durationMs,
      state: savedState(state),
    });
    context.emit({
      type: "phase-ended",
      phase: phase.name,
      result: outcome.result,
      durationMs,
      summary: outcome.summary,
    });
    if (outcome.result === "failed") {
      return { state, phases: records, failure: `${phase.name}: ${outcome.summary}`, error, bug };
    }
  }
  return { state, phases: records, failure: null, error: null, bug: null };
}

interface Attempt {
  readonly outcome: PhaseOutcome;
  readonly error: BackwrightError | null;
  readonly bug: Error | null;
}

/** Runs one phase until it ends or the run is ended from outside. */
async function attempt(phase: Phase, context: RunContext, state: RunState): Promise<Attempt> {
  const ended = Promise.withResolvers<never>();
  const onAbort = (): void => ended.reject(context.signal.reason);
  context.signal.addEventListener("abort", onAbort, { once: true });
  try {
    return { outcome: await Promise.race([phase.run(context, state), ended.promise]), error: null, bug: null };
  } catch (cause) {
    if (context.signal.aborted) {
      return failure("ended from outside", { error: cause instanceof BackwrightError ? cause : null, bug: null });
    }
    if (cause instanceof BackwrightError) {
      return failure(cause.message, { error: cause, bug: null });
    }
    const bug = cause instanceof Error ? cause : new Error(String(cause));
    context.journal.append("bug", { phase: phase.name, stack: bug.stack ?? null });
    return failure(`a bug in Backwright: ${bug.message}`, { error: null, bug });
  } finally {
    context.signal.removeEventListener("abort", onAbort);
  }
}

function failure(summary: string, found: Omit<Attempt, "outcome">): Attempt {
  return { outcome: { result: "failed", summary, adds: {} }, ...found };
}
