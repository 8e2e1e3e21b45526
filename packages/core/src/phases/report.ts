import type { ProcessReport } from "@backwright/supervisor";
import { buildReport } from "../report/build.ts";
import type { Report } from "../report/schema.ts";
import type { Applied } from "../project/apply.ts";
import { forgetChange } from "../project/manifest.ts";
import type { TreeChanges } from "../project/tree.ts";
import { writeReport } from "../workspace/reports.ts";
import type { RunContext, Walk } from "./phase.ts";

export interface ReportInput extends Walk {
  readonly killed: boolean;
  readonly startedAt: Date;
  readonly stillRunning: readonly ProcessReport[];
}

/**
 * Writes what was observed, durably. A process that could not be ended makes the task a failed one. A run that was
 * killed, or broken off by an error, leaves the project's files as they were; code that failed its checks stays.
 */
export async function reportRun(context: RunContext, input: ReportInput): Promise<{ report: Report; file: string }> {
  const began = performance.now();
  const undone = input.killed || input.error !== null || input.bug !== null;
  if (undone && input.state.applied !== null) {
    takeBack(context, input.state.applied);
  }
  context.journal.append("phase-started", { phase: "report" });
  context.emit({ type: "phase-started", phase: "report" });
  const left = input.stillRunning.map(({ name, pid }) => `${name} (process ${pid}) could not be ended.`);
  const status = input.killed ? "killed" : input.failure !== null || left.length > 0 ? "failed" : "completed";
  const changes = undone ? null : await treeChanges(context, input);
  const durationMs = Math.round(performance.now() - began);
  const report = buildReport(context, undone ? { ...input.state, applied: null } : input.state, {
    status,
    startedAt: input.startedAt,
    endedAt: new Date(),
    errors: [...(input.failure === null ? [] : [input.failure]), ...left],
    phases: [...input.phases, { name: "report", result: "passed", duration_ms: durationMs }],
    tracked: context.supervisor.tracked(),
    stillRunning: input.stillRunning,
    containment: context.supervisor.containment,
    changes,
  });
  const file = writeReport(context.workspace, context.loop, report);
  context.journal.append("phase-ended", { phase: "report", result: "passed", status, file });
  context.emit({ type: "phase-ended", phase: "report", result: "passed", durationMs, summary: file });
  return { report, file };
}

/** A run that is resumed must not count on a change that was taken back, so this is journalled first. */
function takeBack({ journal, workspace }: RunContext, { undo, record }: Applied): void {
  try {
    journal.append("undo-begins");
  } finally {
    undo();
    forgetChange(workspace.manifestFile, record.manifestBefore);
  }
}

async function treeChanges({ history }: RunContext, { state }: ReportInput): Promise<TreeChanges | null> {
  if (history === null || state.treeBefore === null) {
    return null;
  }
  const now = await history.snapshot();
  return now === null ? null : history.changes(state.treeBefore, now);
}
