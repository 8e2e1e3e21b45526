import type { ApiField } from "../entity.ts";
import type { CompareOperator, Expression, ValueType } from "../expression.ts";
import type { ApiDraft } from "./draft.ts";

/** What an expression gives; `null` for null itself. */
export function typeOf(expression: Expression): ValueType | null {
  switch (expression.kind) {
    case "path":
    case "parameter":
    case "arithmetic":
    case "literal":
      return expression.type;
    case "now":
      return "date-time";
    case "count":
      return "integer";
    case "signedIn":
    case "compare":
    case "and":
    case "or":
    case "not":
    case "exists":
      return "boolean";
  }
}

/** Whether it can give null. */
export function isNullable(expression: Expression): boolean {
  switch (expression.kind) {
    case "path":
    case "parameter":
      return expression.nullable;
    case "literal":
      return expression.value === null;
    case "arithmetic":
      return isNullable(expression.left) || isNullable(expression.right);
    default:
      return false;
  }
}

/** The field that a path ends in; `null` for a foreign key and for everything else. */
export function fieldOfPath(expression: Expression, draft: ApiDraft): ApiField | null {
  if (expression.kind !== "path") return null;
  const entity = draft.entities.get(expression.steps.at(-1)?.entity ?? expression.entity);
  return entity?.fields.find((field) => field.property === expression.property) ?? null;
}

interface Comparison {
  readonly draft: ApiDraft;
  readonly left: Expression;
  readonly right: Expression;
  readonly operator: CompareOperator;
}

/** Why two values cannot be compared; `null` where they can. */
export function checkComparable({ draft, left, right, operator }: Comparison): string | null {
  const types = [typeOf(left), typeOf(right)] as const;
  if (types.includes(null)) {
    if (operator !== "==" && operator !== "!=") return "null is neither less nor more than anything; use == or !=";
    const other = types[0] === null ? right : left;
    return isNullable(other) || typeOf(other) === null ? null : "what is compared with null is never null";
  }
  const [a, b] = types as [ValueType, ValueType];
  const secret = [left, right].some((side) => fieldOfPath(side, draft)?.secret === true);
  if (secret) return "a secret field is compared nowhere";
  if (operator !== "==" && operator !== "!=" && (a === "boolean" || a === "uuid")) return `${a} has no order`;
  return (
    problemOfLiteral(left, { beside: right, draft }) ??
    problemOfLiteral(right, { beside: left, draft }) ??
    (matches(left, right) ? null : `${a} and ${b} cannot be compared`)
  );
}

function matches(left: Expression, right: Expression): boolean {
  const [a, b] = [typeOf(left), typeOf(right)];
  if (a === b) return true;
  const numbers = [a, b].every((type) => type === "integer" || type === "number");
  return numbers || isTextFor(left, b) || isTextFor(right, a);
}

/** A literal text may stand for a moment, a day or a uuid. */
function isTextFor(expression: Expression, type: ValueType | null): boolean {
  return (
    expression.kind === "literal" &&
    typeof expression.value === "string" &&
    ["date", "date-time", "uuid"].includes(type ?? "")
  );
}

function problemOfLiteral(
  literal: Expression,
  { beside, draft }: { beside: Expression; draft: ApiDraft },
): string | null {
  if (literal.kind !== "literal" || typeof literal.value !== "string") return null;
  const type = typeOf(beside);
  if ((type === "date" || type === "date-time") && Number.isNaN(Date.parse(literal.value))) {
    return `"${literal.value}" is no ${type}`;
  }
  const field = fieldOfPath(beside, draft);
  if (field === null || field.enum === null || field.enum.includes(literal.value)) return null;
  return `\`${field.name}\` is never "${literal.value}", only ${field.enum.map((word) => `"${word}"`).join(", ")}`;
}

/** Whether an expression asks who is signed in. */
export function usesAuth(expression: Expression): boolean {
  return mentions(expression, "auth");
}

/** Whether an expression names a row of that kind anywhere. */
export function mentions(expression: Expression, root: "auth" | "this" | "parent" | "load"): boolean {
  switch (expression.kind) {
    case "path":
      return expression.root.kind === root;
    case "signedIn":
      return root === "auth";
    case "compare":
    case "arithmetic":
      return mentions(expression.left, root) || mentions(expression.right, root);
    case "and":
    case "or":
      return expression.operands.some((operand) => mentions(operand, root));
    case "not":
      return mentions(expression.operand, root);
    case "exists":
    case "count":
      return (
        expression.collection.root.kind === root || (expression.where !== null && mentions(expression.where, root))
      );
    default:
      return false;
  }
}
