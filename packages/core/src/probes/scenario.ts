import type { Operation, Plan } from "../plan/schema.ts";
import { accountErrorSteps, accountSteps, authLimitStep, passwordOf } from "./accounts.ts";
import { apiScenario } from "./api/scenario.ts";
import { allows, rolesOf } from "./access.ts";
import { authorizationSteps, tokenSteps } from "./authorization.ts";
import { withinLimits } from "./budget.ts";
import { happySteps, probeOf } from "./happy.ts";
import { inputSteps } from "./input.ts";
import { canary } from "./sample.ts";
import type { ProbeStep, Scenario } from "./step.ts";

/**
 * Every request that proves what a plan promises: what must work first, then what must be refused. The same plan gives the same scenario.
 * `reserved` is how many other requests the same server gets before.
 */
export function planScenario(plan: Plan, { reserved = 0 }: { reserved?: number } = {}): Scenario {
  if (plan.api !== null) return apiScenario(plan.api, { plan, reserved });
  const probes = plan.entities.map((entity) => probeOf(plan, entity));
  const me = plan.operations.find((operation) => operation.verb === "me");
  const ordered = [
    ...accountSteps(plan),
    ...probes.flatMap(happySteps),
    ...probes.flatMap((probe) => [...authorizationSteps(probe), ...inputSteps(probe)]),
    ...(me ? tokenSteps(me, { path: me.path, body: null }) : []),
    ...accountErrorSteps(plan),
  ].filter(isPlanned(plan));
  const { steps, assumptions } = withinLimits(ordered, { plan, reserved, limitStep: authLimitStep(plan) });
  return {
    steps: steps.map((step) => withoutSecrets(step, plan)),
    assumptions: [...plan.operations.flatMap((operation) => unreachable(operation, plan)), ...assumptions],
  };
}

/** A conflict or a missing row is only probed where the plan says that the operation answers it. */
function isPlanned(plan: Plan): (step: ProbeStep) => boolean {
  const optional = new Set([409, 404, 403]);
  return (step) => {
    const operation = plan.operations.find((one) => one.id === step.operation);
    return step.expect.statuses.some((status) => !optional.has(status) || operation?.statuses.includes(status));
  };
}

/** No answer at all may hold a secret or a password. */
function withoutSecrets(step: ProbeStep, plan: Plan): ProbeStep {
  const secrets = plan.entities.flatMap((entity) => entity.fields.map(canary)).filter((value) => value !== null);
  const values = plan.auth === null ? secrets : [...secrets, passwordOf(plan.auth), "$argon2", "$2b$"];
  return { ...step, expect: { ...step.expect, lacks: [...new Set([...step.expect.lacks, ...values])] } };
}

/** An operation that registered accounts cannot be taken to perform is never shown as proven. */
function unreachable(operation: Operation, plan: Plan): string[] {
  if (operation.verb === "register" || operation.verb === "login" || operation.verb === "me") return [];
  const status = operation.statuses[0] ?? 200;
  if (!allows(operation, { caller: "owner", plan })) {
    const roles = rolesOf(operation);
    const refused = "only that others are refused was probed";
    if (roles === "nobody") return [`${operation.id} is closed to everybody, so ${refused}.`];
    return [
      `${operation.id} answering ${status} was not probed: it needs the role ${roles}, which registration does not give; ${refused}.`,
    ];
  }
  const entity = plan.entities.find((one) => one.name === operation.entity);
  const needsRow = operation.path.includes(":");
  if (needsRow && entity && !probeOf(plan, entity).hasRows) {
    return [
      `${operation.id} answering ${status} was not probed: no account that the probes can register may create a ${entity.name}.`,
    ];
  }
  return [];
}
