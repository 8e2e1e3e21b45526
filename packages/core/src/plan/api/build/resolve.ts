import { parseExpression } from "../../../expression/parse.ts";
import { ExpressionFault } from "../../../expression/syntax.ts";
import type { Syntax } from "../../../expression/syntax.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiField } from "../entity.ts";
import type { ArithmeticOperator, CompareOperator, Expression, ValueType } from "../expression.ts";
import type { ApiDraft } from "./draft.ts";
import { report } from "./draft.ts";
import { fieldBeside, resolveHas, resolveName, resolveTest } from "./names.ts";
import type { Resolver } from "./names.ts";
import type { Scope } from "./scope.ts";
import { checkComparable, typeOf } from "./types.ts";

export interface ExpressionText {
  readonly text: string;
  readonly path: ValuePath;
  readonly scope: Scope;
  /** What it has to give. */
  readonly expects?: ValueType;
  /** The field that it is compared with, which says the type of a parameter that nothing else does. */
  readonly beside?: ApiField;
}

/** Reads and checks an expression; what is wrong is reported with its place, and then `null`. */
export function resolveExpression(
  draft: ApiDraft,
  { text, path, scope, expects, beside }: ExpressionText,
): Expression | null {
  const resolver: Resolver = { draft, scope, inner: null, taken: new Set(), beside: beside ?? null, resolve };
  try {
    const syntax = parseExpression(text);
    const expression = resolve(syntax, resolver);
    const type = typeOf(expression);
    if (expects !== undefined && type !== null && !fits(type, expects)) {
      throw new ExpressionFault(`it gives ${article(type)}, and ${article(expects)} is needed`, 0);
    }
    return expression;
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const end = error.message.endsWith("?") ? "" : ".";
    report(draft, path, `in \`${text}\`: ${error.message}${end}`, error.at);
    return null;
  }
}

function fits(type: ValueType, expected: ValueType): boolean {
  return type === expected || (type === "integer" && expected === "number");
}

export function article(type: ValueType): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function resolve(syntax: Syntax, resolver: Resolver): Expression {
  switch (syntax.kind) {
    case "literal":
      return { kind: "literal", value: syntax.value, type: literalType(syntax.value) };
    case "name":
      return syntax.where === null ? resolveName(syntax, resolver) : resolveTest("exists", { syntax, resolver });
    case "call":
      if (syntax.name === "now") return { kind: "now", type: "date-time" };
      if (syntax.argument?.kind !== "name") throw new ExpressionFault(`${syntax.name} is of a relation`, syntax.at);
      return resolveTest(syntax.name, { syntax: syntax.argument, resolver });
    case "compare":
      if (syntax.operator === "has") return resolveHas(syntax, resolver);
      return compare({ ...syntax, operator: syntax.operator }, resolver);
    case "not":
      return { kind: "not", operand: condition(syntax.operand, resolver) };
    case "and":
    case "or": {
      const operands = flat(syntax, syntax.kind).map((operand) => condition(operand, resolver));
      return { kind: syntax.kind, operands };
    }
    case "arithmetic":
      return arithmetic(syntax, resolver);
  }
}

function flat(syntax: Syntax, kind: "and" | "or"): Syntax[] {
  return syntax.kind === kind ? [...flat(syntax.left, kind), ...flat(syntax.right, kind)] : [syntax];
}

function condition(syntax: Syntax, resolver: Resolver): Expression {
  const expression = resolve(syntax, resolver);
  const type = typeOf(expression);
  if (type !== "boolean") {
    throw new ExpressionFault(`a condition belongs here, not ${type === null ? "null" : article(type)}`, syntax.at);
  }
  return expression;
}

function literalType(value: string | number | boolean | null): ValueType | null {
  if (value === null) return null;
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeof value === "boolean" ? "boolean" : "string";
}

function compare(
  { left, right, operator, at }: { left: Syntax; right: Syntax; operator: CompareOperator; at: number },
  resolver: Resolver,
): Expression {
  const [first, second] = isParameter(left)
    ? [beside(left, { other: right, resolver }), resolve(right, resolver)]
    : [resolve(left, resolver), beside(right, { other: left, resolver })];
  const problem = checkComparable({ draft: resolver.draft, left: first, right: second, operator });
  if (problem !== null) throw new ExpressionFault(problem, at);
  return { kind: "compare", operator, left: typed(first, second), right: typed(second, first) };
}

/** A parameter that nothing declares is of the type of what it stands beside. */
function beside(syntax: Syntax, { other, resolver }: { other: Syntax; resolver: Resolver }): Expression {
  if (!isParameter(syntax)) return resolve(syntax, resolver);
  return resolve(syntax, { ...resolver, beside: fieldBeside(resolve(other, resolver), resolver.draft) });
}

function isParameter(syntax: Syntax): boolean {
  return syntax.kind === "name" && ["path", "query", "input"].includes(syntax.path[0]) && syntax.path.length === 2;
}

/** A literal takes the type of what it stands beside: a text may be a moment. */
function typed(expression: Expression, other: Expression): Expression {
  if (expression.kind !== "literal" || expression.value === null) return expression;
  const type = typeOf(other);
  return type === null ? expression : { ...expression, type };
}

function arithmetic(
  { left, right, operator, at }: { left: Syntax; right: Syntax; operator: ArithmeticOperator; at: number },
  resolver: Resolver,
): Expression {
  const operands = [resolve(left, resolver), resolve(right, resolver)] as const;
  const types = operands.map(typeOf);
  const wrong = types.find((type) => type !== "integer" && type !== "number");
  if (wrong !== undefined) {
    throw new ExpressionFault(
      `\`${operator}\` is for numbers, not for ${wrong === null ? "null" : article(wrong)}`,
      at,
    );
  }
  const type = types.every((each) => each === "integer") ? "integer" : "number";
  return { kind: "arithmetic", operator, left: operands[0], right: operands[1], type };
}
