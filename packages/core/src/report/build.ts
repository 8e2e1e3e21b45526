import type { ContainmentReport, ProcessReport } from "@backwright/supervisor";
import { blocks } from "../checks/quality.ts";
import type { ImplementerName, RunState } from "../phases/phase.ts";
import { schemaId } from "../json-schemas.ts";
import type { TreeChanges } from "../project/tree.ts";
import { plannedOperations } from "../plan/planned.ts";
import type { Task } from "../task/schema.ts";
import { judgeCriterion } from "./criteria.ts";
import type { Check, Report } from "./schema.ts";

/** What the engine knows beside the state of the phases. */
export interface Ending {
  readonly status: Report["status"];
  readonly startedAt: Date;
  readonly endedAt: Date;
  readonly errors: readonly string[];
  readonly phases: Report["phases"];
  /** Everything that was started, in order. */
  readonly tracked: readonly ProcessReport[];
  readonly stillRunning: readonly ProcessReport[];
  /** `null` where nothing was started. */
  readonly containment: ContainmentReport | null;
  /** `null` where git could not tell. */
  readonly changes: TreeChanges | null;
}

/** What a report says of the run that is not observed. */
export interface ReportSubject {
  readonly task: {
    readonly task: Pick<Task, "id" | "objective" | "acceptanceCriteria" | "complexity">;
  };
  readonly loop: string;
  readonly runId: string;
  readonly implementer: ImplementerName;
}

/** Only what was observed: files from the working tree itself, verdicts from the checks. */
export function buildReport(subject: ReportSubject, state: RunState, ending: Ending): Report {
  const { task } = subject.task;
  const seconds = (ending.endedAt.getTime() - ending.startedAt.getTime()) / 1000;
  const details = (task.acceptanceCriteria ?? []).map((criterion) => judgeCriterion(criterion, state));
  const notRun = state.checks
    .filter(({ result }) => result === "could_not_run")
    .map(({ id, detail }) => `${id} could not run: ${detail}`);
  const baseline = state.checks
    .filter(({ baseline: old }) => old)
    .map(({ id }) => `${id} failed before the change too, so it does not count against it.`);
  return {
    $schema: schemaId("report"),
    task_id: task.id,
    loop_number: Number.parseInt(subject.loop, 10),
    run_id: subject.runId,
    timestamp: ending.endedAt.toISOString(),
    category: "backend",
    agent: "backend",
    model: null,
    status: ending.status,
    objective: task.objective,
    complexity: { assigned: task.complexity ?? null, actual: actualComplexity(state) },
    duration: {
      start_time: ending.startedAt.toISOString(),
      end_time: ending.endedAt.toISOString(),
      total_minutes: Math.round((seconds / 60) * 100) / 100,
      total_seconds: Math.round(seconds * 1000) / 1000,
    },
    files: files(state, ending.changes),
    quality: {
      build_passed: verdict(state.checks, (id) => id === "build"),
      lint_passed: verdict(state.checks, (id) => id === "lint"),
      tests_passed: verdict(state.checks, (id) => id === "tests"),
      security_passed: verdict(state.checks, (id) => id.startsWith("security:")),
    },
    acceptance_criteria: { total: details.length, met: details.filter(({ met }) => met === true).length, details },
    errors: [...ending.errors],
    warnings: [...state.warnings, ...notRun, ...baseline],
    workarounds: [],
    assumptions: [...state.assumptions],
    technical_debt: [...(state.notes?.technicalDebt ?? [])],
    future_work: [...(state.notes?.futureWork ?? [])],
    spawned_processes: {
      tracked: ending.tracked.map((entry) => ({ ...entry })),
      still_running: ending.stillRunning.map((entry) => ({ ...entry })),
      cleanup_attempted: true,
    },
    verification: {
      steps_file: state.steps === null ? null : ".orchestrator/verification_steps.md",
      section: state.steps?.section ?? null,
      steps_run: state.steps?.run ?? 0,
      steps_passed: state.steps?.passed ?? 0,
    },
    implementer: subject.implementer,
    stack: stack(state),
    containment:
      ending.containment === null ? null : { tier: ending.containment.tier, reasons: [...ending.containment.reasons] },
    conflicts: (state.applied?.conflicts ?? []).map((conflict) => ({ ...conflict })),
    checks: [...state.checks],
    phases: ending.phases,
  };
}

/** A check that did not run is never `true`; several must all pass. */
function verdict(checks: readonly Check[], belongs: (id: string) => boolean): boolean | "not_run" {
  const seen = checks.filter(({ id, result }) => belongs(id) && result !== "could_not_run");
  return seen.length === 0 ? "not_run" : !seen.some(blocks);
}

function files({ applied }: RunState, changes: TreeChanges | null): Report["files"] {
  return {
    created: [...(changes?.created ?? applied?.created ?? [])],
    modified: [...(changes?.modified ?? applied?.modified ?? [])],
    deleted: [...(changes?.deleted ?? [])],
    lines_added: changes?.linesAdded ?? 0,
    lines_removed: changes?.linesRemoved ?? 0,
  };
}

/** By the number of operations, the one measure that is the same for every stack. */
function actualComplexity({ plan }: RunState): string | null {
  if (plan === null) {
    return null;
  }
  const { length } = plannedOperations(plan);
  return length <= 5 ? "easy" : length <= 15 ? "normal" : "complex";
}

function stack({ backend, adapter }: RunState): Report["stack"] {
  return adapter === null || backend === null
    ? null
    : { adapter: adapter.name, framework: backend.framework.name, version: backend.framework.version };
}
