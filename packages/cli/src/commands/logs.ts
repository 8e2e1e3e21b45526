import type { Command } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";

export const logs: Command = {
  words: ["logs"],
  summary: "Print what a process wrote, secrets left out.",
  arguments: [{ name: "NAME", summary: "The name that `backwright ps` shows.", required: true, completion: "process" }],
  options: [
    shared.dir,
    { name: "lines", value: "N", summary: "Only the last N lines.", default: "all that is kept" },
    shared.json,
  ],
  async run(invocation, context) {
    const lines = wholeNumber(invocation, "lines");
    const { exitCodes } = await import("@backwright/core");
    const { readLog } = await import("@backwright/supervisor");
    const { requireFolder, workspaceOf } = await import("../project-folder.ts");
    const { plain } = await import("../render/plain.ts");
    requireFolder(context.dir);
    const name = invocation.arguments[0] ?? "";
    const log = await readLog({ workspace: workspaceOf(context.dir), name, ...(lines !== null && { lines }) });
    if (context.json) context.output.document({ name, log });
    else if (log !== "") context.output.result(plain(log).trimEnd());
    return exitCodes.done;
  },
};
