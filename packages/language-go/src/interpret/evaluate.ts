import { lineOf, namedChildren, stringValue } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { compositeValue } from "./composite.ts";
import { findName, isExhausted } from "./machine.ts";
import type { Frame, Machine } from "./machine.ts";
import { readType } from "./types.ts";
import type { TypeRef } from "./types.ts";
import { envOf, text, textOf, unknown, unknownOf } from "./value.ts";
import type { Argument, CallSite, Value } from "./value.ts";

const builtinTypes = new Set(["string", "int", "int32", "int64", "uint", "uint16", "float64", "rune", "byte"]);

/** What an expression comes to. `wanted` is the type that its place has. */
export function evaluate(machine: Machine, node: SyntaxNode | null, frame: Frame, wanted?: TypeRef | null): Value {
  if (node === null || isExhausted(machine.state)) {
    return unknown;
  }
  machine.state.steps += 1;
  switch (node.kind()) {
    case "interpreted_string_literal":
    case "raw_string_literal":
      return text(stringValue(node) ?? "");
    case "int_literal":
    case "float_literal":
    case "true":
    case "false":
      return text(node.text().replaceAll("_", ""));
    case "identifier":
    case "type_identifier":
    case "package_identifier":
      return identifier(machine, node.text(), frame);
    case "selector_expression":
    case "qualified_type":
      return selector(machine, node, frame);
    case "call_expression":
    case "type_conversion_expression":
      return callExpression(machine, node, frame);
    case "composite_literal":
      return compositeValue(machine, node, frame);
    case "literal_value":
      return compositeValue(machine, node, frame, wanted ?? null);
    case "func_literal":
      return { kind: "function", node, file: frame.file, scope: frame.scope, receiver: null, declared: null };
    case "unary_expression":
      return node.children()[0]?.text() === "<-" ? unknown : machine.evaluate(node.field("operand"), frame, wanted);
    case "parenthesized_expression":
    case "variadic_argument":
    case "literal_element":
    case "expression_list":
      return machine.evaluate(namedChildren(node)[0] ?? null, frame, wanted);
    case "binary_expression":
      return binary(machine, node, frame);
    case "index_expression":
      return indexed(machine, node, frame);
    case "slice_expression":
      return machine.evaluate(node.field("operand"), frame);
    case "type_assertion_expression": {
      const value = machine.evaluate(node.field("operand"), frame);
      const type = readType(node.field("type"), frame.file);
      return value.kind === "unknown" && type !== null ? unknownOf(type) : value;
    }
    case "slice_type":
    case "array_type":
    case "map_type":
    case "struct_type":
    case "pointer_type":
    case "function_type":
    case "generic_type": {
      const type = readType(node, frame.file);
      return type === null ? unknown : { kind: "type", type };
    }
    default:
      return unknown;
  }
}

function identifier(machine: Machine, name: string, frame: Frame): Value {
  if (name === "nil" || name === "_") {
    return unknown;
  }
  const scope = findName(frame.scope, name);
  if (scope !== null) {
    return scope.names.get(name) ?? unknown;
  }
  const own = machine.lookup(frame.file.package.importPath, name);
  if (own !== null) {
    return own;
  }
  const path = frame.file.imports.get(name);
  return path === undefined ? unknown : { kind: "package", path };
}

function selector(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const operand = node.field("operand") ?? node.field("package");
  const name = (node.field("field") ?? node.field("name"))?.text() ?? "";
  return machine.member(machine.evaluate(operand, frame), name, frame);
}

function callExpression(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const callee = node.field("function") ?? namedChildren(node)[0] ?? null;
  const list = node.field("arguments") ?? node.field("operand");
  const given = list?.kind() === "argument_list" ? namedChildren(list) : list === null ? [] : [list];
  const nodes = given.filter((child) => child.kind() !== "ERROR");
  const name = callee?.kind() === "identifier" ? callee.text() : "";
  if (findName(frame.scope, name) === null) {
    const known = builtin(machine, name, nodes, frame);
    if (known !== null) {
      return known;
    }
  }
  const target = machine.evaluate(callee, frame);
  const spread = nodes.at(-1)?.kind() === "variadic_argument";
  const args = nodes.map((argument) => ({ node: argument, value: machine.evaluate(argument, frame) }));
  return machine.call(target, siteOf(machine, { node, frame, args: spread ? spreadLast(args) : args }));
}

