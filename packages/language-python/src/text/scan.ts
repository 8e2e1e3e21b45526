/** Finds what matters in Python text: the ends of strings, brackets and lines. */
const special = /["'#()[\]{}\n\\;]/g;

/** A line of code as Python sees it: over several lines of text within brackets, and without what a semicolon ends. */
export interface LogicalLine {
  /** How far it is indented, in columns. */
  readonly indent: number;
  readonly start: number;
  readonly end: number;
  /** Where comments inside it begin and end, in pairs. */
  readonly comments: readonly number[];
}

/** The lines of a text, those that are empty or only comments left out. */
export function logicalLines(text: string): LogicalLine[] {
  const lines: LogicalLine[] = [];
  let at = 0;
  while (at < text.length) {
    const start = firstOf(text, at);
    if (start === null) {
      break;
    }
    const indent = columnsBetween(text, text.lastIndexOf("\n", start - 1) + 1, start);
    let from = start;
    for (let going = true; going;) {
      const { end, stop, comments } = endOfLine(text, from);
      lines.push({ indent, start: from, end, comments });
      going = text[stop] === ";";
      from = going ? skipBlanks(text, stop + 1) : stop;
      going = going && from < text.length && text[from] !== "\n" && text[from] !== "#";
    }
    at = nextLine(text, from);
  }
  return lines;
}

/** The code of a line without its comments. */
export function codeOf(text: string, { start, end, comments }: LogicalLine): string {
  let code = "";
  let from = start;
  for (let index = 0; index < comments.length; index += 2) {
    code += text.slice(from, comments[index]);
    from = comments[index + 1] ?? end;
  }
  return (code + text.slice(from, end)).trimEnd();
}

/** A text without its comments. */
export function withoutComments(text: string): string {
  let code = "";
  let from = 0;
  for (let at = text.includes("#") ? next(text, 0) : text.length; at < text.length; at = next(text, at)) {
    const sign = text[at] ?? "";
    if (sign === '"' || sign === "'") {
      at = endOfString(text, at);
    } else if (sign === "#") {
      code += text.slice(from, at);
      from = text.indexOf("\n", at);
      from = from === -1 ? text.length : from;
      at = from;
    } else {
      at++;
    }
  }
  return code + text.slice(from);
}

/** The position behind a string that begins with a quote. */
export function endOfString(text: string, at: number): number {
  const quote = text[at] ?? "";
  const triple = text.startsWith(quote.repeat(3), at);
  const mark = triple ? quote.repeat(3) : quote;
  let from = at + mark.length;
  for (;;) {
    const end = text.indexOf(mark, from);
    const line = triple ? -1 : text.indexOf("\n", from);
    if (end === -1 || (line !== -1 && line < end && text[line - 1] !== "\\")) {
      return line === -1 ? text.length : line;
    }
    let before = end;
    while (text[before - 1] === "\\") {
      before--;
    }
    if ((end - before) % 2 === 0) {
      return end + mark.length;
    }
    from = end + 1;
  }
}

/** The position of the bracket that closes the one at a position; `null` where none does. */
export function closing(text: string, open: number): number | null {
  let depth = 0;
  for (let at = next(text, open); at < text.length; at = next(text, at)) {
    switch (text[at]) {
      case '"':
      case "'":
        at = endOfString(text, at);
        continue;
      case "#":
        at = nextLine(text, at);
        continue;
      case "(":
      case "[":
      case "{":
        depth++;
        break;
      case ")":
      case "]":
      case "}":
        depth--;
        if (depth === 0) {
          return at;
        }
        break;
    }
    at++;
  }
  return null;
}

/** The parts of a text between commas that stand in no bracket and no string. */
export function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at] ?? "";
    if (sign === '"' || sign === "'") {
      at = endOfString(text, at) - 1;
    } else if (sign === "(" || sign === "[" || sign === "{") {
      depth++;
    } else if (sign === ")" || sign === "]" || sign === "}") {
      depth--;
    } else if (sign === "," && depth === 0) {
      parts.push(text.slice(from, at).trim());
      from = at + 1;
    }
  }
  parts.push(text.slice(from).trim());
  return parts.filter((part) => part !== "");
}

/** A text before and behind the first such sign that stands in no bracket and no string; `null` behind where there is none. */
export function splitAtSign(text: string, sign: "=" | ":"): [string, string | null] {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const here = text[at] ?? "";
    if (here === '"' || here === "'") {
      at = endOfString(text, at) - 1;
    } else if (here === "(" || here === "[" || here === "{") {
      depth++;
    } else if (here === ")" || here === "]" || here === "}") {
      depth--;
    } else if (here === sign && depth === 0) {
      return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
    }
  }
  return [text.trim(), null];
}

function endOfLine(text: string, from: number): { end: number; stop: number; comments: number[] } {
  const comments: number[] = [];
  let depth = 0;
  for (let at = next(text, from); at < text.length; at = next(text, at)) {
    const sign = text[at] ?? "";
    if (sign === '"' || sign === "'") {
      at = endOfString(text, at);
    } else if (sign === "#") {
      const end = text.indexOf("\n", at);
      comments.push(at, end === -1 ? text.length : end);
      at = end === -1 ? text.length : end;
    } else if (sign === "\\") {
      at += 2;
    } else if (sign === "(" || sign === "[" || sign === "{") {
      depth++;
      at++;
    } else if (sign === ")" || sign === "]" || sign === "}") {
      depth = Math.max(0, depth - 1);
      at++;
    } else if (depth === 0 || (sign === "\n" && begins.test(text.slice(at + 1, at + 12)))) {
      return { end: at, stop: at, comments };
    } else {
      at++;
    }
  }
  return { end: text.length, stop: text.length, comments };
}

/** What begins a statement at the very left ends whatever bracket was left open. */
const begins = /^(?:class|def|async def|from|import|@)\b/;

function next(text: string, from: number): number {
  special.lastIndex = from;
  return special.test(text) ? special.lastIndex - 1 : text.length;
}

function nextLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end + 1;
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === " " || text[at] === "\t" || text[at] === "\f" || text[at] === "\r") {
    at++;
  }
  return at;
}

/** Where the first code from here on begins. */
function firstOf(text: string, from: number): number | null {
  let at = skipBlanks(text, from);
  while (text[at] === "\n" || text[at] === "#") {
    at = skipBlanks(text, nextLine(text, at));
  }
  return at < text.length ? at : null;
}

function columnsBetween(text: string, from: number, to: number): number {
  let columns = 0;
  for (let at = from; at < to; at++) {
    columns = text[at] === "\t" ? columns - (columns % 8) + 8 : columns + 1;
  }
  return columns;
}
