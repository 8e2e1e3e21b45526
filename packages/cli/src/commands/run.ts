import type { RunOutcome, RunTaskOptions } from "@backwright/core";
import type { Command, Invocation } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";
import { dryRun } from "../dry-run.ts";
import { newRunId } from "../run-id.ts";

const lastLines = {
  completed: "TASK COMPLETE - TERMINATING",
  failed: "TASK FAILED - TERMINATING",
  killed: "TASK KILLED - TERMINATING",
} as const;

export const run: Command = {
  words: ["run"],
  summary: "Take a task through all nine phases.",
  details: [
    "The last line on standard output is `TASK COMPLETE - TERMINATING` where the task was achieved and its",
    "marker written, `TASK FAILED - TERMINATING` where it was not achieved, and `TASK KILLED - TERMINATING`",
    "where it was stopped by a signal or a kill file. What is wrong before the run begins is told on standard",
    "error alone, and where the folder has an .orchestrator folder by a report and a .failed marker as well.",
  ],
  arguments: [
    {
      name: "TASK",
      summary: "A task file (YAML or JSON), or the id of a task in .orchestrator/task_queue.md.",
      required: true,
      completion: "file",
    },
  ],
  options: [
    shared.dir,
    { ...shared.loop, default: "1" },
    { name: "run-id", value: "ID", summary: "The run's own name in reports and logs.", default: "made from the time" },
    { name: "resume", summary: "Go on behind the last phase that a crashed run of this task and loop completed." },
    { name: "dry-run", summary: "Print what would be written as a diff that `git apply` takes, and write nothing." },
    shared.adapter,
    {
      name: "implementer",
      value: "NAME",
      summary: "Who writes the code; none checks what someone else has written.",
      default: "blueprint",
      completion: { choices: ["blueprint", "none"] },
    },
    shared.json,
    shared.quiet,
  ],
  abortable: true,
  async run(invocation, context) {
    wholeNumber(invocation, "loop");
    if (invocation.flag("dry-run")) return dryRun(invocation, context);
    const { BackwrightError, errorCodes, loadTask, refuseRun, runTask } = await import("@backwright/core");
    const { knownFrameworks, openCatalog } = await import("../catalog.ts");
    const { createProgress } = await import("../progress/progress.ts");
    const { printFailure, readFailure } = await import("../failure.ts");
    const { renderReport } = await import("../render/report.ts");
    const { dir, output } = context;
    const adapter = invocation.value("adapter");
    const source = invocation.arguments[0] ?? "";
    const request = {
      dir,
      implementer: implementerOf(invocation),
      loop: invocation.value("loop") ?? "1",
      runId: invocation.value("run-id") ?? newRunId(),
    };
    const progress = createProgress(context);

    async function attempt(): Promise<RunOutcome> {
      let prepared: Pick<RunTaskOptions, "task" | "catalog">;
      try {
        prepared = { task: await loadTask({ source, dir }), catalog: await openCatalog(dir) };
      } catch (error) {
        const refused = error instanceof BackwrightError ? await refuseRun({ ...request, source, error }) : null;
        if (refused === null) throw error;
        return refused;
      }
      return runTask({
        ...request,
        ...prepared,
        known: knownFrameworks,
        signal: context.signal,
        onEvent: progress.onEvent,
        resume: invocation.flag("resume"),
        ...(adapter !== null && { adapter }),
      });
    }

    try {
      const outcome = await attempt();
      progress.stop();
      if (outcome.error !== null) printFailure(readFailure(outcome.error), { output, json: false });
      const achieved = outcome.status === "completed" && outcome.marker !== null;
      if (context.json) output.document(outcome.report);
      else {
        output.result(renderReport(outcome.report, { paint: output.paint, reportFile: outcome.reportFile }));
        output.result(achieved ? lastLines.completed : lastLines[outcome.status === "killed" ? "killed" : "failed"]);
      }
      if (outcome.status === "killed") return "killed";
      if (achieved) return "done";
      return outcome.error === null ? "failed" : errorCodes[outcome.error.code];
    } finally {
      progress.stop();
    }
  },
};

function implementerOf(invocation: Invocation): "blueprint" | "none" {
  return invocation.value("implementer") === "none" ? "none" : "blueprint";
}
