import type { StepsResult } from "@backwright/core";
import type { Paint } from "../output.ts";
import { mark } from "./checks.ts";
import { plainLine } from "./plain.ts";

/** Section by section, block by block; what failed or could not run says why. */
export function renderSteps(outcome: StepsResult, paint: Paint): string {
  const lines = outcome.sections.flatMap((section) => [
    paint("bold", section.taskId),
    ...section.blocks.map((block) => `  ${resultLine(block, block.title, paint)}`),
    ...section.outcomes.map((item) => `    ${resultLine(item, item.text, paint)}`),
  ]);
  const skipped = outcome.skipped.map((item) => `Skipped the section at line ${item.line}: ${plainLine(item.reason)}`);
  return [...lines, ...skipped].join("\n");
}

interface Judged {
  readonly result: "passed" | "failed" | "could_not_run";
  readonly detail: string;
}

function resultLine({ result, detail }: Judged, text: string, paint: Paint): string {
  const why = result === "passed" || detail === "" ? "" : `: ${plainLine(detail)}`;
  return `${mark(result, paint)} ${plainLine(text)}${why}`;
}

/** Whether there was something to run and all of it passed. */
export function allPassed(outcome: StepsResult): boolean {
  return outcome.sections.length > 0 && outcome.sections.every((section) => section.result === "passed");
}
