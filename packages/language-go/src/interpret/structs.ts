import { packageOfImport } from "../packages.ts";
import { declarationsOf } from "../declarations.ts";
import type { DeclaredFunction } from "../declarations.ts";
import { namedChildren } from "../syntax.ts";
import type { Machine } from "./machine.ts";
import { fieldsOf, readType } from "./types.ts";
import type { Field, TypeRef } from "./types.ts";

const deepest = 6;

/** The fields of a struct of the project; `null` for any other type. */
export function resolveStruct(machine: Machine, type: TypeRef | null, depth = 0): readonly Field[] | null {
  if (type?.kind === "struct") {
    return fieldsOf(type.node, type.file);
  }
  if (type?.kind !== "named" || depth > deepest) {
    return null;
  }
  const owner = packageOfImport(machine.project, type.path);
  const declared = owner === null ? undefined : declarationsOf(machine.project, owner).types.get(type.name);
  if (declared === undefined) {
    return null;
  }
  const node = declared.node.field("type");
  return node?.kind() === "struct_type"
    ? fieldsOf(node, declared.scope)
    : resolveStruct(machine, readType(node, declared.scope), depth + 1);
}

/** A method that a type of the project declares itself; `null` where it has none of this name. */
export function findMethod(machine: Machine, type: TypeRef | null, name: string): DeclaredFunction | null {
  if (type?.kind !== "named") {
    return null;
  }
  const owner = packageOfImport(machine.project, type.path);
  const own = owner === null ? undefined : declarationsOf(machine.project, owner).methods.get(type.name)?.get(name);
  return own ?? null;
}

/** The names of the methods of an interface of the project; `null` for any other type. */
export function interfaceMethods(machine: Machine, type: TypeRef | null): string[] | null {
  if (type?.kind !== "named") {
    return null;
  }
  const owner = packageOfImport(machine.project, type.path);
  const node =
    owner === null ? null : (declarationsOf(machine.project, owner).types.get(type.name)?.node.field("type") ?? null);
  return node?.kind() === "interface_type"
    ? namedChildren(node).flatMap((child) =>
        child.kind() === "method_elem" ? (child.field("name")?.text() ?? []) : [],
      )
    : null;
}
