import type { SyntaxNode } from "../syntax.ts";
import type { Scope } from "./scope.ts";

/** What an expression of the project's code stands for, as far as reading tells. */
export type Value =
  | UnknownValue
  | TextValue
  | EnvironmentValue
  | ListValue
  | ObjectValue
  | FunctionValue
  | ClassValue
  | NativeValue
  | ForeignValue;

export interface UnknownValue {
  readonly kind: "unknown";
}

/** A string or number that is known. */
export interface TextValue {
  readonly kind: "text";
  readonly text: string;
  /** The environment variable that overrides it; `null` when nothing does. */
  readonly env: string | null;
}

/** A variable of the environment without a fallback. */
export interface EnvironmentValue {
  readonly kind: "env";
  readonly name: string;
}

export interface ListValue {
  readonly kind: "list";
  readonly items: Value[];
  /** The elements as written, of an array literal. */
  readonly nodes?: readonly SyntaxNode[];
}

/** An object literal, the exports of a module, or an instance of a class. */
export interface ObjectValue {
  readonly kind: "object";
  readonly entries: Map<string, Value>;
  /** The entries as written, of an object literal. */
  readonly nodes?: Map<string, SyntaxNode>;
  readonly instanceOf: ClassValue | null;
  /** What a base class outside the project gives. */
  readonly base: Native | null;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly node: SyntaxNode;
  readonly file: string;
  readonly scope: Scope;
  /** What `this` is; `null` where the call decides. */
  readonly self: Value | null;
}

export interface ClassValue {
  readonly kind: "class";
  readonly node: SyntaxNode;
  readonly file: string;
  readonly scope: Scope;
  readonly statics: Map<string, Value>;
}

/** Something that the framework's own rules give a meaning, such as a router. */
export interface NativeValue {
  readonly kind: "native";
  readonly native: Native;
}

/** Something out of a package that has no meaning here; the package and the way into it are known. */
export interface ForeignValue {
  readonly kind: "foreign";
  readonly module: string;
  /** `.Router()`; empty for the package itself. */
  readonly path: string;
}

export interface Native {
  /** `null` for a member that has no meaning. */
  get?(property: string): Value | null;
  call?(site: CallSite): Value;
}

/** One call or `new` in the project's code. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
  readonly node: SyntaxNode;
  readonly args: readonly Argument[];
}

/** Evaluated when it is asked for, so that what does not matter is never followed. */
export interface Argument {
  readonly node: SyntaxNode;
  value(): Value;
}

export const unknown: UnknownValue = { kind: "unknown" };

export function text(value: string, env: string | null = null): TextValue {
  return { kind: "text", text: value, env };
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
