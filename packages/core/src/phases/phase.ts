import type { Supervisor } from "@backwright/supervisor";
import type { Adapter } from "../adapter/contract.ts";
import type { AdapterCatalog } from "../adapter/discover.ts";
import type { KnownFramework } from "../adapter/known.ts";
import type { PhaseName, RunEvent } from "../events.ts";
import type { Plan } from "../plan/schema.ts";
import type { Applied } from "../project/apply.ts";
import type { ChangeSet } from "../project/change-set.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { TreeHistory } from "../project/tree.ts";
import type { BackwrightError } from "../errors.ts";
import type { Check, Report } from "../report/schema.ts";
import type { LoadedTask } from "../task/file.ts";
import type { Backend, Understanding } from "../understanding/schema.ts";
import type { Journal } from "../workspace/journal.ts";
import type { Workspace } from "../workspace/workspace.ts";

export type ImplementerName = "blueprint" | "none";

/** What stays the same for a whole run: the request, and the doors to the world. */
export interface RunContext {
  /** Absolute. */
  readonly dir: string;
  readonly task: LoadedTask;
  readonly catalog: AdapterCatalog;
  readonly adapterName: string | null;
  /** Frameworks that are recognised without an adapter. */
  readonly known: readonly KnownFramework[];
  readonly implementer: ImplementerName;
  readonly loop: string;
  readonly runId: string;
  readonly workspace: Workspace;
  readonly supervisor: Supervisor;
  readonly journal: Journal;
  /** `null` where git is not installed. */
  readonly history: TreeHistory | null;
  /** Aborted by the kill file or by the caller. */
  readonly signal: AbortSignal;
  emit(event: RunEvent): void;
}

/** What the phases have added so far; `null` is what no phase has reached yet. */
export interface RunState {
  readonly project: ProjectReader | null;
  readonly understanding: Understanding | null;
  readonly adapter: Adapter | null;
  /** `null` also for an empty folder, until the application has been made. */
  readonly backend: Backend | null;
  /** Build, lint and tests before the change. */
  readonly baseline: Promise<readonly Check[]>;
  readonly plan: Plan | null;
  /** State of the tree before the change, for `TreeHistory.changes`. */
  readonly treeBefore: string | null;
  /** What whoever merges this should know. */
  readonly notes: ChangeSet["notes"] | null;
  /** Files that the task wrote or changed, whoever implemented it. */
  readonly changed: ReadonlySet<string>;
  readonly applied: Applied | null;
  readonly checks: readonly Check[];
  readonly steps: StepsState | null;
  readonly warnings: readonly string[];
  readonly assumptions: readonly string[];
}

export interface StepsState {
  readonly section: string;
  readonly run: number;
  readonly passed: number;
}

export interface PhaseOutcome {
  readonly result: "passed" | "failed" | "skipped";
  /** One line for people. */
  readonly summary: string;
  readonly adds: Partial<RunState>;
}

/** A step from what it is given to what it adds. It touches the world only through the doors of the context. */
export interface Phase {
  readonly name: PhaseName;
  /** @throws BackwrightError where the user can do something about it */
  run(context: RunContext, state: RunState): Promise<PhaseOutcome>;
}

/** What came of the work phases. */
export interface Walk {
  readonly state: RunState;
  readonly phases: Report["phases"];
  /** Why the task was not achieved, in one line. */
  readonly failure: string | null;
  readonly error: BackwrightError | null;
  /** Thrown once report and marker are written. */
  readonly bug: Error | null;
}

export const initialState: RunState = {
  project: null,
  understanding: null,
  adapter: null,
  backend: null,
  baseline: Promise.resolve([]),
  plan: null,
  treeBefore: null,
  notes: null,
  changed: new Set(),
  applied: null,
  checks: [],
  steps: null,
  warnings: [],
  assumptions: [],
};

/** What an earlier phase must have added; its absence is a bug, not the user's doing. */
export function given<T>(value: T | null, what: string): T {
  if (value === null) {
    throw new Error(`No earlier phase has added the ${what}.`);
  }
  return value;
}
