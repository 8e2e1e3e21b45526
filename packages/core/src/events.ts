import type { Check, Report } from "./report/schema.ts";

/** The phases in their order; the word is file name, CLI word and log label at once. */
export const phaseNames = [
  "understand",
  "plan",
  "implement",
  "validate",
  "test",
  "verify",
  "steps",
  "report",
  "complete",
] as const;
export type PhaseName = (typeof phaseNames)[number];

/** What a run tells while it goes on. Times are milliseconds. */
export type RunEvent =
  | {
      readonly type: "run-started";
      readonly taskId: string;
      readonly loop: string;
      readonly runId: string;
      readonly dir: string;
    }
  | { readonly type: "phase-started"; readonly phase: PhaseName }
  | {
      readonly type: "phase-ended";
      readonly phase: PhaseName;
      readonly result: "passed" | "failed" | "skipped";
      readonly durationMs: number;
      readonly summary: string;
    }
  /** Something under way inside a phase: a command that began, a server that became ready. */
  | { readonly type: "progress"; readonly phase: PhaseName; readonly text: string }
  | { readonly type: "check"; readonly phase: PhaseName; readonly check: Check }
  | { readonly type: "warning"; readonly text: string }
  | {
      readonly type: "run-ended";
      readonly status: Report["status"];
      readonly reportFile: string | null;
      readonly marker: string | null;
    };

export type RunListener = (event: RunEvent) => void;
