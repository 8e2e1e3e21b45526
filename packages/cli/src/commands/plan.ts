import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const plan: Command = {
  words: ["plan"],
  summary: "Show how a task would be done: API, data, policies, and each decision with its reason.",
  details: ["Reads only; changes no file."],
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
    shared.adapter,
    { name: "openapi", summary: "Print the OpenAPI document alone, as YAML." },
    shared.json,
    shared.quiet,
  ],
  async run(invocation, context) {
    const { loadTask, makePlan } = await import("@backwright/core");
    const { knownFrameworks, openCatalog } = await import("../catalog.ts");
    const { dir, output } = context;
    const adapter = invocation.value("adapter");
    const task = await loadTask({ source: invocation.arguments[0] ?? "", dir });
    const made = await makePlan({
      dir,
      task,
      catalog: await openCatalog(dir),
      known: knownFrameworks,
      ...(adapter !== null && { adapter }),
    });
    const openapi = invocation.flag("openapi");
    if (context.json) output.document(openapi ? made.plan.openapi : made.plan);
    else output.result((openapi ? made.openapiYaml : made.markdown).trimEnd());
    return "done";
  },
};
