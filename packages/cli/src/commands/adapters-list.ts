import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const adaptersList: Command = {
  words: ["adapters", "list"],
  summary: "List the adapters that are installed: with the command, by the project, by you.",
  arguments: [],
  options: [shared.dir, shared.json],
  async run(_invocation, context) {
    const { openCatalog } = await import("../catalog.ts");
    const { table } = await import("../render/table.ts");
    const { entries } = await openCatalog(context.dir);
    if (context.json) context.output.document(entries);
    else {
      const rows = entries.map((entry) => [
        entry.name,
        entry.language,
        entry.origin,
        `${entry.package} ${entry.version}`,
      ]);
      context.output.result(table(["NAME", "LANGUAGE", "FROM", "PACKAGE"], rows));
    }
    return "done";
  },
};
