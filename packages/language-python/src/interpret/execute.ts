import { decoratorsOf, kids, lineOf } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { bindTarget } from "./bind.ts";
import { defineClass } from "./classes.ts";
import { executeImport } from "./import.ts";
import { rootOf } from "./later.ts";
import type { Frame } from "./machine.ts";
import { itemsOf, list, unknown } from "./value.ts";
import type { CallSite, Value } from "./value.ts";

/** Runs statements in their order. Every branch runs, each loop over what is known, other loops once. */
export function executeAll(statements: readonly SyntaxNode[], frame: Frame): void {
  statements.forEach((statement) => execute(statement, frame));
}

function execute(statement: SyntaxNode, frame: Frame): void {
  if (!frame.machine.step()) {
    return;
  }
  switch (statement.kind()) {
    case "expression_statement":
      kids(statement).forEach((child) => expression(child, frame));
      break;
    case "decorated_definition":
    case "function_definition":
    case "class_definition":
      define(statement, frame);
      break;
    case "import_statement":
    case "import_from_statement":
      executeImport(statement, frame);
      break;
    case "return_statement": {
      const [value] = kids(statement);
      frame.returned.push(value === undefined ? unknown : frame.machine.evaluate(value, frame));
      break;
    }
    case "for_statement":
      loop(statement, frame);
      break;
    case "with_statement":
      withItems(statement, frame);
      break;
    case "block":
      executeAll(kids(statement), frame);
      break;
    case "if_statement":
    case "elif_clause":
    case "else_clause":
    case "try_statement":
    case "except_clause":
    case "except_group_clause":
    case "finally_clause":
    case "while_statement":
    case "match_statement":
    case "case_clause":
      kids(statement)
        .filter((child) => isStatement(child))
        .forEach((child) => execute(child, frame));
      break;
  }
}

function isStatement(node: SyntaxNode): boolean {
  return node.kind() === "block" || node.kind().endsWith("_clause");
}

function expression(node: SyntaxNode, frame: Frame): void {
  if (node.kind() === "augmented_assignment") {
    augment(node, frame);
    return;
  }
  const matter = matters(node, frame);
  const root = matter === "asked" ? rootOf(node.field("function")) : null;
  const waits = root !== null && frame.scope.afterwards(root, () => frame.machine.evaluate(node, frame));
  if (matter !== false && !waits) {
    frame.machine.evaluate(node, frame);
  }
}

function matters(node: SyntaxNode, { machine: { host } }: Frame): boolean | "asked" {
  const call = host.matters === undefined ? undefined : node.kind() === "await" ? kids(node)[0] : node;
  return call?.kind() === "call" ? (host.matters?.(call.field("function")?.text() ?? "") ?? true) : true;
}

const longestList = 4_000;
const longestText = 100_000;

/** `urlpatterns += […]` and the like. */
function augment(node: SyntaxNode, frame: Frame): void {
  const [left, right] = [node.field("left"), node.field("right")];
  if (left === null || right === null) {
    return;
  }
  const [before, added] = [frame.machine.evaluate(left, frame), frame.machine.evaluate(right, frame)];
  if (before.kind === "list") {
    const more = itemsOf(added) ?? [];
    before.items.push(...(before.items.length + more.length > longestList ? [] : more));
  } else if (before.kind === "text" && added.kind === "text") {
    bindTarget(left, { ...before, text: (before.text + added.text).slice(0, longestText) }, frame);
  } else if (itemsOf(added) !== null) {
    bindTarget(left, list([...(itemsOf(added) ?? [])]), frame);
  }
}

/** A function or class, and its decorators from the innermost out. */
function define(statement: SyntaxNode, frame: Frame): void {
  const node = statement.kind() === "decorated_definition" ? (statement.field("definition") ?? statement) : statement;
  const name = node.field("name")?.text() ?? "";
  const value: Value =
    node.kind() === "class_definition"
      ? defineClass(node, frame)
      : { kind: "function", node, name, file: frame.file, scope: frame.scope, self: null, owner: frame.owner };
  frame.scope.declare(name, value);
  frame.owner?.members.set(name, value);
  for (const decorator of decoratorsOf(node).toReversed()) {
    const found = frame.machine.evaluate(decorator, frame);
    const site: CallSite = {
      file: frame.file,
      line: lineOf(decorator),
      node: decorator,
      args: [{ name: null, node, value }],
    };
    // A decorator takes effect, and the name goes on to stand for what it decorates.
    if (found.kind !== "foreign") {
      frame.machine.apply(found, site);
    }
  }
}

function loop(statement: SyntaxNode, frame: Frame): void {
  const [left, right, body] = [statement.field("left"), statement.field("right"), statement.field("body")];
  const items = right === null ? null : itemsOf(frame.machine.evaluate(right, frame));
  for (const item of items ?? [unknown]) {
    if (!frame.machine.step()) {
      return;
    }
    if (left !== null) {
      // What the last round bound must not stand in for what this one does not know.
      bindTarget(left, item, frame);
    }
    executeAll(kids(body), frame);
  }
  kids(statement)
    .filter((child) => child.kind() === "else_clause")
    .forEach((child) => execute(child, frame));
}

function withItems(statement: SyntaxNode, frame: Frame): void {
  for (const item of kids(statement)
    .filter((child) => child.kind() === "with_clause")
    .flatMap((child) => kids(child))) {
    const value = item.field("value") ?? kids(item)[0] ?? null;
    if (value?.kind() === "as_pattern") {
      const [source, target] = kids(value);
      const given = source === undefined ? unknown : frame.machine.evaluate(source, frame);
      if (target !== undefined) {
        bindTarget(target, given, frame);
      }
    } else if (value !== null) {
      expression(value, frame);
    }
  }
  executeAll(kids(statement.field("body")), frame);
}
