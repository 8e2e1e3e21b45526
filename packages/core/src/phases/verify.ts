import { commandEnvironment } from "../checks/environment.ts";
import { blocks } from "../checks/quality.ts";
import { checkSuite } from "../checks/suite.ts";
import { plannedOperations } from "../plan/planned.ts";
import { routeScenario } from "../probes/routes.ts";
import { planScenario } from "../probes/scenario.ts";
import type { Scenario } from "../probes/step.ts";
import type { Check } from "../report/schema.ts";
import { commandRun } from "./command-run.ts";
import { given } from "./phase.ts";
import { watchRewritten } from "../project/rewritten.ts";
import type { Phase, RunContext, RunState } from "./phase.ts";

/** Builds, lints, tests, reads for security, starts the server and probes it. */
export const verifyPhase: Phase = {
  name: "verify",
  async run(context, state) {
    const { task } = context.task;
    const scenario = scenarioOf(state);
    const seen = await checkSuite(commandRun(context, { phase: "verify", environment: commandEnvironment(task.env) }), {
      project: given(state.project, "project"),
      adapter: given(state.adapter, "adapter"),
      backend: given(state.backend, "backend"),
      given: task.commands ?? {},
      baseline: await state.baseline,
      changed: state.changed,
      scenario,
      aroundQuality: (work) => aroundQuality(context, state, work),
      onCheck: (check) => context.emit({ type: "check", phase: "verify", check }),
    });
    return {
      result: seen.some(blocks) ? "failed" : "passed",
      summary: summarise(seen),
      adds: { checks: [...state.checks, ...seen], assumptions: [...state.assumptions, ...scenario.assumptions] },
    };
  },
};

/** A linter that repairs may rewrite what was just written, which is no edit by hand. */
function aroundQuality<Result>(
  { dir, workspace: { manifestFile } }: RunContext,
  { applied }: RunState,
  work: () => Promise<Result>,
): Promise<Result> {
  return applied === null ? work() : watchRewritten({ root: dir, manifestFile, record: applied.record }, work);
}

/** The routes that were there before answer as well; what the task added is proven in full. */
export function scenarioOf(state: RunState): Scenario {
  const plan = given(state.plan, "plan");
  const { routes } = given(state.backend, "backend");
  const planned = new Set(plannedOperations(plan).map(({ method, path }) => `${method} ${path}`));
  const others = routeScenario(routes.filter(({ method, path }) => !planned.has(`${method} ${path}`)));
  const added = planScenario(plan, { reserved: others.steps.length });
  return { steps: [...others.steps, ...added.steps], assumptions: [...others.assumptions, ...added.assumptions] };
}

/** 41 of 43 checks passed, 1 could not run */
function summarise(checks: readonly Check[]): string {
  function count(result: Check["result"]): number {
    return checks.filter((check) => check.result === result).length;
  }
  const failed = checks.filter(blocks).map(({ id }) => id);
  const parts = [`${count("passed")} of ${checks.length} checks passed`];
  if (failed.length > 0) {
    parts.push(`failed: ${failed.slice(0, 5).join(", ")}${failed.length > 5 ? " …" : ""}`);
  }
  if (count("could_not_run") > 0) {
    parts.push(`${count("could_not_run")} could not run`);
  }
  return parts.join(", ");
}
