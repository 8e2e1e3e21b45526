import type { CompareOperator, Expression } from "@backwright/core";
import { ascendingValues } from "../../samples.ts";
import type { FieldView } from "../../view.ts";
import type { Around } from "./scene.ts";
import { addBefore, put, rowOf } from "./scene-rows.ts";
import type { PlacedRow } from "./scene-rows.ts";

interface Sides {
  readonly operator: CompareOperator;
  readonly row: PlacedRow;
  readonly property: string;
  readonly right: Expression;
}

/** Source text of a value with which the comparison holds. */
export function valueFor({ operator, row, property, right }: Sides, around: Around): string | null {
  const equal = operator === "==" || operator === ">=" || operator === "<=";
  if (right.kind === "literal") {
    return equal && right.value !== null ? JSON.stringify(right.value) : null;
  }
  if (right.kind === "path" && equal) {
    const other = rowOf(right, around);
    return other === null ? null : `${other.variable}.${right.property}`;
  }
  return right.kind === "parameter"
    ? parameterValue({ operator, row, property, name: right.name, from: right.in }, around)
    : null;
}

interface Compared {
  readonly operator: CompareOperator;
  readonly row: PlacedRow;
  readonly property: string;
  readonly name: string;
  readonly from: string;
}

/** A value for a property and one for the parameter that it is compared with. */
function parameterValue({ operator, row, property, name, from }: Compared, around: Around): string | null {
  const { draft } = around;
  const field = row.entity.columns.find((one) => one.name === property);
  if (field === undefined) {
    return keyOfRow({ row, property, name }, around);
  }
  if (from === "input") {
    const value = operator === ">=" || operator === "==" ? "100" : null;
    return field.type === "integer" || field.type === "number" ? value : null;
  }
  const values =
    field.type === "string" && field.enum === null && field.format === null
      ? ["other", "wanted"]
      : ascendingValues(field);
  const [low, high = low] = values;
  if (low === undefined || high === undefined || low === high) {
    return null;
  }
  const up = operator === "==" || operator === ">=" || operator === ">";
  const [wanted, unlike] = up ? [high, low] : [low, high];
  draft.parameters.set(name, JSON.stringify(operator === ">" || operator === "<" ? unlike : wanted));
  if (!row.further) {
    draft.unlike.set(property, literal(field.type, unlike));
  }
  return literal(field.type, wanted);
}

function keyOfRow(
  { row, property, name }: Pick<Compared, "row" | "property" | "name">,
  { draft, model, name: named }: Around,
): string | null {
  const relation = row.entity.entity.relations.find((one) => one.kind === "belongsTo" && one.property === property);
  if (relation === undefined) {
    return null;
  }
  const target = model.entity(relation.entity);
  const present = draft.rows.get(row.variable)?.get(property);
  const code = present ?? `${named("wanted")}.${target.key.name}`;
  if (present === undefined) {
    addBefore(draft, { variable: named("wanted"), entity: target, values: new Map() }, row.variable);
  }
  draft.parameters.set(name, code);
  return code;
}

/** Source text of a value as a row holds it. */
function literal(type: string, value: string | number | boolean): string {
  return type === "date-time" ? `new Date(${JSON.stringify(value)})` : JSON.stringify(value);
}

/** Gives the row at hand a value with which a comparison with a constant does not hold. */
export function close(expression: Expression, around: Around): void {
  if (expression.kind !== "compare" || expression.left.kind !== "path" || expression.right.kind !== "literal") {
    return;
  }
  const { left, right, operator } = expression;
  const isNear = left.steps.length === 0 && (left.root.kind === "this" || left.root.kind === "parent");
  const row = isNear ? rowOf(left, around) : null;
  const field = row?.entity.columns.find(({ name }) => name === left.property);
  const code = field === undefined ? null : contrary(field, { operator, value: right.value });
  if (row === null || code === null) {
    return;
  }
  if (put(around, { variable: row.variable, property: left.property, code }) && left.root.kind === "this") {
    around.draft.closed.set(left.property, code);
  }
}

/** Source text of a value of which a comparison with a constant does not hold; `null` where none is known. */
export function contrary(
  field: FieldView,
  { operator, value }: { operator: CompareOperator; value: string | number | boolean | null },
): string | null {
  const other = ascendingValues(field).find((one) => one !== value);
  const chosen = operator === "==" ? other : operator === "!=" ? value : undefined;
  return chosen === undefined || chosen === null ? null : literal(field.type, chosen);
}
