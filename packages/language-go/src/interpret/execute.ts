import { namesOf, valueSpecs } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { childScope, isExhausted, limits } from "./machine.ts";
import type { Frame, Machine } from "./machine.ts";
import { readType } from "./types.ts";
import { text, textOf, unknown, unknownOf } from "./value.ts";
import type { Value } from "./value.ts";

/** Follows a statement. Every branch is taken; a loop runs once for each element that is known. */
export function execute(machine: Machine, node: SyntaxNode, frame: Frame): void {
  if (isExhausted(machine.state)) {
    return;
  }
  machine.state.steps += 1;
  switch (node.kind()) {
    case "block":
      inScope(frame, () => namedChildren(node).forEach((child) => machine.execute(child, frame)));
      break;
    case "statement_list":
    case "labeled_statement":
      namedChildren(node).forEach((child) => machine.execute(child, frame));
      break;
    case "expression_statement":
    case "go_statement":
    case "defer_statement":
      machine.evaluate(namedChildren(node)[0] ?? null, frame);
      break;
    case "short_var_declaration":
      declare(machine, node, frame);
      break;
    case "assignment_statement":
      assignAll(machine, node, frame);
      break;
    case "var_declaration":
    case "const_declaration":
      valueSpecs(node).forEach((spec) => declareSpec(machine, spec, frame));
      break;
    case "return_statement":
      returnValues(machine, node, frame);
      break;
    case "if_statement":
      branch(machine, node, frame);
      break;
    case "for_statement":
      loop(machine, node, frame);
      break;
    case "expression_switch_statement":
    case "type_switch_statement":
    case "select_statement":
      cases(machine, node, frame);
      break;
    default:
      break;
  }
}

function inScope(frame: Frame, body: () => void): void {
  const outer = frame.scope;
  frame.scope = childScope(outer);
  body();
  frame.scope = outer;
}

function expressions(node: SyntaxNode | null): readonly SyntaxNode[] {
  return node === null ? [] : node.kind() === "expression_list" ? namedChildren(node) : [node];
}

/** The values of a right side, one for each name on the left. */
function valuesOf(machine: Machine, node: SyntaxNode | null, frame: Frame, count: number): Value[] {
  const nodes = expressions(node);
  const values = nodes.map((child) => machine.evaluate(child, frame));
  const [only] = values;
  if (nodes.length === 1 && count > 1) {
    // `v, ok := m[k]` gives the value first.
    return only?.kind === "tuple" ? [...only.items] : [only ?? unknown];
  }
  return values.map((value) => (value.kind === "tuple" ? (value.items[0] ?? unknown) : value));
}

function declare(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const names = expressions(node.field("left"));
  const values = valuesOf(machine, node.field("right"), frame, names.length);
  names.forEach((name, index) => {
    if (name.text() !== "_") {
      frame.scope.names.set(name.text(), values[index] ?? unknown);
    }
  });
}

function declareSpec(machine: Machine, spec: SyntaxNode, frame: Frame): void {
  const names = namesOf(spec);
  const type = readType(spec.field("type"), frame.file);
  const right = spec.field("value");
  const values = right === null ? [] : valuesOf(machine, right, frame, names.length);
  names.forEach((name, index) => {
    const value = values[index];
    frame.scope.names.set(name, value === undefined || value === unknown ? unknownOf(type) : value);
  });
}

function assignAll(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const targets = expressions(node.field("left"));
  const values = valuesOf(machine, node.field("right"), frame, targets.length);
  const added = node.field("operator")?.text() === "+=";
  targets.forEach((target, index) => {
    const value = values[index] ?? unknown;
    if (added) {
      const [before, after] = [textOf(machine.evaluate(target, frame)), textOf(value)];
      machine.assign(target, before === null || after === null ? unknown : text(before + after), frame);
    } else {
      machine.assign(target, value, frame);
    }
  });
}

function returnValues(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const values = expressions(namedChildren(node)[0] ?? null).map((child) => machine.evaluate(child, frame));
  const [only] = values;
  if (values.length > 1) {
    frame.returns.push({ kind: "tuple", items: values });
  } else if (only !== undefined) {
    frame.returns.push(only);
  }
}

function branch(machine: Machine, node: SyntaxNode, frame: Frame): void {
  inScope(frame, () => {
    const initializer = node.field("initializer");
    if (initializer !== null) {
      machine.execute(initializer, frame);
    }
    machine.evaluate(node.field("condition"), frame);
    frame.conditional += 1;
    for (const part of [node.field("consequence"), node.field("alternative")]) {
      if (part !== null) {
        machine.execute(part, frame);
      }
    }
    frame.conditional -= 1;
  });
}

function loop(machine: Machine, node: SyntaxNode, frame: Frame): void {
  const body = node.field("body");
  const clause = namedChildren(node).find((child) => child.kind() === "range_clause" || child.kind() === "for_clause");
  inScope(frame, () => {
    if (clause?.kind() !== "range_clause") {
      const initializer = clause?.field("initializer") ?? null;
      if (initializer !== null) {
        machine.execute(initializer, frame);
      }
      if (body !== null) {
        machine.execute(body, frame);
      }
      return;
    }
    const names = expressions(clause.field("left")).map((name) => name.text());
    for (const pair of elementsOf(machine.evaluate(clause.field("right"), frame))) {
      inScope(frame, () => {
        names.forEach((name, index) => frame.scope.names.set(name, pair[index] ?? unknown));
        if (body !== null) {
          machine.execute(body, frame);
        }
      });
    }
  });
}

/** Index or key, and element; one pair of unknowns where nothing is known. */
function elementsOf(value: Value): (readonly [Value, Value])[] {
  if (value.kind === "list" && value.items.length > 0) {
    return value.items.slice(0, limits.items).map((item, index) => [text(String(index)), item] as const);
  }
  if (value.kind === "map" && value.entries.length > 0) {
    return value.entries.slice(0, limits.items).map(([key, item]) => [key, item] as const);
  }
  const element = value.kind === "list" || value.kind === "map" ? value.element : null;
  const type = value.kind === "unknown" && value.type?.kind === "list" ? value.type.element : element;
  return [[unknown, unknownOf(type)]];
}

function cases(machine: Machine, node: SyntaxNode, frame: Frame): void {
  inScope(frame, () => {
    const initializer = node.field("initializer");
    if (initializer !== null) {
      machine.execute(initializer, frame);
    }
    const alias = node.kind() === "type_switch_statement" ? node.field("alias") : null;
    const value = machine.evaluate(node.field("value"), frame);
    if (alias !== null) {
      frame.scope.names.set(alias.text(), value);
    }
    frame.conditional += 1;
    for (const one of namedChildren(node).filter((child) => child.kind().endsWith("_case"))) {
      inScope(frame, () =>
        namedChildren(one)
          .filter((child) => child.kind() === "statement_list")
          .forEach((child) => machine.execute(child, frame)),
      );
    }
    frame.conditional -= 1;
  });
}
