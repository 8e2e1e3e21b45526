import { ExpressionFault } from "./syntax.ts";

export interface Token {
  readonly kind: "name" | "number" | "text" | "sign" | "end";
  /** As it is written; of a text, what it says. */
  readonly value: string;
  readonly at: number;
}

const space = /\s+/y;
const name = /[A-Za-z_][A-Za-z0-9_]*/y;
const number = /[0-9]+(?:\.[0-9]+)?/y;
const text = /"((?:[^"\\]|\\["'\\])*)"|'((?:[^'\\]|\\["'\\])*)'/y;
const sign = /==|!=|<=|>=|[<>+\-*().[\]]/y;

/** The words and signs of an expression; the last token is its end. Throws `ExpressionFault`. */
export function lex(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const skipped = match(space, { source, at });
    if (skipped !== null) at += skipped[0].length;
    if (at >= source.length) break;

    const token = tokenAt(source, at);
    tokens.push(token.token);
    at += token.length;
  }
  return [...tokens, { kind: "end", value: "", at: source.length }];
}

function tokenAt(source: string, at: number): { readonly token: Token; readonly length: number } {
  for (const [kind, pattern] of [
    ["name", name],
    ["number", number],
    ["text", text],
    ["sign", sign],
  ] as const) {
    const found = match(pattern, { source, at });
    if (found === null) continue;
    const value = kind === "text" ? (found[1] ?? found[2] ?? "").replaceAll(/\\(["'\\])/g, "$1") : found[0];
    return { token: { kind, value, at }, length: found[0].length };
  }
  const [character = ""] = source.slice(at);
  throw new ExpressionFault(character === '"' || character === "'" ? "the text is not closed" : advice(character), at);
}

const advised: Partial<Record<string, string>> = {
  "=": "compare with `==`",
  "!": "write `not`, or `!=`",
  "&": "write `and`",
  "|": "write `or`",
  "/": "there is no division",
};

function advice(character: string): string {
  const hint = advised[character];
  return `\`${character}\` has no place in an expression${hint === undefined ? "" : `; ${hint}`}`;
}

function match(
  pattern: RegExp,
  { source, at }: { readonly source: string; readonly at: number },
): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(source);
}
