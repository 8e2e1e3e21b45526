import type { DeclaredFunction, FileScope } from "../declarations.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { TypeRef } from "./types.ts";

/** What is known of a value without running the program. */
export type Value =
  | UnknownValue
  | TextValue
  | ListValue
  | MapValue
  | ObjectValue
  | FunctionValue
  | NativeValue
  | ForeignValue
  | PackageValue
  | TypeValue
  | TupleValue;

export interface UnknownValue {
  readonly kind: "unknown";
  readonly type: TypeRef | null;
  /** The environment variable that it comes from. */
  readonly env: string | null;
}

/** A string, a number or a boolean, as text. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
  /** The environment variable, or the setting, that sets another. */
  readonly env: string | null;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: readonly Value[];
  readonly element: TypeRef | null;
}

export interface MapValue {
  readonly kind: "map";
  readonly entries: readonly (readonly [Value, Value])[];
  readonly element: TypeRef | null;
}

/** A struct; also one of another package, of which the fields are known that are set. */
export interface ObjectValue {
  readonly kind: "object";
  readonly type: TypeRef | null;
  readonly fields: Map<string, Value>;
}

export interface FunctionValue {
  readonly kind: "function";
  /** `function_declaration`, `method_declaration` or `func_literal`. */
  readonly node: SyntaxNode;
  readonly file: FileScope;
  /** Where a literal was written; `null` for a declaration. */
  readonly scope: Scope | null;
  readonly receiver: Value | null;
  /** `null` for a literal. */
  readonly declared: DeclaredFunction | null;
}

/** Something that a host gives a meaning to. */
export interface NativeValue {
  readonly kind: "native";
  readonly native: Native;
}

export interface Native {
  get?(name: string): Value | null;
  set?(name: string, value: Value): void;
  call?(site: CallSite): Value;
}

/** A name of a package that is none of the project's, and what is reached through it: `middleware.Logger`. */
export interface ForeignValue {
  readonly kind: "foreign";
  readonly path: string;
  readonly name: string;
  /** Whether a call led here. */
  readonly called: boolean;
  /** What the last call was given. */
  readonly args: readonly Argument[];
}

export interface PackageValue {
  readonly kind: "package";
  readonly path: string;
}

export interface TypeValue {
  readonly kind: "type";
  readonly type: TypeRef;
}

export interface TupleValue {
  readonly kind: "tuple";
  readonly items: readonly Value[];
}

export interface Argument {
  readonly node: SyntaxNode;
  readonly value: Value;
}

export interface CallSite {
  readonly node: SyntaxNode;
  readonly file: string;
  readonly line: number;
  readonly args: readonly Argument[];
  /** The package whose code makes the call. */
  readonly dir: string;
  /** Calls a function value; what is not given is made up from the parameter's type. */
  run(callee: Value, args: readonly Value[]): Value;
}

export interface Scope {
  readonly names: Map<string, Value>;
  readonly parent: Scope | null;
}

export const unknown: UnknownValue = { kind: "unknown", type: null, env: null };

export function unknownOf(type: TypeRef | null): UnknownValue {
  return type === null ? unknown : { kind: "unknown", type, env: null };
}

export function text(value: string, env: string | null = null): TextValue {
  return { kind: "text", text: value, env };
}

export function native(members: Native): NativeValue {
  return { kind: "native", native: members };
}

export function nativeFunction(call: (site: CallSite) => Value): NativeValue {
  return native({ call });
}

/** How much is known: of two values for one thing the one that says more is kept. */
export function weightOf(value: Value): number {
  switch (value.kind) {
    case "native":
      return 4;
    case "object":
    case "function":
    case "list":
    case "map":
      return 3;
    case "foreign":
      return 2;
    case "text":
      return value.text === "" ? 1 : 2;
    default:
      return 0;
  }
}

/** What several returns of one function come to. */
export function mergeValues(values: readonly Value[]): Value {
  const [first, ...rest] = values;
  return rest.reduce((kept, value) => mergeTwo(kept, value), first ?? unknown);
}

function mergeTwo(a: Value, b: Value): Value {
  if (a.kind === "tuple" && b.kind === "tuple") {
    return { kind: "tuple", items: a.items.map((item, index) => mergeTwo(item, b.items[index] ?? unknown)) };
  }
  const env = envOf(a) ?? envOf(b);
  const kept = weightOf(b) > weightOf(a) ? b : a;
  return kept.kind === "text" && env !== null && kept.env === null ? text(kept.text, env) : kept;
}

export function envOf(value: Value): string | null {
  return value.kind === "unknown" || value.kind === "text" ? value.env : null;
}

/** The text of a value; `null` where it is not known. */
export function textOf(value: Value | undefined): string | null {
  return value?.kind === "text" ? value.text : null;
}
