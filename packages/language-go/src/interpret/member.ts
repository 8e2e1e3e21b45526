import { packageOfImport } from "../packages.ts";
import type { DeclaredFunction } from "../declarations.ts";
import type { Frame, Machine, Place } from "./machine.ts";
import { findImplementations } from "./implementations.ts";
import { findMethod, interfaceMethods, resolveStruct } from "./structs.ts";
import { typeName } from "./types.ts";
import type { TypeRef } from "./types.ts";
import { nativeFunction, unknown, unknownOf } from "./value.ts";
import type { FunctionValue, ObjectValue, Value } from "./value.ts";

/** What `object.name` comes to. */
export function memberOf(machine: Machine, object: Value, name: string, frame: Frame): Value {
  switch (object.kind) {
    case "package":
      return packageOfImport(machine.project, object.path) === null
        ? (machine.host.foreign(object.path, name) ?? {
            kind: "foreign",
            path: object.path,
            name,
            called: false,
            args: [],
          })
        : (machine.lookup(object.path, name) ?? unknown);
    case "native":
      return object.native.get?.(name) ?? unknown;
    case "object":
      return ofObject(machine, object, name, frame);
    case "foreign":
      return { ...object, name: `${object.name}.${name}`, called: false };
    case "function":
      // `http.HandlerFunc(f).ServeHTTP` is the function.
      return name === "ServeHTTP" ? object : unknown;
    case "unknown":
      return object.type === null ? unknown : ofTyped(machine, object.type, name, frame);
    case "type":
      return ofTyped(machine, object.type, name, frame);
    default:
      return unknown;
  }
}

function ofObject(machine: Machine, object: ObjectValue, name: string, frame: Frame): Value {
  const own = object.fields.get(name);
  if (own !== undefined) {
    return own;
  }
  const method = findMethod(machine, object.type, name);
  if (method !== null) {
    return bind(method, object);
  }
  const fields = resolveStruct(machine, object.type);
  if (fields === null) {
    return object.type === null ? unknown : { kind: "foreign", path: "", name, called: false, args: [] };
  }
  const field = fields.find((candidate) => candidate.name === name);
  if (field !== undefined) {
    return keep(machine, object, { name, type: field.type, place: placeOf(frame) });
  }
  for (const embedded of fields.filter((candidate) => candidate.embedded)) {
    const inner =
      object.fields.get(embedded.name) ??
      keep(machine, object, { name: embedded.name, type: embedded.type, place: placeOf(frame) });
    const found = memberOf(machine, inner, name, frame);
    if (found !== unknown && !(found.kind === "foreign" && found.path === "")) {
      return found;
    }
  }
  return unknown;
}

interface Kept {
  readonly name: string;
  readonly type: TypeRef | null;
  readonly place: Place;
}

/** A field that nothing set: one value for all who read it. */
function keep(machine: Machine, object: ObjectValue, { name, type, place }: Kept): Value {
  const value = machine.valueOf(type, place);
  if (value.kind !== "unknown") {
    object.fields.set(name, value);
  }
  return value;
}

function ofTyped(machine: Machine, type: TypeRef, name: string, frame: Frame): Value {
  const value = machine.valueOf(type, placeOf(frame));
  if (value.kind !== "unknown") {
    return memberOf(machine, value, name, frame);
  }
  if (interfaceMethods(machine, type)?.includes(name) === true) {
    return dispatch(machine, type, name);
  }
  const method = findMethod(machine, type, name);
  return method === null ? unknown : bind(method, value);
}

/** A call through an interface of which nothing is known goes to each type that has its methods. */
function dispatch(machine: Machine, type: TypeRef, name: string): Value {
  const wanted = interfaceMethods(machine, type) ?? [];
  const targets = findImplementations(machine, wanted, typeName(type));
  return targets.length === 0
    ? unknown
    : nativeFunction((site) => {
        const results = targets.map((target) => {
          const receiver = machine.valueOf(target, { file: site.file, line: site.line });
          const method = findMethod(machine, target, name);
          return method === null ? unknown : machine.call(bind(method, receiver), site);
        });
        return results.find((result) => result.kind !== "unknown") ?? unknownOf(null);
      });
}

/** A method with the value that it is called on. */
export function bind(declared: DeclaredFunction, receiver: Value | null): FunctionValue {
  return {
    kind: "function",
    file: declared.scope,
    scope: null,
    receiver,
    declared,
    get node() {
      return declared.node;
    },
  };
}

function placeOf(frame: Frame): Place {
  return { file: frame.file.path, line: frame.file.line };
}
