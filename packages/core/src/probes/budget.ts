import { plannedOperations } from "../plan/planned.ts";
import type { Plan } from "../plan/schema.ts";
import type { ProbeStep, Scenario } from "./step.ts";

/** Requests that wait for the server to be ready count as well. */
const spare = 5;

/** More attempts than this to reach a limit cost more than they show. */
const mostAttempts = 50;

/**
 * Leaves out what the API's own rate limits have no room for, the least telling first, and says so.
 * The step that reaches the limit of the accounts comes last.
 */
export function withinLimits(
  steps: readonly ProbeStep[],
  { plan, reserved, limitStep }: { plan: Plan; reserved: number; limitStep: ProbeStep | null },
): Scenario {
  const { auth, general } = plan.rateLimits;
  const assumptions: string[] = [];
  const limited = new Set(
    plannedOperations(plan)
      .filter(({ verb }) => verb === "register" || verb === "login")
      .map((operation) => operation.id),
  );

  const room = general.max - spare - reserved;

  let accountRoom = auth.max - 1;
  const withinAuth = steps.filter((step) => !limited.has(step.operation) || accountRoom-- > 0);
  if (withinAuth.length < steps.length) {
    const left = steps.filter((step) => !withinAuth.includes(step)).map((step) => step.id);
    assumptions.push(`Left out because of the limit of ${auth.max} requests to the accounts: ${left.join(", ")}.`);
  }

  const kept = withinGeneral(withinAuth, room);
  if (kept.length < withinAuth.length) {
    const count = withinAuth.length - kept.length;
    assumptions.push(
      `Left out because of the limit of ${general.max} requests: ${count} of ${withinAuth.length} probes.`,
    );
  }
  assumptions.push(`The general limit of ${general.max} requests was not probed.`);

  if (limitStep === null) return { steps: kept, assumptions };
  const fits = auth.max <= mostAttempts && kept.length + limitStep.attempts <= room;
  if (fits) return { steps: [...kept, limitStep], assumptions };
  return {
    steps: kept,
    assumptions: [...assumptions, `The limit of ${auth.max} requests to the accounts was not probed.`],
  };
}

function withinGeneral(steps: readonly ProbeStep[], room: number): readonly ProbeStep[] {
  let kept = steps;
  for (const weight of [3, 2, 1]) {
    let excess = kept.length - room;
    if (excess <= 0) return kept;
    kept = kept
      .toReversed()
      .filter((step) => step.weight !== weight || excess-- <= 0)
      .toReversed();
  }
  return kept;
}
