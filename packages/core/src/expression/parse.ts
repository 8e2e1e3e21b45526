import type { ArithmeticOperator, CompareOperator } from "../plan/api/expression.ts";
import { lex } from "./lex.ts";
import type { Token } from "./lex.ts";
import { ExpressionFault, callNames } from "./syntax.ts";
import type { CallName, Syntax } from "./syntax.ts";

const compareOperators: readonly string[] = ["==", "!=", "<", "<=", ">", ">=", "has"];
const words: readonly string[] = ["and", "or", "not", "has", "true", "false", "null"];
const maxDepth = 50;

/** The tokens and how far they are read. */
interface Cursor {
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

/**
 * Reads an expression. From loosest to tightest: `or`, `and`, `not`, a comparison or `has`, `+` and `-`, `*`.
 *
 * @throws ExpressionFault
 */
export function parseExpression(source: string): Syntax {
  const cursor: Cursor = { tokens: lex(source), next: 0, depth: 0 };
  const syntax = either(cursor);
  const rest = peek(cursor);
  if (rest.kind !== "end") throw unexpected(rest, "the end, or an operator like `and` or `==`");
  return syntax;
}

function either(cursor: Cursor): Syntax {
  let left = both(cursor);
  while (isWord(cursor, "or")) {
    const { at } = take(cursor);
    left = { kind: "or", left, right: both(cursor), at };
  }
  return left;
}

function both(cursor: Cursor): Syntax {
  let left = negation(cursor);
  while (isWord(cursor, "and")) {
    const { at } = take(cursor);
    left = { kind: "and", left, right: negation(cursor), at };
  }
  return left;
}

function negation(cursor: Cursor): Syntax {
  if (!isWord(cursor, "not")) return comparison(cursor);
  const { at } = take(cursor);
  return { kind: "not", operand: deeper(cursor, { at, read: negation }), at };
}

function comparison(cursor: Cursor): Syntax {
  const left = sum(cursor);
  const { value, at, kind } = peek(cursor);
  if (kind === "text" || !compareOperators.includes(value)) return left;

  take(cursor);
  const right = sum(cursor);
  const after = peek(cursor);
  if (after.kind !== "text" && compareOperators.includes(after.value)) {
    throw new ExpressionFault("comparisons do not chain; join them with `and`", after.at);
  }
  return { kind: "compare", operator: value as CompareOperator | "has", left, right, at };
}

function sum(cursor: Cursor): Syntax {
  let left = product(cursor);
  while (isSign(cursor, "+") || isSign(cursor, "-")) {
    const { value, at } = take(cursor);
    left = { kind: "arithmetic", operator: value as ArithmeticOperator, left, right: product(cursor), at };
  }
  return left;
}

function product(cursor: Cursor): Syntax {
  let left = primary(cursor);
  while (isSign(cursor, "*")) {
    const { at } = take(cursor);
    left = { kind: "arithmetic", operator: "*", left, right: primary(cursor), at };
  }
  return left;
}

function primary(cursor: Cursor): Syntax {
  const token = take(cursor);
  const { kind, value, at } = token;
  if (kind === "number") return { kind: "literal", value: Number(value), at };
  if (kind === "text") return { kind: "literal", value, at };
  if (kind === "sign" && value === "-") {
    const digits = take(cursor);
    if (digits.kind !== "number") throw unexpected(digits, "a number");
    return { kind: "literal", value: -Number(digits.value), at };
  }
  if (kind === "sign" && value === "(") {
    const inner = deeper(cursor, { at, read: either });
    expectSign(cursor, ")");
    return inner;
  }
  if (kind !== "name") throw unexpected(token, "a name, a number, a text or `(`");
  if (value === "true" || value === "false") return { kind: "literal", value: value === "true", at };
  if (value === "null") return { kind: "literal", value: null, at };
  if (words.includes(value)) throw unexpected(token, "a name, a number, a text or `(`");
  return isSign(cursor, "(") ? call(cursor, token) : path(cursor, token);
}

function call(cursor: Cursor, { value, at }: Token): Syntax {
  const name = callNames.find((known) => known === value);
  if (name === undefined) {
    throw new ExpressionFault(`there is no function \`${value}\`; there are ${callNames.join(", ")}`, at);
  }
  take(cursor);
  const argument: Syntax | null = name === "now" ? null : deeper(cursor, { at, read: collection(name) });
  expectSign(cursor, ")");
  return { kind: "call", name, argument, at };
}

function collection(name: CallName): (cursor: Cursor) => Syntax {
  return (cursor) => {
    const token = take(cursor);
    if (token.kind !== "name" || words.includes(token.value)) {
      throw unexpected(token, `a relation, as in \`${name}(comments)\``);
    }
    return path(cursor, token);
  };
}

function path(cursor: Cursor, { value, at }: Token): Syntax {
  const names: [string, ...string[]] = [value];
  while (isSign(cursor, ".")) {
    take(cursor);
    const part = take(cursor);
    if (part.kind !== "name") throw unexpected(part, "a name");
    names.push(part.value);
  }
  if (!isSign(cursor, "[")) return { kind: "name", path: names, where: null, at };

  const open = take(cursor);
  const where = deeper(cursor, { at: open.at, read: either });
  expectSign(cursor, "]");
  return { kind: "name", path: names, where, at };
}

function deeper(
  cursor: Cursor,
  { at, read }: { readonly at: number; readonly read: (cursor: Cursor) => Syntax },
): Syntax {
  cursor.depth += 1;
  if (cursor.depth > maxDepth) throw new ExpressionFault("it is nested too deeply", at);
  const syntax = read(cursor);
  cursor.depth -= 1;
  return syntax;
}

function peek({ tokens, next }: Cursor): Token {
  const token = tokens[Math.min(next, tokens.length - 1)];
  if (token === undefined) throw new Error("an expression has no end");
  return token;
}

function take(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.next += 1;
  return token;
}

function isSign(cursor: Cursor, value: string): boolean {
  const token = peek(cursor);
  return token.kind === "sign" && token.value === value;
}

function isWord(cursor: Cursor, value: string): boolean {
  const token = peek(cursor);
  return token.kind === "name" && token.value === value;
}

function expectSign(cursor: Cursor, value: string): void {
  const token = take(cursor);
  if (token.kind !== "sign" || token.value !== value) throw unexpected(token, `\`${value}\``);
}

function unexpected({ kind, value, at }: Token, wanted: string): ExpressionFault {
  return new ExpressionFault(`${kind === "end" ? "it ends" : `\`${value}\` stands`} where ${wanted} belongs`, at);
}
