import type { Syntax } from "./syntax.ts";

const strengths = { or: 1, and: 2, not: 3, compare: 4, sum: 5, product: 6, primary: 7 };

/** Writes an expression with the fewest parentheses; read again, it is the same expression. */
export function printExpression(syntax: Syntax): string {
  switch (syntax.kind) {
    case "literal":
      return typeof syntax.value === "string" ? quote(syntax.value) : String(syntax.value);
    case "name":
      return `${syntax.path.join(".")}${syntax.where === null ? "" : `[${printExpression(syntax.where)}]`}`;
    case "call":
      return `${syntax.name}(${syntax.argument === null ? "" : printExpression(syntax.argument)})`;
    case "not":
      return `not ${within(syntax.operand, strengths.not)}`;
    case "compare": {
      const { left, operator, right } = syntax;
      return `${within(left, strengths.sum)} ${operator} ${within(right, strengths.sum)}`;
    }
    case "and":
    case "or":
      return pair(syntax, syntax.kind);
    case "arithmetic":
      return pair(syntax, syntax.operator);
  }
}

function pair(syntax: Extract<Syntax, { left: Syntax }>, sign: string): string {
  const strength = strengthOf(syntax);
  return `${within(syntax.left, strength)} ${sign} ${within(syntax.right, strength + 1)}`;
}

function within(syntax: Syntax, needed: number): string {
  const text = printExpression(syntax);
  return strengthOf(syntax) < needed ? `(${text})` : text;
}

function strengthOf(syntax: Syntax): number {
  switch (syntax.kind) {
    case "literal":
    case "name":
    case "call":
      return strengths.primary;
    case "arithmetic":
      return syntax.operator === "*" ? strengths.product : strengths.sum;
    default:
      return strengths[syntax.kind];
  }
}

function quote(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
