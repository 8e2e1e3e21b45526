import { unescapeText } from "../syntax.ts";
import { closing, endOfString, splitAtCommas } from "./scan.ts";

/** A call as its text shows it. */
export interface TextCall {
  /** `a.b` of `a.b(…)`; `null` where it is no name. */
  readonly callee: string | null;
  readonly args: readonly TextArgument[];
}

export interface TextArgument {
  /** `null` for a positional one. */
  readonly name: string | null;
  readonly value: string;
  readonly splat: boolean;
}

/** The call that a text is; `null` for anything else. The text has no comments. */
export function callOf(text: string): TextCall | null {
  const found = primaryOf(text);
  return found === null || found.args === null ? null : { callee: found.callee, args: argumentsIn(found.args) };
}

/** `a.b.c` for names and attributes, the callee's for calls; `null` for anything else. */
export function nameOf(text: string): string | null {
  return primaryOf(text)?.callee ?? null;
}

/** The arguments between the brackets of a call, or the bases of a class. */
export function argumentsIn(inside: string): TextArgument[] {
  return splitAtCommas(inside).map((part): TextArgument => {
    if (part.startsWith("*")) {
      return { name: null, value: part.replace(/^\*+\s*/, ""), splat: true };
    }
    const [head = "", name] = /^([A-Za-z_]\w*)\s*=(?!=)\s*/.exec(part) ?? [];
    return { name: name ?? null, value: part.slice(head.length), splat: false };
  });
}

/** The value of a string without placeholders, adjacent strings joined; `null` for anything else. */
export function stringOf(text: string): string | null {
  let value = "";
  let at = 0;
  while (at < text.length) {
    const prefix = /^[A-Za-z]{0,2}(?=["'])/.exec(text.slice(at, at + 3))?.[0];
    if (prefix === undefined) {
      return null;
    }
    const start = at + prefix.length;
    const end = endOfString(text, start);
    const quotes = text.startsWith(text.slice(start, start + 1).repeat(3), start) ? 3 : 1;
    const content = text.slice(start + quotes, end - quotes);
    if (/f/i.test(prefix) && content.includes("{")) {
      return null;
    }
    value += /r/i.test(prefix) ? content : unescapeText(content);
    at = end;
    while (/[\s\\]/.test(text[at] ?? "")) {
      at++;
    }
  }
  return at === 0 ? null : value;
}

interface Primary {
  readonly callee: string | null;
  /** What stands between the brackets of the last call; `null` where it does not end with one. */
  readonly args: string | null;
}

const literals = new Set(["None", "True", "False"]);

/** A name with everything that follows it: attributes, calls, subscripts. */
function primaryOf(text: string): Primary | null {
  const [first] = /^[A-Za-z_]\w*/.exec(text) ?? [];
  if (first === undefined || literals.has(first)) {
    return null;
  }
  let callee: string | null = first;
  let args: string | null = null;
  let at = first.length;
  while (at < text.length) {
    const sign = text[at] ?? "";
    if (/[\s\\]/.test(sign)) {
      at++;
    } else if (sign === ".") {
      const [dot = "", name] = /^\.\s*([A-Za-z_]\w*)/.exec(text.slice(at, at + 200)) ?? [];
      if (name === undefined) {
        return null;
      }
      callee = callee === null ? null : `${callee}.${name}`;
      args = null;
      at += dot.length;
    } else if (sign === "(" || sign === "[") {
      const end = closing(text, at);
      if (end === null) {
        return null;
      }
      args = sign === "(" ? text.slice(at + 1, end) : null;
      callee = sign === "(" ? callee : null;
      at = end + 1;
    } else {
      return null;
    }
  }
  return { callee, args };
}
