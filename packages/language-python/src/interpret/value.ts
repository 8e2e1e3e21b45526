import type { SyntaxNode } from "../syntax.ts";
import type { Scope } from "./scope.ts";

/** What an expression of the project's code stands for, as far as reading tells. */
export type Value =
  | UnknownValue
  | TextValue
  | ListValue
  | DictValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | ModuleValue
  | NativeValue
  | ForeignValue;

export interface UnknownValue {
  readonly kind: "unknown";
}

/** A string, number, boolean or None that is known. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
  readonly type: "string" | "number" | "boolean" | "none";
  /** The environment variable that overrides it; `null` when nothing does. */
  readonly env: string | null;
}

/** A list, tuple or set. */
export interface ListValue {
  readonly kind: "list";
  readonly items: Value[];
}

export interface DictValue {
  readonly kind: "dict";
  readonly entries: Map<string, Value>;
}

export interface FunctionValue {
  readonly kind: "function";
  /** A `function_definition` or `lambda`. */
  readonly node: SyntaxNode;
  readonly name: string;
  readonly file: string;
  readonly scope: Scope;
  /** The first argument of a method; `null` for a plain function. */
  readonly self: Value | null;
  /** The class in whose body the function stands. */
  readonly owner: ClassValue | null;
}

export interface ClassValue {
  readonly kind: "class";
  readonly node: SyntaxNode;
  readonly name: string;
  readonly file: string;
  readonly members: Map<string, Value>;
  readonly bases: Value[];
}

export interface InstanceValue {
  readonly kind: "instance";
  readonly of: ClassValue;
  readonly entries: Map<string, Value>;
  /** What a base class outside the project gives, once it is made. */
  base: Value | null;
}

export interface ModuleValue {
  readonly kind: "module";
  readonly name: string;
  get(name: string): Value | null;
}

/** Something that the framework's own rules give a meaning, such as a router. */
export interface NativeValue {
  readonly kind: "native";
  readonly native: Native;
}

/** Something out of a package, by the dotted way into it. */
export interface ForeignValue {
  readonly kind: "foreign";
  /** `fastapi.Depends`, with `()` after what was called and `[]` after what was subscripted. */
  readonly path: string;
  /** The call or subscript that gave it. */
  readonly site: CallSite | null;
}

export interface Native {
  /** `null` for a member that has no meaning. */
  get?(name: string): Value | null;
  call?(site: CallSite): Value;
  /** The items, where code goes over them. */
  items?(): readonly Value[];
}

/** One call in the project's code. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly node: SyntaxNode;
  readonly args: readonly Argument[];
}

export interface Argument {
  /** `null` for a positional one. */
  readonly name: string | null;
  readonly node: SyntaxNode;
  readonly value: Value;
}

export const unknown: UnknownValue = { kind: "unknown" };
export const none: TextValue = { kind: "text", text: "", type: "none", env: null };

export function text(value: string, env: string | null = null): TextValue {
  return { kind: "text", text: value, type: "string", env };
}

export function list(items: Value[]): ListValue {
  return { kind: "list", items };
}

export function native(value: Native): NativeValue {
  return { kind: "native", native: value };
}

/** A native that is only a function. */
export function nativeFunction(call: (site: CallSite) => Value): NativeValue {
  return { kind: "native", native: { call } };
}

export function foreign(path: string, site: CallSite | null = null): ForeignValue {
  return { kind: "foreign", path, site };
}

/** A keyword argument, else the positional one at an index; `null` where the call gives neither. */
export function argumentOf(site: CallSite, name: string, index: number | null = null): Value | null {
  const named = site.args.find((argument) => argument.name === name);
  if (named !== undefined) {
    return named.value;
  }
  return index === null ? null : (site.args.filter((argument) => argument.name === null)[index]?.value ?? null);
}

/** A known string; `null` for anything else. */
export function textOf(value: Value | null | undefined): string | null {
  return value?.kind === "text" && value.type === "string" ? value.text : null;
}

/** The items of a list or of something that can be gone over; `null` where they are not known. */
export function itemsOf(value: Value | null): readonly Value[] | null {
  switch (value?.kind) {
    case "list":
      return value.items;
    case "dict":
      return [...value.entries.keys()].map((key) => text(key));
    case "native":
      return value.native.items?.() ?? null;
    default:
      return null;
  }
}
