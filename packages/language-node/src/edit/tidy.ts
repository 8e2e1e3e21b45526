import { importsOf } from "../imports.ts";
import { nodesOf, parseSource } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { applyEdits } from "./text.ts";
import type { TextEdit } from "./text.ts";

/** Puts a module's imports of its own app behind those of packages, in the order of their specifiers, relative ones last. */
export function sortImports(path: string, text: string, alias: string | null = null): string {
  const source = parseSource(path, text);
  const records = source === null ? [] : importsOf(source).filter(({ kind }) => kind === "import");
  function distance(specifier: string): number {
    return specifier.startsWith(".") ? 2 : alias !== null && specifier.startsWith(alias) ? 1 : 0;
  }
  const sorted = records.toSorted((a, b) => {
    const apart = distance(a.specifier) - distance(b.specifier);
    return apart !== 0 || distance(a.specifier) === 0 ? apart : a.specifier < b.specifier ? -1 : 1;
  });
  return applyEdits(
    text,
    records.map((record, at) => {
      const range = record.node.range();
      return { start: range.start.index, end: range.end.index, text: sorted[at]?.node.text() ?? "" };
    }),
  );
}

/** Puts braces around statements that stand alone behind `if`, `else`, `for` and `while`; formatting is left to the caller. */
export function addBraces(path: string, text: string): string {
  const root = parseSource(path, text)?.root;
  const edits: TextEdit[] = (root === undefined ? [] : bareBodies(root)).flatMap((body) => {
    const range = body.range();
    return [
      { start: range.start.index, end: range.start.index, text: "{ " },
      { start: range.end.index, end: range.end.index, text: " }" },
    ];
  });
  return applyEdits(text, edits);
}

/** Statements that stand without braces where a block could. */
export function bareBodies(root: SyntaxNode): SyntaxNode[] {
  const bodies = [
    ...nodesOf(root, "if_statement").map((node) => node.field("consequence")),
    ...nodesOf(root, "else_clause").map((node) => node.children().at(-1) ?? null),
    ...["for_statement", "for_in_statement", "while_statement"]
      .flatMap((kind) => nodesOf(root, kind))
      .map((node) => node.field("body")),
  ];
  return bodies.filter(
    (body) => body !== null && body.kind() !== "statement_block" && body.kind() !== "if_statement",
  ) as SyntaxNode[];
}
