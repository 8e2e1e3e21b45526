import { importsOf } from "../imports.ts";
import type { ImportRecord } from "../imports.ts";
import { parseSource } from "../syntax.ts";
import type { Style } from "../style.ts";
import { applyEdits, lineEnd, newlineOf } from "./text.ts";

export interface NewImport {
  readonly specifier: string;
  /** Exported names, each under the same name here. */
  readonly named: readonly string[];
  /** Only types, in TypeScript. */
  readonly typeOnly?: boolean;
  readonly modules: "esm" | "cjs";
  readonly style: Pick<Style, "singleQuote" | "semi" | "bracketSpacing">;
}

/**
 * Adds an import of names to a module: into an import of the same module where there is one, else where the order of the
 * file's imports puts it. A text that imports them already comes back as it is.
 */
export function addImport(path: string, text: string, wanted: NewImport): string {
  const source = parseSource(path, text);
  const records = source === null ? [] : importsOf(source).filter(isTopLevel);
  const same = records.find(
    (record) =>
      record.specifier === wanted.specifier &&
      record.typeOnly === (wanted.typeOnly ?? false) &&
      record.kind !== "export",
  );
  const missing = wanted.named.filter((name) => !same?.named.some((entry) => entry.name === name));
  if (missing.length === 0) {
    return text;
  }
  return same !== undefined && same.named.length > 0
    ? extend(text, same, missing)
    : insert(text, records, wanted, missing);
}

function extend(text: string, record: ImportRecord, names: readonly string[]): string {
  const statement = record.kind === "import" ? record.node : (record.node.parent() ?? record.node);
  const range = statement.range();
  const open = text.indexOf("{", range.start.index);
  const close = text.indexOf("}", open);
  const inner = text.slice(open + 1, close);
  const end = open + 1 + inner.trimEnd().replace(/,$/, "").length;
  return applyEdits(text, [{ start: end, end, text: `, ${names.join(", ")}` }]);
}

function insert(text: string, records: readonly ImportRecord[], wanted: NewImport, names: readonly string[]): string {
  const newline = newlineOf(text);
  const statements = records.filter((record) => record.kind === (wanted.modules === "esm" ? "import" : "require"));
  const line = statement(wanted, names);
  const { record, side } = placeFor(statements, wanted.specifier);
  if (record === null || side === "before") {
    const start = record === null ? headerEnd(text) : lineStart(text, record.node.range().start.index);
    return applyEdits(text, [{ start, end: start, text: line + newline + (record === null ? newline : "") }]);
  }
  const end = lineEnd(text, statementEnd(record));
  return applyEdits(text, [{ start: end, end, text: newline + line }]);
}

function statement({ modules, specifier, style, typeOnly = false }: NewImport, names: readonly string[]): string {
  const quote = style.singleQuote ? "'" : '"';
  const space = style.bracketSpacing ? " " : "";
  const braces = `{${space}${names.join(", ")}${space}}`;
  const from = `${quote}${specifier}${quote}`;
  const code =
    modules === "esm"
      ? `import ${typeOnly ? "type " : ""}${braces} from ${from}`
      : `const ${braces} = require(${from})`;
  return style.semi ? `${code};` : code;
}

interface Place {
  /** `null` where the file imports nothing. */
  readonly record: ImportRecord | null;
  readonly side: "before" | "behind";
}

/** Where a new import belongs: by name where the imports of its kind are sorted, else behind the last of its kind. */
function placeFor(records: readonly ImportRecord[], specifier: string): Place {
  const kin = records.filter((record) => record.specifier.startsWith(".") === specifier.startsWith("."));
  const [first] = kin;
  if (first === undefined) {
    return specifier.startsWith(".")
      ? { record: records.at(-1) ?? null, side: "behind" }
      : { record: records[0] ?? null, side: "before" };
  }
  const sorted = kin.every((record, at) => at === 0 || (kin[at - 1]?.specifier ?? "") <= record.specifier);
  const last = sorted ? kin.findLast((record) => record.specifier < specifier) : kin.at(-1);
  return last === undefined ? { record: first, side: "before" } : { record: last, side: "behind" };
}

function isTopLevel(record: ImportRecord): boolean {
  const depth = record.kind === "require" ? 3 : 1;
  return record.node.ancestors().length <= depth + (record.kind === "require" ? 1 : 0);
}

function statementEnd(record: ImportRecord): number {
  const outer = record.node.ancestors().at(-2);
  return (record.kind === "import" ? record.node : (outer ?? record.node)).range().end.index - 1;
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Behind a byte order mark, `#!` line and `"use strict"`. */
function headerEnd(text: string): number {
  return /^\uFEFF?(?:#![^\n]*\n)?(?:\s*(['"])use strict\1;?[^\n]*\n)?/.exec(text)?.[0].length ?? 0;
}
