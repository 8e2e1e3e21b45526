import type { BlueprintInput } from "../adapter/contract.ts";
import { commandEnvironment } from "../checks/environment.ts";
import { requireMongodb } from "../checks/mongodb.ts";
import { plannedOperations } from "../plan/planned.ts";
import { extendedFiles, generatedFiles, planSubject } from "../plan/make.ts";
import { supportingBlueprint } from "../plan/refuse.ts";
import { renderOpenapi, renderPlan } from "../plan/render.ts";
import { replaceDurably } from "../workspace/durable.ts";
import { measureBaseline } from "./baseline.ts";
import { given } from "./phase.ts";
import type { Phase, RunContext, RunState } from "./phase.ts";

/**
 * Answers what the API, the database and security need, and asks the implementer whether it can express it. Then the
 * baseline begins.
 */
export const planPhase: Phase = {
  name: "plan",
  async run(context, state) {
    const { task } = context.task;
    const subject = {
      project: given(state.project, "project"),
      adapter: given(state.adapter, "adapter"),
      backend: state.backend,
    };
    const generated = context.implementer === "none" ? "all" : ownFiles(context);
    const { manifestFile } = context.workspace;
    const generatedByAny = generatedFiles({ dir: context.dir, taskId: null, manifestFile });
    const plan = await planSubject(subject, { task: context.task, generated, generatedByAny });
    if (context.implementer === "blueprint") {
      await refuseUnsupported(context, { ...state, plan });
    }
    const { workspace } = context;
    context.signal.throwIfAborted();
    replaceDurably(workspace.planFile(task.id, "json"), `${JSON.stringify(plan, null, 2)}\n`);
    replaceDurably(workspace.planFile(task.id, "openapi.yaml"), renderOpenapi(plan));
    replaceDurably(workspace.planFile(task.id, "md"), renderPlan(plan));
    return {
      result: "passed",
      summary: `${(plan.api ?? plan).entities.length} entities, ${plannedOperations(plan).length} operations`,
      adds: { plan, baseline: measureBaseline(context, subject) },
    };
  },
};

/** What a blueprint is asked about and given. */
export function blueprintInput(context: RunContext, state: RunState): BlueprintInput {
  return {
    project: given(state.project, "project"),
    plan: given(state.plan, "plan"),
    detection: state.backend,
    generated: ownFiles(context),
    environment: commandEnvironment(context.task.task.env),
    extended: extendedFiles({ taskId: context.task.task.id, manifestFile: context.workspace.manifestFile }),
  };
}

function ownFiles({ dir, task, workspace }: RunContext): ReadonlySet<string> {
  return generatedFiles({ dir, taskId: task.task.id, manifestFile: workspace.manifestFile });
}

async function refuseUnsupported(context: RunContext, state: RunState): Promise<void> {
  const adapter = given(state.adapter, "adapter");
  const input = blueprintInput(context, state);
  await supportingBlueprint(adapter, input);
  if (state.backend !== null) {
    const needs = (await adapter.verification?.environment(input.project, state.backend)) ?? [];
    await requireMongodb(needs, commandEnvironment(context.task.task.env));
  }
}
