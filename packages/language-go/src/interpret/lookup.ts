import { packageOfImport } from "../packages.ts";
import { declarationsOf } from "../declarations.ts";
import type { DeclaredValue } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import { childScope } from "./machine.ts";
import type { Frame, Machine, Place } from "./machine.ts";
import { bind } from "./member.ts";
import { resolveStruct } from "./structs.ts";
import { readType, typeName } from "./types.ts";
import type { TypeRef } from "./types.ts";
import { unknown, unknownOf } from "./value.ts";
import type { ObjectValue, Value } from "./value.ts";

/** What a package of the project declares under a name; `null` where it does not. */
export function lookup(machine: Machine, packagePath: string, name: string): Value | null {
  const key = `${packagePath}.${name}`;
  const cell = machine.state.cells.get(key);
  if (cell !== undefined) {
    return cell;
  }
  const owner = packageOfImport(machine.project, packagePath);
  if (owner === null) {
    return null;
  }
  const declarations = declarationsOf(machine.project, owner);
  const declaredFunction = declarations.functions.get(name);
  if (declaredFunction !== undefined) {
    return bind(declaredFunction, null);
  }
  const type = declarations.types.get(name);
  if (type !== undefined) {
    const node = type.node.field("type");
    const shape = readType(node, type.scope);
    // What others declare, and lists and maps, are looked through; structs keep their name.
    const plain = shape !== null && shape.kind !== "struct" && node?.kind() !== "interface_type";
    return { kind: "type", type: plain ? shape : { kind: "named", path: owner.importPath, name } };
  }
  const declared = declarations.values.get(name);
  if (declared === undefined) {
    return null;
  }
  machine.state.cells.set(key, unknown);
  const value = initialValue(machine, declared);
  machine.state.cells.set(key, value);
  return value;
}

function initialValue(machine: Machine, { node, scope, index }: DeclaredValue): Value {
  const frame: Frame = { file: scope, scope: childScope(null), returns: [], conditional: 0 };
  const right = node.field("value");
  const type = readType(node.field("type"), scope);
  if (right === null) {
    return unknownOf(type);
  }
  const nodes = namedChildren(right);
  const value = machine.evaluate(nodes[index] ?? nodes[0] ?? null, frame, type);
  const own = value.kind === "tuple" ? (value.items[index] ?? unknown) : value;
  return own === unknown ? unknownOf(type) : own;
}

/** A value of a type of which nothing else is known: what the code made of it elsewhere, else a new one. */
export function valueOf(machine: Machine, type: TypeRef | null, place: Place): Value {
  switch (type?.kind) {
    case "list":
      return { kind: "list", items: [], element: type.element };
    case "map":
      return { kind: "map", entries: [], element: type.element };
    case "struct":
      return { kind: "object", type, fields: new Map() };
    case "named":
      return ofNamed(machine, type, place);
    default:
      return unknown;
  }
}

function ofNamed(machine: Machine, type: TypeRef & { kind: "named" }, place: Place): Value {
  const declared = machine.lookup(type.path, type.name);
  if (declared === null) {
    const known = packageOfImport(machine.project, type.path) === null;
    return (known ? machine.host.typed(type.path, type.name, place) : null) ?? unknownOf(type);
  }
  if (declared.kind === "type" && typeName(declared.type) !== typeName(type)) {
    return valueOf(machine, declared.type, place);
  }
  if (resolveStruct(machine, type) === null) {
    return unknownOf(type);
  }
  const name = typeName(type);
  const known = machine.state.instances.get(name)?.[0];
  if (known !== undefined) {
    return known;
  }
  const made: ObjectValue = { kind: "object", type, fields: new Map() };
  machine.state.instances.set(name, [made]);
  return made;
}
