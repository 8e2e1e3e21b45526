import { splitAtCommas } from "./mask.ts";
import type { MaskedText } from "./mask.ts";

/** An expression by where it stands, without parsing it. */
export interface Expression {
  readonly source: MaskedText;
  /** Without blanks and comments around it. */
  readonly start: number;
  readonly end: number;
}

export function expressionAt(source: MaskedText, start: number, end: number): Expression {
  const code = source.mask.slice(start, end);
  return { source, start: start + code.length - code.trimStart().length, end: start + code.trimEnd().length };
}

/** As it was written. */
export function written({ source, start, end }: Expression): string {
  return source.text.slice(start, end);
}

/** True for an object literal. */
export function isObject({ source, start, end }: Expression): boolean {
  return source.mask[start] === "{" && source.mask[end - 1] === "}";
}

/** True for an array literal. */
export function isArray({ source, start, end }: Expression): boolean {
  return source.mask[start] === "[" && source.mask[end - 1] === "]";
}

/** The elements of an array literal, or the arguments of a call from bracket to bracket. */
export function itemsOf({ source, start, end }: Expression): Expression[] {
  return splitAtCommas(source, start + 1, end - 1).map(([from, to]) => expressionAt(source, from, to));
}

const pair = /^(?:[\w$]+|"\.*"|'\.*')\s*:/;
const shorthand = /^[\w$]+$/;

/** Entries of an object literal by name, as `objectEntries` gives them of a tree: without methods and spreads. */
export function entriesOf(object: Expression): Map<string, Expression> {
  const entries = new Map<string, Expression>();
  for (const item of isObject(object) ? itemsOf(object) : []) {
    const { source, start, end } = item;
    const code = source.mask.slice(start, end);
    const key = pair.exec(code)?.[0];
    if (key !== undefined) {
      const name = source.text.slice(start, start + key.length - 1).trim();
      entries.set(name.replace(/^["'](.*)["']$/, "$1"), expressionAt(source, start + key.length, end));
    } else if (shorthand.test(code)) {
      entries.set(code, item);
    }
  }
  return entries;
}

/** The value of a text without placeholders; `null` for anything else. */
export function textOf(expression: Expression | undefined): string | null {
  if (expression === undefined) {
    return null;
  }
  const { source, start, end } = expression;
  const quoted = /^(["'`])\.*\1$/.test(source.mask.slice(start, end).replace(/\n/g, "."));
  const inside = written(expression).slice(1, -1);
  return quoted && !(source.mask[start] === "`" && inside.includes("${")) ? inside : null;
}

export interface CallText {
  readonly name: string;
  readonly args: readonly Expression[];
  /** Behind its closing bracket. */
  readonly end: number;
}

const callee = /\s*([\w$]+)\s*(?=[<(])/y;

/** A call whose name begins at an offset, `text<"a">("email")`; `null` where there is none. */
export function callAt(source: MaskedText, at: number): CallText | null {
  callee.lastIndex = at;
  const name = callee.exec(source.mask)?.[1];
  const open = name === undefined ? -1 : afterTypes(source, callee.lastIndex);
  const close = source.mask[open] === "(" ? (source.closings.get(open) ?? -1) : -1;
  return name === undefined || close === -1
    ? null
    : { name, args: itemsOf({ source, start: open, end: close + 1 }), end: close + 1 };
}

const next = /\s*(?:\?\.|\.)/y;

/** The calls of `text("email").notNull().unique()` from the one at an offset to the last. */
export function chainAt(source: MaskedText, at: number): CallText[] {
  const calls: CallText[] = [];
  for (let call = callAt(source, at); call !== null;) {
    calls.push(call);
    next.lastIndex = call.end;
    call = next.test(source.mask) ? callAt(source, next.lastIndex) : null;
  }
  return calls;
}

const longestTypes = 1000;

/** Where the round bracket begins behind the types that a call is told; -1 where they have no end. */
function afterTypes({ mask }: MaskedText, at: number): number {
  let depth = 0;
  for (let to = at; to < Math.min(mask.length, at + longestTypes); to += 1) {
    if (depth === 0 && to > at && mask[to]?.trim() !== "") return to;
    if (mask[to] === "<") depth += 1;
    else if (mask[to] === ">" && mask[to - 1] !== "=") depth -= 1;
    else if (depth === 0) return to;
  }
  return -1;
}
