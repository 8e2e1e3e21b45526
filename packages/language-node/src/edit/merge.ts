import { importsOf } from "../imports.ts";
import { nodesOf, objectEntries, parseSource, readCall } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Style } from "../style.ts";
import { addImport } from "./import.ts";
import { appendEntries } from "./object.ts";
import { applyEdits } from "./text.ts";

export interface MergeOptions {
  readonly modules: "esm" | "cjs";
  readonly style: Style;
}

/**
 * Adds to a module what another form of it has beyond it: declarations with the imports that they need, exports of a
 * CommonJS module, and entries of settings that both write as one object. What is there stays as it is.
 */
export function mergeModule(path: string, text: string, wanted: string, { modules, style }: MergeOptions): string {
  const source = parseSource(path, wanted);
  const present = parseSource(path, text);
  if (source === null || present === null) {
    return text;
  }
  const known = new Set(statementsOf(present.root).flatMap(declaredNames));
  const added = statementsOf(source.root).filter((node) => {
    const names = declaredNames(node);
    return names.length > 0 && !isRequire(node) && names.every((name) => !known.has(name));
  });
  const settings = settingsEdits(present.root, source.root);
  const exported = modules === "cjs" ? exportsEdit(present.root, added.flatMap(declaredNames)) : [];
  const edited = applyEdits(text, [...settings, ...exported]);
  const withDeclarations = insert(
    path,
    edited,
    added.map((node) => withComment(node, wanted)),
  );
  const used = new Set(
    added
      .flatMap((node) => ["identifier", "type_identifier"].flatMap((kind) => nodesOf(node, kind)))
      .map((node) => node.text()),
  );
  return importsOf(source).reduce((result, record) => {
    const names = record.named.map(({ name }) => name).filter((name) => used.has(name) && !known.has(name));
    return names.length === 0
      ? result
      : addImport(path, result, {
          specifier: record.specifier,
          named: names,
          typeOnly: record.typeOnly,
          modules,
          style,
        });
  }, withDeclarations);
}

function statementsOf(root: SyntaxNode): SyntaxNode[] {
  return root
    .children()
    .filter((node) => node.isNamed() && node.kind() !== "comment" && node.kind() !== "import_statement");
}

function declaredNames(statement: SyntaxNode): string[] {
  const declaration = statement.field("declaration") ?? statement;
  const own = declaration.field("name")?.text();
  const several = declaration.children().flatMap((child) => {
    const name = child.field("name");
    return name?.kind() === "object_pattern"
      ? nodesOf(name, "shorthand_property_identifier_pattern").map((node) => node.text())
      : (name?.text() ?? []);
  });
  return own === undefined ? several : [own];
}

function isRequire(statement: SyntaxNode): boolean {
  return statement.children().some((child) => {
    const value = child.field("value");
    return value !== null && readCall(value)?.callee.text() === "require";
  });
}

/**
 * Entries that the same call, `z.object({ … })` or `Object.assign(process.env, { … })`, or the same constant, has in the
 * other form.
 */
function settingsEdits(present: SyntaxNode, wanted: SyntaxNode): ReturnType<typeof appendEntries>[] {
  const before = settingsOf(present);
  return [...settingsOf(wanted)].flatMap(([key, object]) => {
    const own = before.get(key);
    const entries = own === undefined ? null : objectEntries(own);
    const missing = [...objectEntries(object)].filter(([name]) => entries !== null && !entries.has(name));
    return own === undefined || missing.length === 0
      ? []
      : [
          appendEntries(
            own,
            missing.map(([name, value]) => `${name}: ${value.text()}`),
          ),
        ];
  });
}

function settingsOf(root: SyntaxNode): Map<string, SyntaxNode> {
  const calls = statementsOf(root).flatMap((statement) => {
    const inner =
      statement.kind() === "expression_statement"
        ? (statement.children()[0] ?? null)
        : statement.children()[1]?.field("value");
    return (inner && readCall(inner)) ?? [];
  });
  const constants = statementsOf(root).flatMap((statement) => {
    const [declarator] = (statement.field("declaration") ?? statement)
      .children()
      .filter((child) => child.kind() === "variable_declarator");
    const [name, object] = [declarator?.field("name"), declarator?.field("value")];
    return name && object?.kind() === "object" ? [[`const ${name.text()}`, object] as const] : [];
  });
  return new Map([
    ...constants,
    ...calls.flatMap(({ callee, args }) => {
      const object = args.at(-1);
      return object?.kind() === "object" && args.length <= 2 ? [[callee.text(), object] as const] : [];
    }),
  ]);
}

function exportsEdit(present: SyntaxNode, names: readonly string[]): ReturnType<typeof appendEntries>[] {
  const assigned = nodesOf(present, "assignment_expression").find(
    (node) => node.field("left")?.text() === "module.exports",
  );
  const object = assigned?.field("right");
  return object?.kind() === "object" && names.length > 0 ? [appendEntries(object, names)] : [];
}

/** In front of `module.exports`, else at the end. */
function insert(path: string, text: string, declarations: readonly string[]): string {
  if (declarations.length === 0) {
    return text;
  }
  const root = parseSource(path, text)?.root;
  const last = root === undefined ? undefined : statementsOf(root).at(-1);
  const at = last?.text().startsWith("module.exports") === true ? last.range().start.index : text.length;
  return `${text.slice(0, at).trimEnd()}\n\n${declarations.join("\n\n")}\n\n${text.slice(at)}`.trimEnd().concat("\n");
}

function withComment(node: SyntaxNode, text: string): string {
  const above = node.prev();
  const start = above?.kind() === "comment" && above.range().end.line === node.range().start.line - 1 ? above : node;
  return text.slice(start.range().start.index, node.range().end.index);
}
