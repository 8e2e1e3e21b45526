import type { Report } from "@backwright/core";
import type { Paint } from "../output.ts";
import { checkCounts, checkLines } from "./checks.ts";
import { duration } from "./duration.ts";
import { plainLine } from "./plain.ts";
import { count } from "./table.ts";

const words = { completed: "completed", failed: "not achieved", killed: "killed" } as const;

/** The outcome of a run for people; where to read on stands at its end. */
export function renderReport(report: Report, options: { paint: Paint; reportFile: string | null }): string {
  const { paint } = options;
  const colour = report.status === "completed" ? "green" : "red";
  return [
    `${paint("bold", report.task_id)} ${paint(colour, words[report.status])} in ${duration(report.duration.total_seconds * 1000)}: ${plainLine(report.objective)}`,
    `  Files      ${filesLine(report)}`,
    `  Checks     ${checkCounts(report.checks)}`,
    ...report.checks
      .filter(({ result }) => result !== "passed")
      .flatMap((check) => checkLines(check, paint).map((line) => `    ${line}`)),
    `  Criteria   ${report.acceptance_criteria.met} of ${report.acceptance_criteria.total} met`,
    ...criteria(report, paint),
    `  Processes  ${processLine(report)}`,
    ...list("Errors", report.errors, paint),
    ...list("Warnings", report.warnings, paint),
    ...list(
      "Conflicts",
      report.conflicts.map((conflict) => `${conflict.path}: ${conflict.reason}`),
      paint,
    ),
    ...list("Assumptions", report.assumptions, paint),
    ...(report.verification.steps_file === null ? [] : [`  Steps      ${stepsLine(report)}`]),
    ...(options.reportFile === null ? [] : [`  Report     ${options.reportFile}`]),
  ].join("\n");
}

function filesLine(report: Report): string {
  const { created, modified, deleted, lines_added: added, lines_removed: removed } = report.files;
  return `${created.length} created, ${modified.length} modified, ${deleted.length} deleted (+${added} −${removed} lines)`;
}

function criteria(report: Report, paint: Paint): readonly string[] {
  return report.acceptance_criteria.details.map(({ criterion, met, evidence }) => {
    const symbol = met === true ? paint("green", "✓") : met === false ? paint("red", "✗") : paint("yellow", "?");
    const why =
      met === true ? "" : paint("dim", `  ${met === "unverified" ? "unverified: " : ""}${plainLine(evidence)}`);
    return `    ${symbol} ${plainLine(criterion)}${why}`;
  });
}

function processLine(report: Report): string {
  const { tracked, still_running: running } = report.spawned_processes;
  if (running.length === 0) return `${tracked.length} started, none left`;
  return `${tracked.length} started, still running: ${running.map((item) => `${item.name} (${item.pid})`).join(", ")}`;
}

function stepsLine(report: Report): string {
  const { steps_file: file, section, steps_run: run, steps_passed: passed } = report.verification;
  return `${file ?? ""}${section === null ? "" : `, section ${section}`}: ${passed} of ${count(run, "block")} passed`;
}

function list(title: string, items: readonly string[], paint: Paint): readonly string[] {
  if (items.length === 0) return [];
  return [`  ${paint("bold", title)}`, ...items.map((item) => `    ${plainLine(item)}`)];
}
