import type { Command } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";

export const stop: Command = {
  words: ["stop"],
  summary: "Stop a process by its name: its own stop command, then SIGTERM, a grace, SIGKILL.",
  arguments: [{ name: "NAME", summary: "The name that `backwright ps` shows.", required: true, completion: "process" }],
  options: [
    shared.dir,
    { name: "grace", value: "SECONDS", summary: "Time between SIGTERM and SIGKILL.", default: "3" },
    shared.json,
  ],
  async run(invocation, context) {
    const grace = wholeNumber(invocation, "grace");
    const { stopProcess } = await import("@backwright/supervisor");
    const { requireFolder, workspaceOf } = await import("../project-folder.ts");
    await requireFolder(context.dir);
    const result = await stopProcess({
      workspace: workspaceOf(context.dir),
      name: invocation.arguments[0] ?? "",
      ...(grace !== null && { graceMs: grace * 1000 }),
    });
    if (context.json) context.output.document(result);
    else {
      const words = { stopped: "stopped", gone: "had already ended" }[result.outcome];
      context.output.result(`${result.name} (process ${result.pid}) ${words}.`);
    }
    return "done";
  },
};
