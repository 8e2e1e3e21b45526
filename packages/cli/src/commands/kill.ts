import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const kill: Command = {
  words: ["kill"],
  summary: "End the run of a task at once, by its kill file.",
  details: ["The run stops all its processes, writes its report as killed and no marker, and ends with exit code 5."],
  arguments: [{ name: "TASK-ID", summary: "The task's id.", required: true }],
  options: [shared.dir, shared.json],
  async run(invocation, context) {
    const { requestKill } = await import("@backwright/core");
    const { requireFolder } = await import("../project-folder.ts");
    await requireFolder(context.dir);
    const taskId = invocation.arguments[0] ?? "";
    const file = requestKill({ dir: context.dir, taskId });
    if (context.json) context.output.document({ task_id: taskId, file });
    else
      context.output.result(`Wrote ${file}; a run of ${taskId} ends at once, and none begins while the file is there.`);
    return "done";
  },
};
