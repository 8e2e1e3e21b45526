import { stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { bindPattern, exportName } from "./bind.ts";
import type { Frame } from "./machine.ts";
import { getMember } from "./member.ts";
import { namedChildren } from "./nodes.ts";
import { Scope } from "./scope.ts";
import { text, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** Runs statements in their order. Every branch runs, each loop over what is known, other loops once. */
export function executeAll(statements: readonly SyntaxNode[], frame: Frame): void {
  for (const statement of statements) {
    hoist(statement.kind() === "export_statement" ? (statement.field("declaration") ?? statement) : statement, frame);
  }
  for (const statement of statements) {
    execute(statement, frame);
  }
}

/** Functions and classes are in sight before they are written. */
function hoist(statement: SyntaxNode, frame: Frame): void {
  const name = statement.field("name")?.text();
  if (name === undefined) {
    return;
  }
  switch (statement.kind()) {
    case "function_declaration":
    case "generator_function_declaration":
      frame.scope.declare(name, functionOf(statement, frame));
      break;
    case "class_declaration":
    case "abstract_class_declaration":
      frame.scope.declare(name, classOf(statement, frame));
      frame.exports.all.push(frame.scope.lookup(name) ?? unknown);
      break;
  }
}

function execute(statement: SyntaxNode, frame: Frame): void {
  if (!frame.machine.step()) {
    return;
  }
  switch (statement.kind()) {
    case "expression_statement":
      namedChildren(statement).forEach((child) => frame.machine.evaluate(child, frame));
      break;
    case "lexical_declaration":
    case "variable_declaration":
      namedChildren(statement).forEach((declarator) => declare(declarator, frame));
      break;
    case "return_statement": {
      const value = namedChildren(statement)[0];
      frame.returned.push(value === undefined ? unknown : frame.machine.evaluate(value, frame));
      break;
    }
    case "import_statement":
      importNames(statement, frame);
      break;
    case "export_statement":
      exportNames(statement, frame);
      break;
    case "enum_declaration":
      frame.scope.declare(statement.field("name")?.text() ?? "", enumOf(statement, frame));
      break;
    case "for_in_statement":
      loop(statement, frame);
      break;
    case "statement_block":
      executeAll(namedChildren(statement), { ...frame, scope: new Scope(frame.scope) });
      break;
    case "if_statement":
    case "else_clause":
    case "try_statement":
    case "finally_clause":
    case "while_statement":
    case "do_statement":
    case "for_statement":
    case "switch_statement":
    case "switch_body":
    case "switch_case":
    case "switch_default":
    case "labeled_statement":
      frame.machine.branches += 1;
      namedChildren(statement)
        .filter((child) => child.kind() !== "parenthesized_expression")
        .forEach((child) => execute(child, frame));
      frame.machine.branches -= 1;
      break;
  }
}

/** The members of an enum; one without a value is counted, as the language does. */
function enumOf(statement: SyntaxNode, frame: Frame): Value {
  const entries = new Map<string, Value>();
  const value: Value = { kind: "object", entries, instanceOf: null, base: null };
  namedChildren(statement.field("body") ?? statement).forEach((member, index) => {
    const initial = member.field("value");
    const key = member.field("name") ?? member;
    const name = stringValue(key) ?? key.text();
    entries.set(name, initial === null ? text(String(index)) : frame.machine.evaluate(initial, frame));
  });
  return value;
}

function declare(declarator: SyntaxNode, frame: Frame): void {
  const [name, value] = [declarator.field("name"), declarator.field("value")];
  if (name !== null) {
    bindPattern(name, value === null ? unknown : frame.machine.evaluate(value, frame), frame);
  }
}

function loop(statement: SyntaxNode, frame: Frame): void {
  const [left, right, body] = [statement.field("left"), statement.field("right"), statement.field("body")];
  if (left === null || right === null || body === null) {
    return;
  }
  const over = frame.machine.evaluate(right, frame);
  const items = over.kind === "list" ? over.items.slice(0, 200) : [unknown];
  for (const item of items) {
    const scope = new Scope(frame.scope);
    bindPattern(left, item, { ...frame, scope });
    execute(body, { ...frame, scope });
  }
}

function importNames(statement: SyntaxNode, frame: Frame): void {
  const required = statement.children().find((child) => child.kind() === "import_require_clause");
  const specifier = stringValue((required ?? statement).field("source"));
  if (specifier === null || statement.children().some((child) => child.kind() === "type")) {
    return;
  }
  function space(): Value {
    return frame.machine.importFrom(frame.file, specifier ?? "");
  }
  const clause = required ?? statement.children().find((child) => child.kind() === "import_clause");
  if (clause === undefined) {
    space();
    return;
  }
  for (const part of namedChildren(clause)) {
    if (part.kind() === "identifier") {
      frame.scope.declare(part.text(), required === undefined ? () => defaultOf(space(), frame) : space);
    } else if (part.kind() === "namespace_import") {
      frame.scope.declare(namedChildren(part)[0]?.text() ?? "", space);
    } else if (part.kind() === "named_imports") {
      for (const { name, alias } of specifiersOf(part)) {
        frame.scope.declare(alias, () =>
          name === "default" ? defaultOf(space(), frame) : getMember(space(), name, frame),
        );
      }
    }
  }
}

function exportNames(statement: SyntaxNode, frame: Frame): void {
  const specifier = stringValue(statement.field("source"));
  const declaration = statement.field("declaration");
  const value = statement.field("value");
  const isDefault = statement.children().some((child) => child.kind() === "default");
  const clause = statement.children().find((child) => child.kind() === "export_clause");
  if (declaration !== null) {
    exportDeclaration(declaration, isDefault, frame);
  } else if (value !== null) {
    exportName(frame, "default", frame.machine.evaluate(value, frame));
  } else if (clause !== undefined) {
    const from = specifier === null ? null : frame.machine.importFrom(frame.file, specifier);
    for (const { name, alias } of specifiersOf(clause)) {
      const found =
        from === null
          ? frame.scope.lookup(name)
          : name === "default"
            ? defaultOf(from, frame)
            : getMember(from, name, frame);
      exportName(frame, alias, found ?? unknown);
    }
  } else if (specifier !== null) {
    exportAll(statement, frame.machine.importFrom(frame.file, specifier), frame);
  } else if (statement.children().some((child) => child.kind() === "=")) {
    // `export = value` of TypeScript.
    const last = namedChildren(statement).at(-1);
    frame.exports.replaced = last === undefined ? null : frame.machine.evaluate(last, frame);
  }
}

function exportDeclaration(declaration: SyntaxNode, isDefault: boolean, frame: Frame): void {
  execute(declaration, frame);
  const name = declaration.field("name");
  if (name !== null) {
    exportName(frame, isDefault ? "default" : name.text(), frame.scope.lookup(name.text()) ?? unknown);
  } else if (isDefault) {
    exportName(
      frame,
      "default",
      declaration.kind().includes("class") ? classOf(declaration, frame) : functionOf(declaration, frame),
    );
  }
  for (const declarator of namedChildren(declaration)) {
    const declared = declarator.kind() === "variable_declarator" ? declarator.field("name") : null;
    for (const name of declared === null ? [] : namesIn(declared)) {
      exportName(frame, name, frame.scope.lookup(name) ?? unknown);
    }
  }
}

function exportAll(statement: SyntaxNode, space: Value, frame: Frame): void {
  const alias = statement.children().find((child) => child.kind() === "namespace_export");
  if (alias !== undefined) {
    exportName(frame, namedChildren(alias)[0]?.text() ?? "", space);
  } else if (space.kind === "object") {
    space.entries.forEach((value, name) => name !== "default" && exportName(frame, name, value));
  }
}

/** What `import x from` takes: the default export, or all of a module that has none. */
function defaultOf(space: Value, frame: Frame): Value {
  const value = getMember(space, "default", frame);
  return value.kind === "unknown" ? space : value;
}

function namesIn(pattern: SyntaxNode): string[] {
  return pattern.kind() === "identifier"
    ? [pattern.text()]
    : [...pattern.all("shorthand_property_identifier_pattern"), ...pattern.all("identifier")].map((node) =>
        node.text(),
      );
}

function specifiersOf(clause: SyntaxNode): { name: string; alias: string }[] {
  return namedChildren(clause).flatMap((specifier) => {
    const name = specifier.field("name");
    const plain = name === null ? null : (stringValue(name) ?? name.text());
    return plain === null ? [] : [{ name: plain, alias: specifier.field("alias")?.text() ?? plain }];
  });
}

function functionOf(node: SyntaxNode, frame: Frame): Value {
  return { kind: "function", node, file: frame.file, scope: frame.scope, self: null };
}

function classOf(node: SyntaxNode, frame: Frame): Value {
  return { kind: "class", node, file: frame.file, scope: frame.scope, statics: new Map() };
}
