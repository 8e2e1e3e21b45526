import { decoratorsOf, dottedName, lineOf } from "../syntax.ts";
import { baseOf, lookupClass } from "./classes.ts";
import { containerMember } from "./containers.ts";
import type { Machine } from "./machine.ts";
import { foreign, itemsOf, unknown } from "./value.ts";
import type { ClassValue, FunctionValue, InstanceValue, Value } from "./value.ts";

/** `object.name`. */
export function getMember(object: Value, name: string, machine: Machine): Value {
  switch (object.kind) {
    case "module":
      return object.get(name) ?? unknown;
    case "foreign": {
      const path = `${object.path}.${name}`;
      const option = /ArgumentParser\(\)\.parse_args\(\)\.\w+$/.test(path) ? machine.options.get(name) : undefined;
      return option ?? machine.host.foreignMember?.(path) ?? foreign(path, object.site);
    }
    case "native":
      return object.native.get?.(name) ?? unknown;
    case "instance":
      return instanceMember(object, name, machine);
    case "class":
      return classMember(object, name, machine);
    case "text":
    case "list":
    case "dict":
      return containerMember(object, name);
    default:
      return unknown;
  }
}

/** `object[key]`. */
export function getIndex(object: Value, key: Value, machine: Machine): Value {
  if (key.kind !== "text") {
    return unknown;
  }
  if (object.kind === "dict") {
    return object.entries.get(key.text) ?? unknown;
  }
  if (object.kind === "native" && object.native.items === undefined) {
    return getMember(object, key.text, machine);
  }
  return itemsOf(object)?.at(Number(key.text)) ?? unknown;
}

function instanceMember(object: InstanceValue, name: string, machine: Machine): Value {
  const own = object.entries.get(name) ?? lookupClass(object.of, name);
  if (own === null) {
    const base = baseOf(object);
    return base === null ? (machine.host.classMember?.(object.of, name) ?? unknown) : getMember(base, name, machine);
  }
  if (own.kind !== "function" || object.entries.has(name)) {
    return own;
  }
  const how = decoratorNames(own);
  if (how.some((decorator) => /(^|\.)(cached_)?property$|computed_field$/.test(decorator))) {
    const node = own.node;
    const site = { file: own.file, line: lineOf(node), node, args: [] };
    return machine.call({ ...own, self: object }, site);
  }
  return bindMethod(own, how, object, object.of);
}

function classMember(object: ClassValue, name: string, machine: Machine): Value {
  const found = lookupClass(object, name);
  return found?.kind === "function"
    ? bindMethod(found, decoratorNames(found), null, object)
    : (found ?? machine.host.classMember?.(object, name) ?? unknown);
}

function bindMethod(
  value: FunctionValue,
  decorators: readonly string[],
  instance: InstanceValue | null,
  owner: ClassValue,
): Value {
  if (decorators.includes("staticmethod")) {
    return value;
  }
  return decorators.includes("classmethod") ? { ...value, self: owner } : { ...value, self: instance };
}

function decoratorNames(value: FunctionValue): string[] {
  return decoratorsOf(value.node).flatMap((node) => dottedName(node) ?? []);
}
