import { lineOf, namedChildren } from "../syntax.ts";
import type { SyntaxNode } from "../syntax.ts";
import { resolveStruct } from "./structs.ts";
import type { Frame, Machine } from "./machine.ts";
import { readType, typeName } from "./types.ts";
import type { TypeRef } from "./types.ts";
import { unknown } from "./value.ts";
import type { ObjectValue, Value } from "./value.ts";

/** `T{…}`, and `{…}` inside of it, whose type is that of its place. */
export function compositeValue(machine: Machine, node: SyntaxNode, frame: Frame, wanted?: TypeRef | null): Value {
  const bare = node.kind() === "literal_value";
  const type = bare ? (wanted ?? null) : readType(node.field("type"), frame.file);
  const body = bare ? node : node.field("body");
  const elements = body === null ? [] : namedChildren(body);
  const shape = underlying(machine, type);
  if (shape?.kind === "list") {
    const items = elements.map((element) => machine.evaluate(valueNode(element), frame, shape.element));
    return { kind: "list", items, element: shape.element };
  }
  if (shape?.kind === "map") {
    const entries = elements.map((element): readonly [Value, Value] => [
      machine.evaluate(keyNode(element), frame),
      machine.evaluate(valueNode(element), frame, shape.element),
    ]);
    return { kind: "map", entries, element: shape.element };
  }
  return structValue(machine, { type, elements, frame, node });
}

/** `type Routes []Route` is a list. */
function underlying(machine: Machine, type: TypeRef | null): TypeRef | null {
  if (type?.kind !== "named") {
    return type;
  }
  const declared = machine.lookup(type.path, type.name);
  return declared?.kind === "type" && declared.type.kind !== "named" ? declared.type : type;
}

interface StructParts {
  readonly type: TypeRef | null;
  readonly elements: readonly SyntaxNode[];
  readonly frame: Frame;
  readonly node: SyntaxNode;
}

function structValue(machine: Machine, { type, elements, frame, node }: StructParts): Value {
  const declared = resolveStruct(machine, type);
  const object: ObjectValue = { kind: "object", type, fields: new Map() };
  elements.forEach((element, index) => {
    const key = keyNode(element)?.text() ?? declared?.[index]?.name ?? String(index);
    const fieldType = declared?.find((field) => field.name === key)?.type ?? null;
    object.fields.set(key, machine.evaluate(valueNode(element), frame, fieldType));
  });
  const site = {
    node,
    file: frame.file.path,
    line: lineOf(node),
    dir: frame.file.package.dir,
    args: [],
    run: () => unknown,
  };
  if (declared === null) {
    const made = type === null ? null : machine.host.made(type, object, site);
    for (const value of object.fields.values()) {
      if (value.kind === "function") {
        machine.state.escaped.push(value);
      }
    }
    return made ?? object;
  }
  const name = typeName(type);
  if (name !== "") {
    const all = machine.state.instances.get(name) ?? [];
    machine.state.instances.set(name, all);
    all.push(object);
  }
  return object;
}

function keyNode(element: SyntaxNode): SyntaxNode | null {
  if (element.kind() !== "keyed_element") {
    return null;
  }
  const key = namedChildren(element)[0] ?? null;
  return key?.kind() === "literal_element" ? (namedChildren(key)[0] ?? null) : key;
}

function valueNode(element: SyntaxNode): SyntaxNode | null {
  const value = element.kind() === "keyed_element" ? namedChildren(element)[1] : element;
  return value?.kind() === "literal_element" ? (namedChildren(value)[0] ?? null) : (value ?? null);
}
