import { nodesOf, lineOf, readCall, stringValue } from "./syntax.ts";
import type { SourceFile, SyntaxNode } from "./syntax.ts";

/** One `import … from`, `export … from` or `require(…)`. */
export interface ImportRecord {
  readonly specifier: string;
  readonly kind: "import" | "export" | "require" | "dynamic";
  /** Local name of the default import, of `import * as x`, or of `const x = require(…)`. */
  readonly binding: string | null;
  readonly named: readonly { readonly name: string; readonly alias: string }[];
  readonly typeOnly: boolean;
  readonly line: number;
  readonly node: SyntaxNode;
}

/** Everything that a file takes from other modules, in the order of the text. */
export function importsOf(source: SourceFile): ImportRecord[] {
  const records = [
    ...nodesOf(source.root, "import_statement").flatMap(fromImport),
    ...nodesOf(source.root, "export_statement").flatMap(fromExport),
    ...nodesOf(source.root, "call_expression").flatMap(fromCall),
  ];
  return records.sort((a, b) => a.node.range().start.index - b.node.range().start.index);
}

/** The import that gives a local name its meaning, with the name it has in its own module; `null` when it is not imported. */
export function importedFrom(
  imports: readonly ImportRecord[],
  local: string,
): { readonly specifier: string; readonly name: string } | null {
  for (const record of imports) {
    if (record.binding === local) {
      return { specifier: record.specifier, name: "default" };
    }
    const named = record.named.find((entry) => entry.alias === local);
    if (named !== undefined) {
      return { specifier: record.specifier, name: named.name };
    }
  }
  return null;
}

function fromImport(node: SyntaxNode): ImportRecord[] {
  const clause = node.children().find((child) => child.kind() === "import_clause") ?? null;
  const required = node.children().find((child) => child.kind() === "import_require_clause") ?? null;
  const specifier = stringValue((required ?? node).field("source"));
  if (specifier === null) {
    return [];
  }
  const parts = (clause ?? required)?.children() ?? [];
  const star = parts.find((child) => child.kind() === "namespace_import");
  const plain = parts.find((child) => child.kind() === "identifier");
  return [
    {
      specifier,
      kind: required === null ? "import" : "require",
      binding: plain?.text() ?? star?.children().at(-1)?.text() ?? null,
      named: clause === null ? [] : specifiers(clause, "import_specifier"),
      typeOnly: node.children().some((child) => child.kind() === "type"),
      line: lineOf(node),
      node,
    },
  ];
}

function fromExport(node: SyntaxNode): ImportRecord[] {
  const specifier = stringValue(node.field("source"));
  return specifier === null
    ? []
    : [
        {
          specifier,
          kind: "export",
          binding: null,
          named: specifiers(node, "export_specifier"),
          typeOnly: node.children().some((child) => child.kind() === "type"),
          line: lineOf(node),
          node,
        },
      ];
}

function fromCall(node: SyntaxNode): ImportRecord[] {
  const call = readCall(node);
  const callee = call?.callee.text();
  const specifier = callee === "require" || callee === "import" ? stringValue(call?.args[0] ?? null) : null;
  if (specifier === null) {
    return [];
  }
  const target = declared(node);
  return [
    {
      specifier,
      kind: callee === "require" ? "require" : "dynamic",
      binding: target?.kind() === "identifier" ? target.text() : null,
      named: target?.kind() === "object_pattern" ? destructured(target) : [],
      typeOnly: false,
      line: lineOf(node),
      node,
    },
  ];
}

/** `const { Router } = require(…)`, also `const Router = require(…).Router`. */
function declared(call: SyntaxNode): SyntaxNode | null {
  let node = call.parent();
  while (node !== null && (node.kind() === "await_expression" || node.kind() === "parenthesized_expression")) {
    node = node.parent();
  }
  return node?.kind() === "variable_declarator" ? node.field("name") : null;
}

function destructured(pattern: SyntaxNode): { name: string; alias: string }[] {
  return pattern.children().flatMap((child) => {
    if (child.kind() === "shorthand_property_identifier_pattern") {
      return [{ name: child.text(), alias: child.text() }];
    }
    const name = child.kind() === "pair_pattern" ? child.field("key")?.text() : undefined;
    const alias = child.field("value")?.text();
    return name === undefined || alias === undefined ? [] : [{ name, alias }];
  });
}

function specifiers(node: SyntaxNode, kind: string): { name: string; alias: string }[] {
  return nodesOf(node, kind).flatMap((found) => {
    const name = found.field("name")?.text();
    return name === undefined ? [] : [{ name, alias: found.field("alias")?.text() ?? name }];
  });
}
