import type { Command } from "../command.ts";
import { wholeNumber } from "../numbers.ts";
import * as shared from "../options.ts";
import { UsageError } from "../usage-error.ts";

export const logs: Command = {
  words: ["logs"],
  summary: "Print what a process wrote, secrets left out.",
  arguments: [{ name: "NAME", summary: "The name that `backwright ps` shows.", required: true, completion: "process" }],
  options: [
    shared.dir,
    { name: "lines", value: "N", summary: "Only the last N lines.", default: "all that is kept" },
    { name: "follow", summary: "Go on printing what is added, until Ctrl+C." },
    shared.json,
  ],
  abortable: true,
  async run(invocation, context) {
    const lines = wholeNumber(invocation, "lines");
    const { followLog, readLog } = await import("@backwright/supervisor");
    const { requireFolder, workspaceOf } = await import("../project-folder.ts");
    const { plain } = await import("../render/plain.ts");
    const { dir, output } = context;
    await requireFolder(dir);
    const name = invocation.arguments[0] ?? "";
    const options = { workspace: workspaceOf(dir), name, ...(lines !== null && { lines }) };
    if (invocation.flag("follow")) {
      if (context.json)
        throw new UsageError("--follow has no end, and --json prints one document.", "Leave one of them out.");
      const signal = AbortSignal.any([context.signal, output.unread]);
      for await (const text of followLog({ ...options, signal })) output.part(plain(text));
    } else {
      const log = await readLog(options);
      if (context.json) output.document({ name, log });
      else output.part(plain(log));
    }
    return "done";
  },
};
