import type { Collection, CompareOperator, Expression, PathExpression, Root } from "@backwright/core";
import { ascendingValues } from "../../samples.ts";
import type { ApiModel, EntityModel } from "../model.ts";

/** Rows that a test makes so that a condition holds. */
export interface Scene {
  /** Properties of rows by their variable, as source text. */
  readonly rows: ReadonlyMap<string, Map<string, string>>;
  /** Further rows, before and after the one at hand. */
  readonly before: readonly ExtraRow[];
  readonly after: readonly ExtraLink[];
  /** Values of parameters, as source text. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Properties of a row of which the condition does not hold. */
  readonly unlike: ReadonlyMap<string, string>;
}

export interface ExtraRow {
  readonly variable: string;
  readonly entity: EntityModel;
  readonly values: Map<string, string>;
}

export interface ExtraLink {
  readonly table: string;
  readonly values: Readonly<Record<string, string>>;
}

interface Draft {
  readonly rows: Map<string, Map<string, string>>;
  readonly before: ExtraRow[];
  readonly after: ExtraLink[];
  readonly parameters: Map<string, string>;
  readonly unlike: Map<string, string>;
}

export interface SceneRequest {
  readonly model: ApiModel;
  readonly conditions: readonly Expression[];
  /** The variable of a root: `current`, `viewer`, a loaded row. */
  variable(root: Root): string;
  /** Names a further row, so that it collides with nothing around. */
  name(wanted: string): string;
}

/** What has to be there for all conditions to hold; `null` where that cannot be told from them. */
export function sceneOf(request: SceneRequest): Scene | null {
  const draft: Draft = { rows: new Map(), before: [], after: [], parameters: new Map(), unlike: new Map() };
  return request.conditions.every((condition) => satisfy(condition, { ...request, draft })) ? draft : null;
}

interface Around extends SceneRequest {
  readonly draft: Draft;
}

function satisfy(expression: Expression, around: Around): boolean {
  switch (expression.kind) {
    case "and":
      return expression.operands.every((one) => satisfy(one, around));
    case "or":
      // What speaks of the account holds for nobody else, which is what tests want.
      return [
        ...expression.operands.filter(speaksOfAccount),
        ...expression.operands.filter((one) => !speaksOfAccount(one)),
      ].some((one) => satisfy(one, around));
    case "signedIn":
      return true;
    case "compare":
      return satisfyCompare(expression, around);
    case "exists":
      return satisfyExists(expression, around);
    default:
      return false;
  }
}

/** Whether an expression depends on who asks. */
export function speaksOfAccount(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"root":{"kind":"auth"}');
}

type Compare = Extract<Expression, { kind: "compare" }>;

function satisfyCompare({ operator, left, right }: Compare, around: Around): boolean {
  if (left.kind !== "path") {
    return (
      right.kind === "path" &&
      satisfyCompare({ kind: "compare", operator: mirrored[operator], left: right, right: left }, around)
    );
  }
  if (left.root.kind === "auth" && right.kind === "path" && right.root.kind !== "auth") {
    return satisfyCompare({ kind: "compare", operator: mirrored[operator], left: right, right: left }, around);
  }
  const [step] = left.steps;
  if (step !== undefined) {
    return left.steps.length === 1 && satisfyStep({ operator, left, right }, around);
  }
  const variable = around.variable(left.root);
  const code = valueFor({ operator, left, right }, around);
  if (code === null) {
    return operator === "!=";
  }
  return put(around.draft, variable, left.property, code);
}

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

interface Sides {
  readonly operator: CompareOperator;
  readonly left: PathExpression;
  readonly right: Expression;
}

/** Source text of a value with which the comparison holds. */
function valueFor({ operator, left, right }: Sides, around: Around): string | null {
  const equal = operator === "==" || operator === ">=" || operator === "<=";
  if (right.kind === "literal") {
    return equal && right.value !== null ? JSON.stringify(right.value) : null;
  }
  if (right.kind === "path" && right.steps.length === 0 && equal) {
    return `${around.variable(right.root)}.${right.property}`;
  }
  return right.kind === "parameter"
    ? parameterValue({ operator, left, name: right.name, from: right.in }, around)
    : null;
}

