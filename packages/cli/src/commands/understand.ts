import type { Command } from "../command.ts";
import * as shared from "../options.ts";
import { explainedFields, isExplained } from "../render/explained-fields.ts";

export const understand: Command = {
  words: ["understand"],
  summary: "Say what a project is: stack, commands, routes, data models, practices.",
  details: ["Reads only; runs nothing and changes nothing."],
  arguments: [shared.folder],
  options: [
    shared.dir,
    shared.adapter,
    {
      name: "explain",
      value: "FIELD",
      summary: "Say why.",
      completion: { choices: explainedFields },
    },
    shared.json,
    shared.quiet,
  ],
  async run(invocation, context) {
    const { knownFrameworks, openCatalog, understand: read } = await import("../reading.ts");
    const { requireFolder } = await import("../project-folder.ts");
    const { dir, output } = context;
    const adapter = invocation.value("adapter");
    const field = invocation.value("explain");
    await requireFolder(dir);
    const understanding = await read({
      dir,
      catalog: await openCatalog(dir),
      known: knownFrameworks,
      ...(adapter !== null && { adapter }),
    });
    if (context.json) output.document(understanding);
    else if (field === null || !isExplained(field)) {
      const { renderUnderstanding } = await import("../render/understanding.ts");
      output.result(renderUnderstanding(understanding, output.paint));
    } else {
      const { renderExplanation } = await import("../render/explanation.ts");
      output.result(renderExplanation(understanding, field, output.paint));
    }
    return "done";
  },
};
