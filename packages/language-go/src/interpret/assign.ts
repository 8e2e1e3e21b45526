import { packageOfImport } from "../packages.ts";
import { declarationsOf } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { findName } from "./machine.ts";
import type { Frame, Machine } from "./machine.ts";
import { envOf, text, textOf, weightOf } from "./value.ts";
import type { Value } from "./value.ts";

/** `target = value`. What may also not be done never takes away what is known. */
export function assign(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  switch (target.kind()) {
    case "identifier":
      assignName(machine, target.text(), value, frame);
      break;
    case "selector_expression":
      assignField(machine, target, value, frame);
      break;
    case "index_expression":
      assignElement(machine, target, value, frame);
      break;
    case "parenthesized_expression":
    case "unary_expression":
      machine.assign(namedChildren(target)[0] ?? target, value, frame);
      break;
    default:
      break;
  }
}

function chosen(before: Value | undefined, value: Value, frame: Frame): Value {
  if (before === undefined || frame.conditional === 0) {
    return value;
  }
  // `if port == "" { port = "8080" }` still leaves it to the variable.
  const env = envOf(before);
  if (before.kind === "unknown" && env !== null && value.kind === "text") {
    return text(value.text, env);
  }
  return weightOf(before) > weightOf(value) || (before.kind === "text" && before.text !== "" && value.kind === "text")
    ? before
    : value;
}

function assignName(machine: Machine, name: string, value: Value, frame: Frame): void {
  const scope = findName(frame.scope, name);
  if (scope !== null) {
    scope.names.set(name, chosen(scope.names.get(name), value, frame));
  } else if (name !== "_") {
    assignCell(machine, `${frame.file.package.importPath}.${name}`, { value, frame });
  }
}

function assignCell(machine: Machine, key: string, { value, frame }: { value: Value; frame: Frame }): void {
  machine.state.cells.set(key, chosen(machine.state.cells.get(key), value, frame));
}

function assignField(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  const object = machine.evaluate(target.field("operand"), frame);
  const name = target.field("field")?.text() ?? "";
  switch (object.kind) {
    case "object":
      object.fields.set(name, chosen(object.fields.get(name), value, frame));
      break;
    case "native":
      object.native.set?.(name, value);
      break;
    case "package": {
      const owner = packageOfImport(machine.project, object.path);
      if (owner !== null && declarationsOf(machine.project, owner).values.get(name) !== undefined) {
        assignCell(machine, `${owner.importPath}.${name}`, { value, frame });
      }
      break;
    }
    case "unknown": {
      const made = object.type === null ? object : machine.valueOf(object.type, { file: frame.file.path, line: 1 });
      if (made.kind === "object") {
        made.fields.set(name, value);
      }
      break;
    }
    default:
      break;
  }
}

function assignElement(machine: Machine, target: SyntaxNode, value: Value, frame: Frame): void {
  const operand = target.field("operand");
  const map = machine.evaluate(operand, frame);
  if (operand === null || (map.kind !== "map" && map.kind !== "list")) {
    return;
  }
  const key = machine.evaluate(target.field("index"), frame);
  if (map.kind === "list") {
    machine.assign(operand, { ...map, items: withItem(map.items, textOf(key), value) }, frame);
    return;
  }
  const rest = map.entries.filter(([known]) => textOf(known) === null || textOf(known) !== textOf(key));
  machine.assign(operand, { ...map, entries: [...rest, [key, value] as const].slice(0, 1000) }, frame);
}

/** A list with an item at a place, or with one more where the place is not known. */
function withItem(items: readonly Value[], index: string | null, value: Value): Value[] {
  const at = index !== null && /^\d{1,3}$/.test(index) ? Math.min(Number(index), items.length) : items.length;
  return [...items.slice(0, at), value, ...items.slice(at + 1)].slice(0, 1000);
}
