import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { minimalEnvironment, type Supervisor } from "@backwright/supervisor";
import { BackwrightError } from "../errors.ts";
import { type BlockResult, runBlock } from "./block.ts";
import type { Skipped } from "./frame.ts";
import { judgeOutcomes, type OutcomeResult } from "./outcome.ts";
import { latestSections, parseSteps, type StepsSection } from "./parse.ts";

export type StepsEvent =
  | { readonly type: "section-started"; readonly taskId: string }
  | { readonly type: "block-started"; readonly taskId: string; readonly title: string }
  | { readonly type: "block-line"; readonly taskId: string; readonly line: string }
  | { readonly type: "block-ended"; readonly taskId: string; readonly block: BlockResult }
  | { readonly type: "section-ended"; readonly section: SectionResult };

export interface SectionResult {
  readonly taskId: string;
  readonly line: number;
  /** The worst of its blocks and outcomes. */
  readonly result: BlockResult["result"];
  readonly blocks: readonly BlockResult[];
  readonly outcomes: readonly OutcomeResult[];
}

export interface StepsResult {
  readonly sections: readonly SectionResult[];
  /** What was cut off or holds nothing to run. */
  readonly skipped: readonly Skipped[];
}

export interface SectionOptions {
  /** The repository's root. */
  dir: string;
  supervisor: Supervisor;
  signal: AbortSignal;
  /** What the blocks get; default: the allow-list, and the caller's PORT. */
  environment?: Readonly<Record<string, string>>;
  /** For each block; default ten minutes. */
  timeoutMs?: number;
  onEvent?: (event: StepsEvent) => void;
}

export interface RunStepsOptions extends SectionOptions {
  /** Only the section of this task; default the last of each. */
  taskId?: string;
}

const tenMinutes = 600_000;

/**
 * Runs the sections of `.orchestrator/verification_steps.md`, whoever wrote them, the last of each task.
 * Throws `STEPS_MISSING` where there is no such file or section, `STEPS_UNREADABLE` where nothing in it can be run.
 */
export async function runSteps(options: RunStepsOptions): Promise<StepsResult> {
  const { taskId } = options;
  const parsed = parseSteps(readSteps(options.dir));
  const latest = latestSections(parsed.sections);
  const sections = taskId === undefined ? latest : latest.filter((section) => section.taskId === taskId);
  if (sections.length === 0) throw nothingToRun(parsed, taskId);
  const results: SectionResult[] = [];
  for (const section of sections) results.push(await runSection(section, options));
  return { sections: results, skipped: parsed.skipped };
}

/** Runs the blocks of one section in their order, each bounded in time, and says what came of each outcome. */
export async function runSection(section: StepsSection, options: SectionOptions): Promise<SectionResult> {
  const { taskId } = section;
  const emit = options.onEvent ?? (() => undefined);
  const port = process.env["PORT"];
  const environment = options.environment ?? minimalEnvironment(process.env, port === undefined ? {} : { PORT: port });
  emit({ type: "section-started", taskId });
  const blocks: BlockResult[] = [];
  for (const block of section.blocks) {
    emit({ type: "block-started", taskId, title: block.title });
    const result = await runBlock(block, {
      dir: options.dir,
      supervisor: options.supervisor,
      environment,
      signal: options.signal,
      timeoutMs: options.timeoutMs ?? tenMinutes,
      onLine: (line) => emit({ type: "block-line", taskId, line }),
    });
    blocks.push(result);
    emit({ type: "block-ended", taskId, block: result });
  }
  const outcomes = judgeOutcomes(section, blocks);
  const result = worst([...blocks, ...outcomes].map((one) => one.result));
  const sectionResult = { taskId, line: section.line, result, blocks, outcomes };
  emit({ type: "section-ended", section: sectionResult });
  return sectionResult;
}

function worst(results: readonly BlockResult["result"][]): BlockResult["result"] {
  if (results.includes("failed")) return "failed";
  return results.includes("could_not_run") || results.length === 0 ? "could_not_run" : "passed";
}

function readSteps(dir: string): Uint8Array {
  const file = join(dir, ".orchestrator", "verification_steps.md");
  if (existsSync(file)) return readFileSync(file);
  throw new BackwrightError("STEPS_MISSING", {
    message: `There is no ${file}.`,
    hint: "Run a task first, or pass the project's folder with --dir.",
  });
}

function nothingToRun(parsed: ReturnType<typeof parseSteps>, taskId: string | undefined): BackwrightError {
  const skipped = parsed.skipped.map(({ line, reason }) => `line ${line}: ${reason}`);
  if (taskId === undefined) {
    return new BackwrightError("STEPS_UNREADABLE", {
      message: ["verification_steps.md holds no section that can be run.", ...skipped].join("\n"),
      hint: "A section is a heading `## TASK-ID` with fenced bash blocks below it.",
    });
  }
  const known = latestSections(parsed.sections).map((section) => section.taskId);
  return new BackwrightError("STEPS_MISSING", {
    message: [`verification_steps.md holds no section for ${taskId}.`, ...skipped].join("\n"),
    hint: known.length > 0 ? `It holds ${known.join(", ")}.` : "Run the task first.",
  });
}