/** `append(list...)` gives each item on its own. */
function spreadLast(args: readonly Argument[]): Argument[] {
  const last = args.at(-1);
  return last?.value.kind === "list"
    ? [...args.slice(0, -1), ...last.value.items.map((value) => ({ node: last.node, value }))]
    : [...args];
}

interface SiteParts {
  readonly node: SyntaxNode;
  readonly frame: Frame;
  readonly args: readonly Argument[];
}

export function siteOf(machine: Machine, { node, frame, args }: SiteParts): CallSite {
  const site: CallSite = {
    node,
    file: frame.file.path,
    line: lineOf(node),
    dir: frame.file.package.dir,
    args,
    run: (callee, values) => machine.call(callee, { ...site, args: values.map((value) => ({ node, value })) }),
  };
  return site;
}

function builtin(machine: Machine, name: string, nodes: readonly SyntaxNode[], frame: Frame): Value | null {
  switch (name) {
    case "append": {
      const [list, ...rest] = nodes.map((node) => machine.evaluate(node, frame));
      const added = rest.flatMap((value) => (value.kind === "list" ? value.items : [value]));
      return list?.kind === "list"
        ? { ...list, items: [...list.items, ...added].slice(0, 1000) }
        : { kind: "list", items: added, element: null };
    }
    case "make":
    case "new": {
      const type = readType(nodes[0] ?? null, frame.file);
      if (type?.kind === "list" || type?.kind === "map") {
        return type.kind === "list"
          ? { kind: "list", items: [], element: type.element }
          : { kind: "map", entries: [], element: type.element };
      }
      return machine.valueOf(type, { file: frame.file.path, line: 1 });
    }
    case "len":
    case "cap":
    case "copy":
    case "delete":
    case "panic":
    case "close":
    case "print":
    case "println":
    case "recover":
      nodes.forEach((node) => machine.evaluate(node, frame));
      return unknown;
    default:
      return builtinTypes.has(name) ? machine.evaluate(nodes[0] ?? null, frame) : null;
  }
}

function binary(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const operator = node.field("operator")?.text();
  const left = machine.evaluate(node.field("left"), frame);
  const right = machine.evaluate(node.field("right"), frame);
  if (operator !== "+") {
    return unknown;
  }
  // Of an address the variable that tells the port stands last.
  const env = envOf(right) ?? envOf(left);
  const rest = textOf(right);
  const prefix = rest?.startsWith("/") === true && textOf(left) === null ? settingOf(node.field("left")) : null;
  if (prefix !== null && rest !== null) {
    return text(rest, env ?? prefix);
  }
  const [a, b] = [partOf(left, right), partOf(right, left)];
  return a === null || b === null ? (env === null ? unknown : { kind: "unknown", type: null, env }) : text(a + b, env);
}

/** A name in front of a path stands for a prefix that is empty unless somebody sets it: `settings.BasePath + "/notes"`. */
function settingOf(node: SyntaxNode | null): string | null {
  return node?.kind() === "identifier" || node?.kind() === "selector_expression" ? node.text() : null;
}

/** A variable of the environment that nothing sets is empty. */
function partOf(value: Value, other: Value): string | null {
  return textOf(value) ?? (envOf(value) !== null && textOf(other) !== null ? "" : null);
}

function indexed(machine: Machine, node: SyntaxNode, frame: Frame): Value {
  const object = machine.evaluate(node.field("operand"), frame);
  const index = textOf(machine.evaluate(node.field("index"), frame));
  if (object.kind === "list") {
    return object.items[Number(index)] ?? unknownOf(object.element);
  }
  if (object.kind === "map") {
    const entry = object.entries.find(([key]) => index !== null && textOf(key) === index);
    return entry?.[1] ?? unknownOf(object.element);
  }
  // `New[T]` is the function of that name.
  return object.kind === "function" || object.kind === "native" ? object : unknown;
}
