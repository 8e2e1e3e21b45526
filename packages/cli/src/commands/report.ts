import type { Command } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";

export const report: Command = {
  words: ["report"],
  summary: "Show the report of a task's run.",
  arguments: [{ name: "TASK-ID", summary: "The task's id.", required: true }],
  options: [shared.dir, { ...shared.loop, default: "the newest" }, shared.json],
  async run(invocation, context) {
    wholeNumber(invocation, "loop");
    const { readReport } = await import("@backwright/core");
    const { requireFolder } = await import("../project-folder.ts");
    const { renderReport } = await import("../render/report.ts");
    const { dir, output } = context;
    const loop = invocation.value("loop");
    await requireFolder(dir);
    const read = readReport({ dir, taskId: invocation.arguments[0] ?? "", ...(loop !== null && { loop }) });
    if (context.json) output.document(read);
    else output.result(renderReport(read, { paint: output.paint, reportFile: null }));
    return "done";
  },
};
