import type { ApiPlan } from "../../plan/api/schema.ts";
import type { Plan } from "../../plan/schema.ts";
import { withinLimits } from "../budget.ts";
import type { ProbeStep, Scenario } from "../step.ts";
import { accountErrorSteps, accountSteps, limitStep } from "./accounts.ts";
import { newCourse } from "./course.ts";
import type { Course } from "./course.ts";
import { createSteps, deleteSteps, usualSteps } from "./happy.ts";
import { refusalSteps } from "./refusals.ts";
import { passwordOf } from "./requests.ts";

export interface ApiScenarioOptions {
  readonly plan: Plan;
  /** How many other requests the same server gets before. */
  readonly reserved: number;
}

/** Every request that proves what the plan of a whole API promises: first what must work, then what must be refused. */
export function apiScenario(api: ApiPlan, { plan, reserved }: ApiScenarioOptions): Scenario {
  const course = newCourse(plan, api);
  const ordered = [
    ...accountSteps(course),
    ...createSteps(course),
    ...usualSteps(course),
    ...refusalSteps(course),
    ...deleteSteps(course, (name) => name !== api.auth?.subject),
    ...accountErrorSteps(course),
    ...deleteSteps(course, (name) => name === api.auth?.subject),
  ];
  const { steps, assumptions } = withinLimits(withoutRepeats(ordered), {
    plan,
    reserved,
    limitStep: limitStep(course),
  });
  return {
    steps: steps.map((step) => finished(step, course)),
    assumptions: [...course.assumptions, ...assumptions],
  };
}

/** Each id stands for one step. */
function withoutRepeats(steps: readonly ProbeStep[]): ProbeStep[] {
  return steps.filter(({ id }, index) => steps.findIndex((other) => other.id === id) === index);
}

/** No answer may hold a password or its hash; token and key stand where the API looks for them. */
function finished(given: ProbeStep, course: Course): ProbeStep {
  const { auth } = course.api;
  const step = withKey(given, course);
  if (auth === null) return step;
  const { name, schemes } = auth.header;
  const usual = name.toLowerCase() === "authorization" && schemes.some((scheme) => /^bearer$/i.test(scheme));
  const lacks = [...new Set([...step.expect.lacks, passwordOf(course), "$argon2", "$2b$"])];
  return {
    ...step,
    request: usual ? step.request : { ...step.request, header: `${name}: ${schemes[0] ?? ""}` },
    expect: { ...step.expect, lacks },
  };
}

/** Where each request needs a key of its own, it has one. */
function withKey(step: ProbeStep, { api }: Course): ProbeStep {
  const operation = api.operations.find(({ id }) => id === step.operation);
  const once = operation?.verb === "effects" ? operation.idempotency : null;
  if (once?.required !== true) return step;
  return { ...step, request: { ...step.request, also: `${once.header}: {{hex:12}}-${step.id}` } };
}
