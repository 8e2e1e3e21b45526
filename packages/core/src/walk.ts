import { setTimeout } from "node:timers/promises";
import type { BackwrightError } from "./errors.ts";
import { knownError } from "./known-error.ts";
import type { Phase, PhaseOutcome, RunContext, RunState, Walk } from "./phases/phase.ts";
import { savedState } from "./resume.ts";
import type { StartingPoint } from "./resume.ts";

/** An orchestrator that kills waits; a person at a terminal does not mind. */
const longestUnwindMs = { killed: 100, interrupted: 2_000 } as const;

/** Runs the phases in their order, each with what those before it added, until one fails or the run is ended. */
export async function walk(phases: readonly Phase[], context: RunContext, start: StartingPoint): Promise<Walk> {
  let { state } = start;
  const records = [...start.phases];
  for (const phase of phases.filter(({ name }) => !start.done.has(name))) {
    if (context.signal.aborted) {
      return { state, phases: records, failure: "The run was ended from outside.", error: null, bug: null };
    }
    const began = performance.now();
    context.emit({ type: "phase-started", phase: phase.name });
    const tried = await attempt(phase, context, state);
    const durationMs = Math.round(performance.now() - began);
    state = { ...state, ...tried.outcome.adds };
    const { outcome, error, bug } = journalled(tried, { phase, state, durationMs, context });
    records.push({ name: phase.name, result: outcome.result, duration_ms: durationMs });
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
  const { signal, journal } = context;
  const ended = Promise.withResolvers<never>();
  function onAbort(): void {
    ended.reject(signal.reason);
  }
  signal.addEventListener("abort", onAbort, { once: true });
  let work: Promise<PhaseOutcome> | null = null;
  try {
    journal.append("phase-started", { phase: phase.name });
    work = phase.run(context, state);
    return { outcome: await Promise.race([work, ended.promise]), error: null, bug: null };
  } catch (cause) {
    const error = knownError(cause);
    if (signal.aborted) {
      await unwound(work, context);
      return failure("ended from outside", { error, bug: null });
    }
    if (error !== null) {
      return failure(error.message, { error, bug: null });
    }
    const bug = cause instanceof Error ? cause : new Error(String(cause));
    journal.append("bug", { phase: phase.name, stack: bug.stack ?? null });
    return failure(`a bug in Backwright: ${bug.message}`, { error: null, bug });
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Once nothing of it runs any more, a phase still takes its temporary folders back. */
async function unwound(work: Promise<unknown> | null, { supervisor, signal }: RunContext): Promise<void> {
  await supervisor.close();
  const limitMs = longestUnwindMs[knownError(signal.reason)?.code === "KILLED" ? "killed" : "interrupted"];
  await Promise.race([work?.catch(() => undefined), setTimeout(limitMs, undefined, { ref: false })]);
}

/** A phase whose end cannot be written down has failed. */
function journalled(
  tried: Attempt,
  run: {
    readonly phase: Phase;
    readonly state: RunState;
    readonly durationMs: number;
    readonly context: RunContext;
  },
): Attempt {
  const { result, summary } = tried.outcome;
  const { durationMs } = run;
  try {
    const state = savedState(run.state);
    run.context.journal.append("phase-ended", { phase: run.phase.name, result, summary, durationMs, state });
    return tried;
  } catch (cause) {
    const error = knownError(cause);
    if (error === null) {
      throw cause;
    }
    return tried.error !== null || tried.bug !== null ? tried : failure(error.message, { error, bug: null });
  }
}

function failure(summary: string, found: Omit<Attempt, "outcome">): Attempt {
  return { outcome: { result: "failed", summary, adds: {} }, ...found };
}
