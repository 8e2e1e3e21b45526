import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const ps: Command = {
  words: ["ps"],
  summary: "List the processes that were started here, and pid files that others wrote.",
  arguments: [],
  options: [
    shared.dir,
    { name: "all", summary: "Show strangers that listen on local ports as well. They are never touched." },
    shared.json,
  ],
  async run(invocation, context) {
    const { listProcesses } = await import("@backwright/supervisor");
    const { requireFolder, workspaceOf } = await import("../project-folder.ts");
    const { renderProcesses } = await import("../render/processes.ts");
    await requireFolder(context.dir);
    const listing = await listProcesses(workspaceOf(context.dir), { all: invocation.flag("all") });
    if (context.json) context.output.document(listing);
    else context.output.result(renderProcesses(listing));
    return "done";
  },
};
