import { kids } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { Frame } from "./machine.ts";
import { getMember } from "./member.ts";
import { unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** `import a.b`, `import a.b as c`, `from .a import b as c, d`, `from a import *`. */
export function executeImport(statement: SyntaxNode, frame: Frame): void {
  if (statement.kind() === "import_statement") {
    kids(statement).forEach((child) => importModule(child, frame));
  } else {
    importNames(statement, frame);
  }
}

function importModule(node: SyntaxNode, frame: Frame): void {
  const alias = node.field("alias")?.text();
  const name = (node.field("name") ?? node).text();
  const value = frame.machine.importModule(frame.file, name);
  if (alias !== undefined) {
    frame.scope.declare(alias, value);
    return;
  }
  const [top = name] = name.split(".");
  frame.scope.declare(top, top === name ? value : frame.machine.importModule(frame.file, top));
}

function importNames(statement: SyntaxNode, frame: Frame): void {
  const from = statement.field("module_name")?.text() ?? "";
  const names = kids(statement).slice(1);
  const source = frame.machine.importModule(frame.file, from);
  for (const node of names) {
    if (node.kind() === "wildcard_import") {
      frame.scope.addStar((name) => (source.kind === "module" && !name.startsWith("_") ? source.get(name) : null));
      continue;
    }
    const name = (node.field("name") ?? node).text();
    const alias = node.field("alias")?.text() ?? name;
    frame.scope.declareLazily(alias, () => member(source, from, name, frame));
    frame.owner?.members.set(alias, frame.scope.lookup(alias) ?? unknown);
    // A module that registers something by being imported has to run now.
    if (source.kind === "module") {
      frame.machine.importModule(frame.file, from.endsWith(".") ? `${from}${name}` : `${from}.${name}`);
    }
  }
}

function member(source: Value, from: string, name: string, frame: Frame): Value {
  const found = getMember(source, name, frame.machine);
  return found.kind === "unknown" && source.kind === "module"
    ? frame.machine.importModule(frame.file, from.endsWith(".") ? `${from}${name}` : `${from}.${name}`)
    : found;
}
