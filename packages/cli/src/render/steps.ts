import type { StepsOutcome } from "@backwright/core";
import type { Paint } from "../output.ts";
import { mark } from "./checks.ts";
import { plainLine } from "./plain.ts";

/** Section by section, block by block; what failed or could not run says why. */
export function renderSteps(outcome: StepsOutcome, paint: Paint): string {
  const lines = outcome.sections.flatMap((section) => [
    paint("bold", section.taskId),
    ...section.blocks.map((block) => {
      const why = block.result === "passed" || block.detail === "" ? "" : `: ${plainLine(block.detail)}`;
      return `  ${mark(block.result, paint)} ${plainLine(block.title)}${why}`;
    }),
    ...section.outcomes.map((item) => `    ${mark(item.result, paint)} ${plainLine(item.text)}`),
  ]);
  const skipped = outcome.skipped.map((item) => `Skipped the section at line ${item.line}: ${plainLine(item.reason)}`);
  return [...lines, ...skipped].join("\n");
}

/** Whether there was something to run and all of it passed. */
export function allPassed(outcome: StepsOutcome): boolean {
  const results = outcome.sections.flatMap((section) => [...section.blocks, ...section.outcomes]);
  return results.length > 0 && results.every((item) => item.result === "passed");
}
