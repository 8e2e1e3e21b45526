import { applyEdits } from "./edit/text.ts";
import type { TextEdit } from "./edit/text.ts";
import { nodesOf, parseSource } from "./syntax.ts";
import type { SyntaxNode } from "./syntax.ts";

const typeOnly = [
  "type_annotation",
  "asserts_annotation",
  "type_predicate_annotation",
  "type_parameters",
  "type_arguments",
  "implements_clause",
  "accessibility_modifier",
  "override_modifier",
];

/**
 * Leaves out the types of a TypeScript module, which must be erasable: no enums, no namespaces, no parameter properties, and
 * types imported as types. Comments of what goes go too; formatting is left to the caller.
 */
export function stripTypes(source: string): string {
  // The grammar takes the brackets in sql<boolean>`…` for comparisons.
  const text = source.replaceAll(/(?<=\w)<[\w[\]|., ]+>(?=`)/g, "");
  const root = parseSource("module.ts", text)?.root;
  const edits = root === undefined ? [] : outermost(typeEdits(root, text));
  return edits.length === 0 ? text : withoutUnused(applyEdits(text, edits));
}

/** Without imports of names that stood in types alone. */
function withoutUnused(text: string): string {
  const root = parseSource("module.js", text)?.root;
  if (root === undefined) {
    return text;
  }
  const statements = nodesOf(root, "import_statement");
  const used = new Set(
    ["identifier", "shorthand_property_identifier"]
      .flatMap((kind) => nodesOf(root, kind))
      .filter((node) => !node.ancestors().some((one) => one.kind() === "import_statement"))
      .map((node) => node.text()),
  );
  const edits = statements.flatMap((statement) => {
    const specifiers = nodesOf(statement, "import_specifier");
    const unused = specifiers.filter((one) => !used.has((one.field("alias") ?? one.field("name"))?.text() ?? ""));
    const clause = statement.children().find((child) => child.kind() === "import_clause");
    return unused.length > 0 && unused.length === specifiers.length && clause?.children().length === 1
      ? [statementRemoval(statement, text)]
      : unused.map((one) => withComma(one, text));
  });
  return applyEdits(text, edits);
}

function typeEdits(root: SyntaxNode, text: string): TextEdit[] {
  return [
    ...typeOnly.flatMap((kind) => nodesOf(root, kind)).map(removal),
    ...["interface_declaration", "type_alias_declaration"]
      .flatMap((kind) => nodesOf(root, kind))
      .map((node) => statementRemoval(node, text)),
    ...nodesOf(root, "export_statement")
      .filter(isTypeExport)
      .map((node) => statementRemoval(node, text)),
    ...nodesOf(root, "import_statement").flatMap((node) => importEdits(node, text)),
    ...["as_expression", "satisfies_expression", "non_null_expression"]
      .flatMap((kind) => nodesOf(root, kind))
      .map(behindExpression),
    ...nodesOf(root, "optional_parameter").flatMap((node) => tokens(node, "?")),
    ...nodesOf(root, "public_field_definition").flatMap((node) =>
      node.field("value") === null
        ? [statementRemoval(node, text)]
        : [...tokens(node, "readonly"), ...tokens(node, "declare")],
    ),
  ];
}

function isTypeExport(node: SyntaxNode): boolean {
  return node.children().some((child) => child.kind() === "type");
}

function importEdits(node: SyntaxNode, text: string): TextEdit[] {
  if (node.children().some((child) => child.kind() === "type")) {
    return [statementRemoval(node, text)];
  }
  const specifiers = nodesOf(node, "import_specifier");
  const types = specifiers.filter((specifier) => specifier.children()[0]?.kind() === "type");
  const clause = node.children().find((child) => child.kind() === "import_clause");
  if (types.length > 0 && types.length === specifiers.length && clause?.children().length === 1) {
    return [statementRemoval(node, text)];
  }
  return types.map((specifier) => withComma(specifier, text));
}

function withComma(specifier: SyntaxNode, text: string): TextEdit {
  const { start, end } = removal(specifier);
  return { start, end: end + (/^\s*,/.exec(text.slice(end))?.[0].length ?? 0), text: "" };
}

function removal(node: SyntaxNode): TextEdit {
  const range = node.range();
  return { start: range.start.index, end: range.end.index, text: "" };
}

/** A whole statement with the `export` in front of it and the comment directly above. */
function statementRemoval(node: SyntaxNode, text: string): TextEdit {
  const parent = node.parent();
  const whole = parent?.kind() === "export_statement" ? parent : node;
  const comment = whole.prev();
  const above = comment?.kind() === "comment" && comment.range().end.line === whole.range().start.line - 1;
  const range = whole.range();
  const end = range.end.index + (/^;?[\t ]*\r?\n/.exec(text.slice(range.end.index))?.[0].length ?? 0);
  return { start: (above ? comment.range() : range).start.index, end, text: "" };
}

/** What stands behind the expression: `as T`, `satisfies T`, `!`. */
function behindExpression(node: SyntaxNode): TextEdit {
  const end = node.range().end.index;
  return { start: node.children()[0]?.range().end.index ?? end, end, text: "" };
}

function tokens(node: SyntaxNode, kind: string): TextEdit[] {
  return node
    .children()
    .filter((child) => child.kind() === kind)
    .map(removal);
}

/** Without edits inside of others. */
function outermost(edits: readonly TextEdit[]): TextEdit[] {
  const kept: TextEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start >= (kept.at(-1)?.end ?? 0)) {
      kept.push(edit);
    }
  }
  return kept;
}

/**
 * Writes an ECMAScript module of JavaScript as a CommonJS module. Throws for what our modules do not use: exports under
 * another name or from another module, a default beside others, and `await` at the top level.
 */
export function toCommonJs(text: string): string {
  const root = parseSource("module.js", text)?.root;
  if (root === undefined) {
    return text;
  }
  if (nodesOf(root, "await_expression").some((node) => node.ancestors().every((one) => !isFunction(one)))) {
    throw new Error("A CommonJS module cannot await at its top level.");
  }
  const names: string[] = [];
  const edits = [
    ...nodesOf(root, "import_statement").map((node) => replacement(node, requireOf(node))),
    ...nodesOf(root, "import")
      .filter((node) => node.parent()?.kind() === "call_expression")
      .map((node) => replacement(node, "require")),
    ...nodesOf(root, "export_statement").flatMap((node) => {
      const value = node.field("value");
      if (value !== null && nodesOf(root, "export_statement").length === 1) {
        return [{ start: node.range().start.index, end: value.range().start.index, text: "module.exports = " }];
      }
      const declaration = node.field("declaration");
      const declared = declaration === null ? [] : declaredNames(declaration);
      if (
        declaration === null ||
        declared.length === 0 ||
        node.children().some((child) => child.kind() === "default")
      ) {
        throw new Error(`This export has no CommonJS form here: ${node.text().slice(0, 60)}`);
      }
      names.push(...declared);
      return [{ start: node.range().start.index, end: declaration.range().start.index, text: "" }];
    }),
  ];
  const body = applyEdits(text, edits).replaceAll(/\bawait require\(/g, "require(");
  return names.length === 0 ? body : `${body.trimEnd()}\n\nmodule.exports = { ${names.join(", ")} };\n`;
}

function replacement(node: SyntaxNode, text: string): TextEdit {
  return { ...removal(node), text };
}

function requireOf(node: SyntaxNode): string {
  const source = node.field("source")?.text() ?? "";
  const clause = node.children().find((child) => child.kind() === "import_clause");
  const parts = clause?.children() ?? [];
  const whole =
    parts.find((part) => part.kind() === "identifier") ??
    parts
      .find((part) => part.kind() === "namespace_import")
      ?.children()
      .at(-1);
  const named = nodesOf(node, "import_specifier").map((specifier) => {
    const name = specifier.field("name")?.text() ?? "";
    const alias = specifier.field("alias")?.text();
    return alias === undefined ? name : `${name}: ${alias}`;
  });
  const required = `require(${source})`;
  const first = whole === undefined ? "" : `const ${whole.text()} = ${required};`;
  const second = named.length === 0 ? "" : `const { ${named.join(", ")} } = ${whole?.text() ?? required};`;
  return clause === undefined ? `${required};` : [first, second].filter((line) => line !== "").join("\n");
}

function declaredNames(declaration: SyntaxNode): string[] {
  const own = declaration.field("name")?.text();
  if (own !== undefined) {
    return [own];
  }
  return declaration.children().flatMap((child) => {
    const name = child.kind() === "variable_declarator" ? child.field("name") : null;
    if (name?.kind() === "object_pattern") {
      return name
        .children()
        .flatMap((entry) =>
          entry.kind() === "shorthand_property_identifier_pattern"
            ? [entry.text()]
            : (entry.field("value")?.text() ?? []),
        );
    }
    return name?.text() ?? [];
  });
}

function isFunction(node: SyntaxNode): boolean {
  return ["function_declaration", "arrow_function", "function_expression", "method_definition"].includes(node.kind());
}
