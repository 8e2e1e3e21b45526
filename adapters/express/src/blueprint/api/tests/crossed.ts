import type { ApiOperation, Expression } from "@backwright/core";
import type { ApiModel } from "../model.ts";
import type { OperationTest, SceneRow } from "./operation-test.ts";

type Effects = Extract<ApiOperation, { verb: "effects" }>;

/** Two rows of one table that effects change together, and that can change places. */
export interface Crossed {
  readonly first: SceneRow;
  readonly key: string;
  /** Names in the request of the keys of both. */
  readonly inputs: readonly [string, string];
}

/** `null` where there are no such rows, or where they have to differ. */
export function crossedOf(model: ApiModel, t: OperationTest, op: Effects): Crossed | null {
  const [one, other, ...more] = op.loads;
  if (one === undefined || other === undefined || more.length > 0 || one.entity !== other.entity) {
    return null;
  }
  const [first, second] = [one, other].map(({ name }) => t.rows.find(({ variable }) => variable === name));
  const inputs = [one, other].flatMap(({ by: { value } }) =>
    value.kind === "parameter" && value.in === "input" ? [value.name] : [],
  );
  const [here, there] = inputs;
  const changed = new Set(op.steps.flatMap((step) => (step.kind === "set" ? [step.load] : [])));
  const key = model.entity(one.entity).key.name;
  if (
    first === undefined ||
    second === undefined ||
    second.values.length > 0 ||
    here === undefined ||
    there === undefined ||
    changed.size < 2 ||
    op.requirements.some(({ check }) => toldApart(check, key))
  ) {
    return null;
  }
  return { first, key, inputs: [here, there] };
}

/** Whether an expression compares two loaded rows by more than their keys. */
function toldApart(check: Expression, key: string): boolean {
  switch (check.kind) {
    case "and":
      return check.operands.some((operand) => toldApart(operand, key));
    case "compare": {
      const sides = [check.left, check.right].map(isLoaded);
      return sides.every(Boolean) && !(check.left.kind === "path" && check.left.property === key);
    }
    default:
      return true;
  }
}

function isLoaded(side: Expression): boolean {
  return side.kind === "path" && side.root.kind === "load";
}
