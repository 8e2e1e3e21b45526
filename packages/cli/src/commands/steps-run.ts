import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const stepsRun: Command = {
  words: ["steps", "run"],
  summary: "Run the steps that stand in .orchestrator/verification_steps.md, whoever wrote them.",
  details: ["Each block runs supervised and bounded in time; whatever it leaves behind is ended."],
  arguments: [{ name: "TASK-ID", summary: "Only this task's section; all sections without it.", required: false }],
  options: [shared.dir, shared.json, shared.quiet],
  abortable: true,
  async run(invocation, context) {
    const { runSteps } = await import("@backwright/core");
    const { requireFolder } = await import("../project-folder.ts");
    const { createProgress } = await import("../progress/progress.ts");
    const { asRunEvent } = await import("../progress/steps-events.ts");
    const { allPassed, renderSteps } = await import("../render/steps.ts");
    const { dir, output } = context;
    const taskId = invocation.arguments[0];
    await requireFolder(dir);
    const progress = createProgress(context);
    try {
      const outcome = await runSteps({
        dir,
        signal: context.signal,
        onEvent: (event) => {
          const shown = asRunEvent(event);
          if (shown !== null) progress.onEvent(shown);
        },
        ...(taskId !== undefined && { taskId }),
      });
      progress.stop();
      if (context.json) output.document(outcome);
      else output.result(renderSteps(outcome, output.paint));
      return allPassed(outcome) ? "done" : "failed";
    } finally {
      progress.stop();
    }
  },
};
