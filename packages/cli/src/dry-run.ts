import type { Outcome } from "@backwright/core";
import type { Context, Invocation } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** Shows what a run would write. The diff alone goes to standard output. */
export async function dryRun(invocation: Invocation, { dir, json, output }: Context): Promise<Outcome> {
  if (invocation.value("implementer") === "none") {
    throw new UsageError("With --implementer none a run writes no code.", "Leave one of the two options out.");
  }
  const { loadTask, previewRun } = await import("@backwright/core");
  const { knownFrameworks, openCatalog } = await import("./catalog.ts");
  const adapter = invocation.value("adapter");
  const { plan, changes } = await previewRun({
    dir,
    task: await loadTask({ source: invocation.arguments[0] ?? "", dir }),
    catalog: await openCatalog(dir),
    known: knownFrameworks,
    ...(adapter !== null && { adapter }),
  });
  if (json) {
    output.document({ application: plan.application, changes });
    return "done";
  }
  for (const { question, decision, reason } of plan.application) {
    output.note(`${question} ${decision}. ${reason}`);
  }
  for (const { path } of changes.filter(({ action }) => action === "conflict")) {
    output.note(`${path} would be kept as it was edited by hand.`);
  }
  output.part(changes.map(({ patch }) => patch).join(""));
  const [created, modified] = (["create", "modify"] as const).map(
    (wanted) => changes.filter(({ action }) => action === wanted).length,
  );
  output.note(`${created} files would be created, ${modified} modified. Nothing was written.`);
  return "done";
}