/** A value for a property and one for the parameter that it is compared with. */
function parameterValue(
  { operator, left, name, from }: { operator: CompareOperator; left: PathExpression; name: string; from: string },
  around: Around,
): string | null {
  const { draft, model } = around;
  const owner = model.entity(left.entity);
  const field = owner.columns.find((one) => one.name === left.property);
  if (field === undefined) {
    const row = around.variable(left.root);
    return keyOfRow({ owner, row, property: left.property, name }, around);
  }
  if (from === "input") {
    const value = operator === ">=" || operator === "==" ? "100" : null;
    return left.type === "integer" || left.type === "number" ? value : null;
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
  draft.unlike.set(left.property, literal(field.type, unlike));
  return literal(field.type, wanted);
}

function keyOfRow(
  { owner, row, property, name }: { owner: EntityModel; row: string; property: string; name: string },
  { draft, model, name: named }: Around,
): string | null {
  const relation = owner.entity.relations.find((one) => one.kind === "belongsTo" && one.property === property);
  if (relation === undefined) {
    return null;
  }
  const target = model.entity(relation.entity);
  const present = draft.rows.get(row)?.get(property);
  const code = present ?? `${named("wanted")}.${target.key.name}`;
  if (present === undefined) {
    draft.before.push({ variable: named("wanted"), entity: target, values: new Map() });
  }
  draft.parameters.set(name, code);
  return code;
}

/** Source text of a value as a row holds it. */
function literal(type: string, value: string | number | boolean): string {
  return type === "date-time" ? `new Date(${JSON.stringify(value)})` : JSON.stringify(value);
}

/** A comparison with a row that this one belongs to, which is made for it. */
function satisfyStep({ operator, left, right }: Sides, around: Around): boolean {
  const { model, draft } = around;
  const [step] = left.steps;
  const relation = step === undefined ? undefined : model.relation(left.entity, step.relation);
  if (step === undefined || relation?.kind !== "belongsTo") {
    return false;
  }
  const variable = around.variable(left.root);
  const target = model.entity(step.entity);
  const inner: PathExpression = { ...left, steps: [], entity: step.entity };
  const draftInner: Draft = { ...draft, rows: new Map(), unlike: new Map() };
  const code = valueFor({ operator, left: inner, right }, { ...around, draft: draftInner });
  if (code === null) {
    return false;
  }
  const present = draft.rows.get(variable)?.get(relation.property);
  if (present !== undefined) {
    const known = draft.before.find((row) => present === `${row.variable}.${target.key.name}`);
    const before = known?.values.get(left.property) ?? code;
    known?.values.set(left.property, before);
    return known !== undefined && before === code;
  }
  const wanted = around.name(step.relation);
  const made = `${wanted}${draft.before.some((row) => row.variable === wanted) ? "2" : ""}`;
  draft.before.push({ variable: made, entity: target, values: new Map([[left.property, code]]) });
  return put(draft, variable, relation.property, `${made}.${target.key.name}`);
}

function satisfyExists({ collection, as, where }: Extract<Expression, { kind: "exists" }>, around: Around): boolean {
  const owner = ownerOf(collection, around);
  if (owner === null) {
    return false;
  }
  const { model, draft } = around;
  const relation = model.relation(collection.owner, collection.relation);
  const target = model.entity(collection.target);
  const values = new Map<string, string>();
  let key: string | null = null;
  for (const one of where === null ? [] : where.kind === "and" ? where.operands : [where]) {
    const sides = one.kind === "compare" && one.operator === "==" ? elementSides(one, as) : null;
    const code =
      sides === null
        ? null
        : valueFor({ operator: "==", ...sides }, { ...around, draft: { ...draft, unlike: new Map() } });
    if (sides === null || code === null) {
      return false;
    }
    if (sides.left.property === target.key.name && relation.kind !== "hasMany") {
      key = code;
    } else {
      values.set(sides.left.property, code);
    }
  }
  if (relation.kind === "belongsTo") {
    return false;
  }
  if (relation.kind === "hasMany") {
    const via = model.relation(relation.entity, relation.via);
    const link = via.kind === "belongsTo" ? { [via.property]: owner } : {};
    draft.after.push({ table: `add ${target.name}`, values: { ...Object.fromEntries(values), ...link } });
    return true;
  }
  if (key === null) {
    const element = around.name("element");
    draft.before.push({ variable: element, entity: target, values });
    key = `${element}.${target.key.name}`;
  }
  const position = model.join(relation.join).position ? { position: "0" } : {};
  draft.after.push({
    table: model.join(relation.join).property,
    values: { [relation.near]: owner, [relation.far]: key, ...position },
  });
  return true;
}

function elementSides({ left, right }: Compare, as: string): { left: PathExpression; right: Expression } | null {
  function isElement(one: Expression): one is PathExpression {
    return one.kind === "path" && one.root.kind === "element" && one.root.as === as && one.steps.length === 0;
  }
  return isElement(left) ? { left, right } : isElement(right) ? { left: right, right: left } : null;
}

/** The key of the row that has the collection, as source text. */
function ownerOf({ root, steps, entity }: Collection, around: Around): string | null {
  const { model, draft } = around;
  const variable = around.variable(root);
  const [step] = steps;
  if (step === undefined) {
    return `${variable}.${model.entity(entity).key.name}`;
  }
  const relation = model.relation(entity, step.relation);
  if (steps.length > 1 || relation.kind !== "belongsTo") {
    return null;
  }
  const target = model.entity(step.entity);
  const present = draft.rows.get(variable)?.get(relation.property);
  if (present !== undefined) {
    return present;
  }
  const made = around.name(step.relation);
  draft.before.push({ variable: made, entity: target, values: new Map() });
  put(draft, variable, relation.property, `${made}.${target.key.name}`);
  return `${made}.${target.key.name}`;
}

/** Sets a property of a row, unless it is another value already. */
function put({ rows }: Draft, variable: string, property: string, code: string): boolean {
  const values = rows.get(variable) ?? new Map<string, string>();
  rows.set(variable, values);
  const present = values.get(property);
  if (present === undefined) {
    values.set(property, code);
  }
  return present === undefined || present === code;
}
