import type { CompareOperator, Expression, PathExpression } from "@backwright/core";
import { baseOf, propertyTerm, rootKey, Way } from "./reach.ts";
import type { Base, Surrounding } from "./reach.ts";
import { asksDatabase, isCondition, readsRow } from "./term.ts";
import type { Term } from "./term.ts";

/** What an expression becomes: a part of a query, or TypeScript that may ask the database on its way. */
export type Target = "query" | "code";

type Compare = Extract<Expression, { kind: "compare" }>;
type Collected = Extract<Expression, { kind: "exists" | "count" }>;

/** An expression that says yes or no. */
export function lowerCondition(expression: Expression, around: Surrounding, target: Target): Term {
  const term = lower(expression, around, target);
  const said: Term = isCondition(term)
    ? term
    : { kind: "compare", operator: "==", left: term, right: { kind: "literal", value: true, type: "boolean" } };
  return target === "query" && !readsRow(said) ? { kind: "decided", operand: said } : said;
}

/** An expression that gives a value. */
export function lowerValue(expression: Expression, around: Surrounding, target: Target): Term {
  return lower(expression, around, target);
}

function lower(expression: Expression, around: Surrounding, target: Target): Term {
  switch (expression.kind) {
    case "path":
      return lowerPath(expression, around);
    case "literal":
      return { kind: "literal", value: expression.value, type: expression.type };
    case "parameter": {
      const { name, type, nullable } = expression;
      const of = around.roots.get(`parameter ${expression.in}`);
      return {
        kind: "value",
        of: of?.kind === "row" ? of.variable : expression.in,
        name,
        type,
        optional: false,
        nullable,
      };
    }
    case "now":
      return { kind: "now" };
    case "signedIn":
      return { kind: "signedIn", viewer: "viewer" };
    case "compare":
      return lowerCompare(expression, around, target);
    case "and":
    case "or": {
      const operands = expression.operands.map((one) => lowerCondition(one, around, target));
      return { kind: expression.kind, operands: target === "code" ? operands.toSorted(cheapFirst) : operands };
    }
    case "not": {
      const operand = lowerCondition(expression.operand, around, target);
      return { kind: "not", operand };
    }
    case "exists":
    case "count":
      return lowerCollected(expression, around);
    case "arithmetic":
      return {
        kind: "arithmetic",
        operator: expression.operator,
        left: lower(expression.left, around, target),
        right: lower(expression.right, around, target),
      };
  }
}

function lowerPath(path: PathExpression, around: Surrounding): Term {
  if (path.steps.length === 0) {
    const nullable = path.root.kind === "auth" ? mayBeNull(around, path) : path.nullable;
    return propertyTerm(baseOf(around, path.root), path.property, { type: path.type, nullable });
  }
  const { way, column } = walk(path, around);
  const query = way.query([]);
  return query === null ? column : { kind: "lookup", query, column, type: path.type };
}

/** Whether an account that is there may lack this value. */
function mayBeNull({ model }: Surrounding, { entity, property }: PathExpression): boolean {
  const { fields, relations } = model.entity(entity).entity;
  const relation = relations.find((one) => one.kind === "belongsTo" && one.property === property);
  return (
    fields.find((field) => field.property === property)?.nullable ??
    (relation?.kind === "belongsTo" && !relation.required)
  );
}

function walk(path: PathExpression, around: Surrounding): { way: Way; column: Term } {
  const way = new Way(around, path.root, path.entity).follow(path.steps);
  return { way, column: propertyTerm(way.row(), path.property, path) };
}

/** A comparison with what stands behind relations asks whether there is such a row. */
function lowerCompare({ operator, left, right }: Compare, around: Surrounding, target: Target): Term {
  for (const [one, other] of [
    [left, right],
    [right, left],
  ] as const) {
    if (other.kind === "literal" && other.value === null) {
      return { kind: "isNull", operand: lower(one, around, target), negated: operator === "!=" };
    }
  }
  const flipped = !isRelated(left) && isRelated(right);
  const [near, far] = flipped ? [right, left] : [left, right];
  const said = flipped ? mirrored[operator] : operator;
  if (near.kind === "path" && near.steps.length > 0) {
    const { way, column } = walk(near, around);
    const inner: Surrounding = { ...around, scope: way.scope() };
    const condition = ordered({ operator: said, left: column, right: lower(far, inner, "query") });
    const query = way.query([condition]);
    return query === null ? condition : { kind: "exists", query };
  }
  return ordered({ operator: said, left: lower(near, around, target), right: lower(far, around, target) });
}

function isRelated(expression: Expression): boolean {
  return expression.kind === "path" && expression.steps.length > 0;
}

/** drizzle takes the column first, so that it knows the type of the value. */
function ordered({ operator, left, right }: { operator: CompareOperator; left: Term; right: Term }): Term {
  return left.kind !== "column" && right.kind === "column"
    ? { kind: "compare", operator: mirrored[operator], left: right, right: left }
    : { kind: "compare", operator, left, right };
}

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function lowerCollected({ kind, collection, as, where }: Collected, around: Surrounding): Term {
  const way = new Way(around, collection.root, collection.entity).follow(collection.steps);
  const key = around.model.entity(collection.target).key.name;
  const element = way.enter(collection, where !== null && readsMore(where, as, key));
  const roots = new Map<string, Base>([...around.roots, [rootKey({ kind: "element", as }), element]]);
  const conditions = where === null ? [] : conjuncts(where);
  const inner: Surrounding = { ...around, roots, scope: way.scope() };
  const query = way.query(conditions.map((one) => lowerCondition(one, inner, "query")));
  if (query === null) {
    throw new Error(`The plan asks for ${collection.owner}.${collection.relation}, which reads no table.`);
  }
  return { kind, query };
}

/** What asks the database comes last, so that it is only asked where nothing else decides. */
function cheapFirst(left: Term, right: Term): number {
  return Number(asksDatabase(left)) - Number(asksDatabase(right));
}

function conjuncts(expression: Expression): Expression[] {
  return expression.kind === "and" ? expression.operands : [expression];
}

/** Whether an expression needs more of the element than its key. */
function readsMore(expression: Expression, as: string, key: string): boolean {
  switch (expression.kind) {
    case "path":
      return expression.root.kind === "element" && expression.root.as === as
        ? expression.steps.length > 0 || expression.property !== key
        : false;
    case "compare":
    case "arithmetic":
      return readsMore(expression.left, as, key) || readsMore(expression.right, as, key);
    case "and":
    case "or":
      return expression.operands.some((one) => readsMore(one, as, key));
    case "not":
      return readsMore(expression.operand, as, key);
    case "exists":
    case "count": {
      const { root, steps } = expression.collection;
      const rooted = root.kind === "element" && root.as === as && steps.length > 0;
      return rooted || (expression.where !== null && readsMore(expression.where, as, key));
    }
    default:
      return false;
  }
}
