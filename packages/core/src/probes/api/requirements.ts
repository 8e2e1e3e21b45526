import type { Expression, PathExpression } from "../../plan/api/expression.ts";
import type { ApiOperation } from "../../plan/api/operation.ts";
import { defineStep } from "../step.ts";
import type { ProbeStep } from "../step.ts";
import { makerMay } from "./access.ts";
import { entityOf, shows, tokenFor } from "./course.ts";
import type { Course } from "./course.ts";
import { bodyOf, inputOf, loadNames, pathOf, valueOf } from "./requests.ts";

type Effects = Extract<ApiOperation, { verb: "effects" }>;
type Requirement = Effects["requirements"][number];

/** Requests that break one requirement each, where the plan alone says how: one row twice, or more than a row has. */
export function requirementSteps(course: Course, operation: Effects): ProbeStep[] {
  const path = pathOf(course, operation, { row: 1 });
  if (path === null || makerMay(operation, course.api) !== true) return [];
  return operation.requirements.flatMap((requirement, index) => {
    const override = breaking(course, { operation, check: requirement.check });
    const body = override === null ? null : bodyOf(course, operation, { row: 1, override });
    if (body === null) return [];
    const earlier = operation.requirements.slice(0, index).filter((each) => !holdsAnyway(each, course));
    const sure = earlier.length === 0;
    return [
      defineStep({
        operation,
        path,
        body,
        name: `${requirement.status}:requirement-${index + 1}`,
        title: `refuses where it does not hold that ${requirement.text}`,
        token: tokenFor(operation),
        statuses: [requirement.status, ...earlier.map(({ status }) => status)],
        has: sure ? shows(requirement) : [],
      }),
    ];
  });
}

interface Broken {
  readonly operation: Effects;
  readonly check: Expression;
}

/** Values of the input with which a requirement surely does not hold; `null` where that takes more than a request. */
function breaking(course: Course, { operation, check }: Broken): Record<string, string> | null {
  if (check.kind !== "compare") return null;
  const { left, right, operator } = check;
  if (operator === "!=" && isKey(left, course) && isKey(right, course)) return sameRow(course, operation);
  if (operator !== ">=" && operator !== ">") return null;
  const field =
    right.kind === "parameter" && right.in === "input"
      ? inputOf(operation)?.fields.find(({ name }) => name === right.name)
      : undefined;
  const initial = left.kind === "path" ? defaultOf(left, course) : null;
  if (field === undefined || field.kind === "tags" || typeof initial !== "number") return null;
  return field.maximum !== null && field.maximum > initial ? { [field.name]: String(field.maximum) } : null;
}

function sameRow(course: Course, operation: Effects): Record<string, string> | null {
  const [first, second] = loadNames(operation).map((name) =>
    inputOf(operation)?.fields.find((field) => field.name === name),
  );
  const value = first === undefined ? null : valueOf(course, { operation, field: first, row: 1 });
  return second === undefined || value === null ? null : { [second.name]: value };
}

function isKey(side: Expression, course: Course): boolean {
  return (
    side.kind === "path" &&
    side.root.kind === "load" &&
    side.steps.length === 0 &&
    entityOf(course, side.entity).key === side.property
  );
}

function defaultOf(
  { root, steps, entity, property }: PathExpression,
  course: Course,
): string | number | boolean | null {
  if (root.kind !== "load" || steps.length > 0) return null;
  const state = course.states.get(`${entity} ${property}`);
  return state ?? entityOf(course, entity).fields.find((field) => field.property === property)?.default ?? null;
}

/** Whether a requirement holds for two rows that have just been made, whatever else the request says. */
function holdsAnyway({ check }: Requirement, course: Course): boolean {
  return holds(check, course);
}

function holds(check: Expression, course: Course): boolean {
  if (check.kind === "and") return check.operands.every((operand) => holds(operand, course));
  if (check.kind !== "compare") return false;
  const { left, right, operator } = check;
  if (operator === "!=") return isKey(left, course) && isKey(right, course);
  return (
    operator === "==" && left.kind === "path" && right.kind === "literal" && defaultOf(left, course) === right.value
  );
}
