import type { BlockResult } from "./block.ts";
import { reportsItself } from "./block.ts";
import type { StepsSection } from "./parse.ts";

export interface OutcomeResult {
  readonly text: string;
  readonly result: BlockResult["result"];
  readonly detail: string;
}

/** Says of each expected outcome what the blocks have shown. One that nothing has looked at could not be run. */
export function judgeOutcomes(section: StepsSection, blocks: readonly BlockResult[]): OutcomeResult[] {
  const reported = readReports(blocks);
  return section.outcomes.map((text) => ({ text, ...judge(text, { section, blocks, reported }) }));
}

function isBuild(title: string): boolean {
  return /build/i.test(title);
}

interface Evidence {
  section: StepsSection;
  blocks: readonly BlockResult[];
  /** Lines that a block printed about an operation, by its id. */
  reported: ReadonlyMap<string, readonly string[]>;
}

function judge(text: string, { section, blocks, reported }: Evidence): Omit<OutcomeResult, "text"> {
  if (/\b(build|compil)/i.test(text)) {
    return byBlock(
      blocks.filter(({ title }) => isBuild(title)),
      "no block builds",
    );
  }
  const running = blocks.filter(({ title }) => !isBuild(title));
  const about = reported.get(/^server (starts|is running|remains)/i.test(text) ? "server" : operationOf(text));
  if (about !== undefined) return byReports(about);
  if (running.some(({ output }) => reportsItself(output))) {
    return { result: "could_not_run", detail: "the block ended before it came to this" };
  }
  const verdict = byBlock(running, "no block runs the application");
  const programs = section.blocks.filter(({ title }) => !isBuild(title)).map(({ program }) => program);
  if (verdict.result !== "passed" || programs.some(canFail)) return verdict;
  return { result: "could_not_run", detail: "the block ends with 0 whatever the application answers" };
}

/** What stands in backquotes first. */
function operationOf(text: string): string {
  return /^`([^`]+)`/.exec(text)?.[1] ?? "";
}

function readReports(blocks: readonly BlockResult[]): Map<string, string[]> {
  const reported = new Map<string, string[]>();
  for (const { output } of blocks) {
    for (const [line, operation = ""] of output.matchAll(/^(?:ok|FAIL|SKIP) +((?:[A-Z]+ )?[^\s:]+).*$/gm)) {
      reported.set(operation, [...(reported.get(operation) ?? []), line]);
    }
  }
  return reported;
}

function byReports(lines: readonly string[]): Omit<OutcomeResult, "text"> {
  const failed = lines.filter((line) => line.startsWith("FAIL"));
  if (failed.length > 0) return { result: "failed", detail: failed.join("; ") };
  const skipped = lines.filter((line) => line.startsWith("SKIP"));
  if (skipped.length > 0) return { result: "could_not_run", detail: skipped.join("; ") };
  return { result: "passed", detail: `${lines.length} of ${lines.length} checks passed` };
}

function byBlock(blocks: readonly BlockResult[], none: string): Omit<OutcomeResult, "text"> {
  const worst =
    blocks.find(({ result }) => result === "failed") ??
    blocks.find(({ result }) => result === "could_not_run") ??
    blocks[0];
  if (worst === undefined) return { result: "could_not_run", detail: none };
  return { result: worst.result, detail: `${worst.title || "the block"} ${worst.detail}` };
}

/** Whether anything in the program can make it end with another code than 0. */
function canFail(program: string): boolean {
  return [
    /\bset -[a-z]*e/,
    /\bexit [1-9$]/,
    /--fail\b/,
    /\bcurl\b.*\s-[A-Za-z]*f/,
    /\bgrep\b/,
    /(^|\s)(\[\[?|test)\s/m,
    /\bassert/,
  ].some((pattern) => pattern.test(program));
}
