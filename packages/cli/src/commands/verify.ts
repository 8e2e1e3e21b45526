import type { Command } from "../command.ts";
import * as shared from "../options.ts";

export const verify: Command = {
  words: ["verify"],
  summary: "Build, lint, test, start and probe the project as it is.",
  details: ["Ends with exit code 1 where a check failed; what could not run is told, and never counts as passed."],
  arguments: [shared.folder],
  options: [shared.dir, shared.adapter, shared.json, shared.quiet],
  abortable: true,
  async run(invocation, context) {
    const { verifyProject } = await import("@backwright/core");
    const { openCatalog } = await import("../catalog.ts");
    const { requireFolder } = await import("../project-folder.ts");
    const { createProgress } = await import("../progress/progress.ts");
    const { checkCounts, checkLines } = await import("../render/checks.ts");
    const { dir, output } = context;
    const adapter = invocation.value("adapter");
    await requireFolder(dir);
    const progress = createProgress(context);
    try {
      const outcome = await verifyProject({
        dir,
        catalog: await openCatalog(dir),
        signal: context.signal,
        onEvent: progress.onEvent,
        ...(adapter !== null && { adapter }),
      });
      progress.stop();
      if (context.json) output.document(outcome);
      else {
        for (const line of outcome.checks.flatMap((check) => checkLines(check, output.paint))) output.result(line);
        output.result(checkCounts(outcome.checks));
      }
      for (const assumption of outcome.assumptions) output.note(assumption);
      return outcome.passed ? "done" : "failed";
    } finally {
      progress.stop();
    }
  },
};
