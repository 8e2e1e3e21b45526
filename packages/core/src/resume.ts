import { createHash } from "node:crypto";
import { findEntry } from "./adapter/select.ts";
import { BackwrightError } from "./errors.ts";
import type { PhaseName } from "./events.ts";
import { initialState } from "./phases/phase.ts";
import type { ImplementerName, RunContext, RunState } from "./phases/phase.ts";
import { measureBaseline } from "./phases/baseline.ts";
import type { Applied } from "./project/apply.ts";
import { openProject } from "./project/open.ts";
import { undoChange } from "./project/undo.ts";
import type { Check, Report } from "./report/schema.ts";
import type { Task } from "./task/schema.ts";
import type { JournalEntry } from "./workspace/journal.ts";

/** Where a run begins: with nothing, or behind the phases that a crashed run had completed. */
export interface StartingPoint {
  readonly state: RunState;
  readonly phases: Report["phases"];
  /** Phases that need not run again. */
  readonly done: ReadonlySet<PhaseName>;
}

type Phases = Report["phases"];

/** The state as JSON: what only lives in a process is named, and opened anew when a run goes on. */
interface SavedState extends Omit<RunState, "project" | "adapter" | "baseline" | "changed" | "applied"> {
  readonly adapter: string | null;
  readonly changed: readonly string[];
  readonly applied: Omit<Applied, "undo"> | null;
}

export function savedState(state: RunState): SavedState {
  const { project: _project, baseline: _baseline, adapter, changed, applied, ...rest } = state;
  return { ...rest, adapter: adapter?.name ?? null, changed: [...changed], applied };
}

/** Tells a task from another text under the same id. */
export function taskFingerprint(task: Task): string {
  return createHash("sha256").update(JSON.stringify(task)).digest("hex");
}

/** The entries of a run that neither ended nor was about to take its change back; `[]` where there is none. */
export function crashedRun(entries: readonly JournalEntry[]): readonly JournalEntry[] {
  const run = entries.slice(
    Math.max(
      0,
      entries.findLastIndex(({ event }) => event === "run-started"),
    ),
  );
  const ended = run.some(
    ({ event, phase }) => event === "undo-begins" || (event === "phase-started" && phase === "complete"),
  );
  return ended ? [] : run;
}

/** Whether a crashed run had come as far as its report, so that only the marker is missing. */
export function reportedRun(entries: readonly JournalEntry[]): boolean {
  const ended = crashedRun(entries).findLast(({ event }) => event === "phase-ended");
  return ended?.["phase"] === "report" && ended["result"] === "passed" && ended["status"] !== "killed";
}

/** An `INPUT_INVALID` where the crashed run was about something else; `null` where it can go on. */
export function otherRun(
  entries: readonly JournalEntry[],
  now: { readonly task: Task; readonly implementer: ImplementerName },
): BackwrightError | null {
  const start = crashedRun(entries)[0];
  const same = start?.["fingerprint"] === taskFingerprint(now.task) && start["implementer"] === now.implementer;
  return start === undefined || same
    ? null
    : new BackwrightError("INPUT_INVALID", {
        message: `The run that broke off was about another text of the task ${now.task.id}, or another implementer, so it cannot go on.`,
        hint: "Run the task again without --resume.",
      });
}

/** Reads a journal back to the last phase that was completed; without one a run begins with nothing. */
export async function startingPoint(entries: readonly JournalEntry[], context: RunContext): Promise<StartingPoint> {
  const run = crashedRun(entries);
  const ended = run.filter(({ event, result }) => event === "phase-ended" && result !== "failed");
  const saved = ended.at(-1)?.["state"] as SavedState | undefined;
  if (saved === undefined) {
    return { state: initialState, phases: [], done: new Set() };
  }
  const change = run.find(({ event }) => event === "change-begins");
  const treeBefore = (change?.["treeBefore"] as string | null | undefined) ?? saved.treeBefore;
  const adapter = saved.adapter === null ? null : await findEntry(context.catalog, saved.adapter).load();
  // Once the change has begun, the tree no longer tells how it was before.
  const known = change?.["baseline"] as readonly Check[] | undefined;
  const planned = saved.plan !== null && adapter !== null;
  const state: RunState = {
    ...initialState,
    ...saved,
    treeBefore,
    adapter,
    project: await openProject(context.dir),
    changed: new Set(saved.changed),
    baseline:
      known === undefined && planned
        ? measureBaseline(context, { adapter, backend: saved.backend })
        : Promise.resolve(known ?? []),
    applied: saved.applied === null ? null : await withUndo(saved.applied, { context, treeBefore }),
  };
  const done = new Set(ended.map(({ phase }) => phase as PhaseName));
  return { state, phases: ended.map(phaseRecord), done };
}

async function withUndo(
  applied: Omit<Applied, "undo">,
  { context, treeBefore }: { readonly context: RunContext; readonly treeBefore: string | null },
): Promise<Applied> {
  const { record } = applied;
  const { history } = context;
  const texts = new Map<string, string | null>();
  for (const path of [...Object.keys(record.written), ...record.derived]) {
    texts.set(path, history === null || treeBefore === null ? null : await history.read(treeBefore, path));
  }
  const known = history !== null && treeBefore !== null;
  function undo(): void {
    undoChange({ root: context.dir, record, before: (path) => texts.get(path) ?? null });
  }
  return { ...applied, undo: known ? undo : () => undefined };
}

function phaseRecord({ phase, result, durationMs }: JournalEntry): Phases[number] {
  return { name: String(phase), result: result === "skipped" ? "skipped" : "passed", duration_ms: Number(durationMs) };
}
