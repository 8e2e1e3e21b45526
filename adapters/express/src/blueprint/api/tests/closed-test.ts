import type { Expression } from "@backwright/core";
import type { EntityModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import { contrary } from "./scene-values.ts";

/** A row in a state in which nobody may call the operation. */
export interface ClosedTest {
  readonly variable: string;
  readonly entity: EntityModel;
  readonly property: string;
  readonly code: string;
}

/** For a policy that asks only for the state of the row or its parent; `null` for every other. */
export function closedTest({ op, entity, parent }: OperationModel, row: string | null): ClosedTest | null {
  for (const check of op.policy.check === null ? [] : conjuncts(op.policy.check)) {
    if (check.kind !== "compare" || check.left.kind !== "path" || check.right.kind !== "literal") {
      continue;
    }
    const { left, right, operator } = check;
    const place =
      left.root.kind === "parent" && parent !== null
        ? { variable: parent.variable, entity: parent.entity }
        : left.root.kind === "this" && row !== null
          ? { variable: row, entity }
          : null;
    const field = place?.entity.columns.find(({ name }) => name === left.property);
    const code =
      field === undefined || left.steps.length > 0 ? null : contrary(field, { operator, value: right.value });
    if (place !== null && code !== null) {
      return { ...place, property: left.property, code };
    }
  }
  return null;
}

function conjuncts(check: Expression): readonly Expression[] {
  return check.kind === "and" ? check.operands : [check];
}
