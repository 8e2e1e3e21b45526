import type { Check } from "@backwright/core";
import type { Paint } from "../output.ts";
import { duration } from "./duration.ts";
import { plainLine } from "./plain.ts";

const symbols = { passed: "✓", failed: "✗", could_not_run: "–" } as const;
/** Of what a failed command wrote; the report and the log hold more. */
const shownLines = 12;
const colours = { passed: "green", failed: "red", could_not_run: "yellow" } as const;

/** A result as it stands at the start of a line. */
export function mark(result: Check["result"], paint: Paint): string {
  return paint(colours[result], symbols[result]);
}

/** One line for a check; what went wrong follows behind a colon. */
export function checkLine(check: Check, paint: Paint): string {
  const baseline = check.baseline ? " (failed before this task as well)" : "";
  const time = check.duration_ms < 1 ? "" : paint("dim", `  ${duration(check.duration_ms)}`);
  const head = `${mark(check.result, paint)} ${plainLine(check.title)}${baseline}`;
  if (check.result === "passed") return `${head}${time}`;
  const word = check.result === "failed" ? "failed" : "could not run";
  return `${head}: ${word}${check.detail === "" ? "" : `, ${firstLine(check.detail)}`}${time}`;
}

/** The line of a check and, where it went wrong, the command and the end of what it wrote below it. */
export function checkLines(check: Check, paint: Paint): readonly string[] {
  const head = checkLine(check, paint);
  if (check.result === "passed") return [head];
  const command = check.command === null ? [] : [`$ ${check.command}`];
  const written = check.detail.trim().split("\n").slice(1).map(plainLine);
  const end = written.filter((line) => line.trim() !== "").slice(-shownLines);
  return [head, ...[...command, ...end].map((line) => paint("dim", `    ${line}`))];
}

function firstLine(text: string): string {
  return plainLine(text.trim().split("\n", 1)[0] ?? "");
}

/** `12 checks: 10 passed, 1 failed, 1 could not run`. */
export function checkCounts(checks: readonly Check[]): string {
  function countOf(result: Check["result"]): number {
    return checks.filter((check) => check.result === result).length;
  }
  return `${checks.length} checks: ${countOf("passed")} passed, ${countOf("failed")} failed, ${countOf("could_not_run")} could not run`;
}
