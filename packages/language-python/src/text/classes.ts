import { argumentsIn, nameOf } from "./expression.ts";
import { closing, codeOf, logicalLines } from "./scan.ts";
import type { LogicalLine } from "./scan.ts";

/** A class that builds on others, as its text shows it. */
export interface TextClass {
  readonly name: string;
  readonly start: number;
  /** What stands between its brackets. */
  readonly header: string;
  /** The names of its bases; `Generic[T]` is `Generic`. */
  readonly bases: readonly string[];
  /** All of its text below the header. */
  readonly body: string;
  /** The statements of its own body, without what stands inside of them and without comments. */
  statements(): readonly string[];
}

/** The classes of a text that build on others, in the order of the text. */
export function classesIn(text: string): TextClass[] {
  const lines = logicalLines(text);
  return lines.flatMap((line, index) =>
    text.startsWith("class", line.start) ? (classAt(text, lines, index) ?? []) : [],
  );
}

function classAt(text: string, lines: readonly LogicalLine[], index: number): TextClass | null {
  const line = lines[index];
  if (line === undefined) {
    return null;
  }
  const code = codeOf(text, line);
  const [head = "", name] = /^class\s+(\w+)\s*/.exec(code) ?? [];
  const open = code[head.length] === "[" ? (closing(code, head.length) ?? 0) + 1 : head.length;
  const end = code[open] === "(" ? closing(code, open) : null;
  const header = end === null ? "" : code.slice(open + 1, end);
  const given = argumentsIn(header);
  if (name === undefined || end === null || given.length === 0) {
    return null;
  }
  const below = belowOf(lines, index, line.indent);
  const first = below[0];
  const inline = code.slice(end + 1).replace(/^\s*:\s*/, "");
  let statements: string[] | null = null;
  return {
    name,
    start: line.start,
    header,
    bases: given.flatMap((base) => (base.name === null ? (nameOf(base.value) ?? subscripted(base.value)) : [])),
    body: inline === "" ? text.slice(first?.start ?? line.end, below.at(-1)?.end ?? line.end) : inline,
    statements: () =>
      (statements ??=
        inline === ""
          ? below.filter(({ indent }) => indent === first?.indent).map((statement) => codeOf(text, statement))
          : [inline]),
  };
}

/** The lines that are indented further than the one at an index, up to the first that is not. */
function belowOf(lines: readonly LogicalLine[], index: number, indent: number): readonly LogicalLine[] {
  let end = index + 1;
  while ((lines[end]?.indent ?? indent) > indent) {
    end++;
  }
  return lines.slice(index + 1, end);
}

/** `Generic[T]` and `BaseRepository[User]` are what stands before the bracket. */
function subscripted(base: string): string | [] {
  return /^[A-Za-z_][\w.]*(?=\s*\[[\s\S]*\]$)/.exec(base)?.[0] ?? [];
}
