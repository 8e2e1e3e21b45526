import type { ProjectReader } from "@backwright/core";
import type { DeclaredFunction, FileScope } from "../declarations.ts";
import type { SyntaxNode } from "../syntax.ts";
import type { TypeRef } from "./types.ts";
import type { Argument, CallSite, ForeignValue, FunctionValue, ObjectValue, Scope, Value } from "./value.ts";

/** Gives packages of others, and types of theirs, their meaning. */
export interface Host {
  /** A member of a package of others; `null` where it has no meaning. */
  foreign(path: string, name: string): Value | null;
  /** A value of a type of others that nothing in sight makes; `null` where it has no meaning. */
  typed(path: string, name: string, place: Place): Value | null;
  /** A call of a member without a meaning; `null` gives the plain result. */
  called(callee: ForeignValue, site: CallSite): Value | null;
  /** A struct of others that the code makes. */
  made(type: TypeRef, object: ObjectValue, site: CallSite): Value | null;
  /** A call of a function of the project; `null` follows it. */
  intercept(declared: DeclaredFunction, site: CallSite): Value | null;
  /** What a function of the project gave; `null` keeps it. */
  returned(callee: FunctionValue, site: CallSite, result: Value): Value | null;
  /** A method of the project that has no body to follow; `null` where it has no meaning. */
  empty(declared: DeclaredFunction, place: Place): Value | null;
  /** Whether a file of this text, or a package that imports it, can have to do with what is asked. */
  readonly concerns: RegExp;
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One run of a function's body. */
export interface Frame {
  readonly file: FileScope;
  scope: Scope;
  /** What the body returns, each time. */
  readonly returns: Value[];
  /** More than 0 where what is done may also not be done. */
  conditional: number;
}

/** What the parts of the interpreter share. */
export interface Machine {
  readonly project: ProjectReader;
  readonly host: Host;
  readonly state: State;
  evaluate(node: SyntaxNode | null, frame: Frame, wanted?: TypeRef | null): Value;
  execute(node: SyntaxNode, frame: Frame): void;
  callFunction(callee: FunctionValue, args: readonly Argument[], site: CallSite): Value;
  call(callee: Value, site: CallSite): Value;
  member(object: Value, name: string, frame: Frame): Value;
  /** What a package of the project declares under a name; `null` where it does not. */
  lookup(packagePath: string, name: string): Value | null;
  /** A value of a type of which nothing else is known. */
  valueOf(type: TypeRef | null, place: Place): Value;
  assign(target: SyntaxNode, value: Value, frame: Frame): void;
}

export interface State {
  /** Package variables by `PATH.NAME`. */
  readonly cells: Map<string, Value>;
  /** Structs of the project by type, in the order in which the code makes them. */
  readonly instances: Map<string, ObjectValue[]>;
  /** Functions that were followed, by place. */
  readonly executed: Map<string, number>;
  /** Functions that were handed to packages of others and wait for a caller. */
  readonly escaped: FunctionValue[];
  readonly stack: string[];
  /** How often something with a meaning was called. */
  effects: number;
  /** How often a function was followed for nothing, by place. */
  readonly idle: Map<string, number>;
  steps: number;
  /** How many steps there may be before what is followed now is left as it is. */
  allowed: number;
  /** Whether something was left. */
  cut: boolean;
  /** How many expressions and statements stand around the one that is followed. */
  depth: number;
}

export const limits = {
  steps: 400_000,
  /** Of one function that registers what is to be done later, or that packages run when they are loaded. */
  share: 40_000,
  depth: 40,
  calls: 150,
  idle: 3,
  again: 2,
  /** As `again`, of functions that are handed a router, or what to do inside of them. */
  nested: 6,
  items: 300,
  nesting: 500,
} as const;

export function createState(): State {
  return {
    cells: new Map(),
    instances: new Map(),
    executed: new Map(),
    escaped: [],
    stack: [],
    effects: 0,
    idle: new Map(),
    steps: 0,
    allowed: limits.steps,
    cut: false,
    depth: 0,
  };
}

/** True where the code is more than is followed. */
export function isExhausted(state: State): boolean {
  state.cut ||= state.steps > state.allowed;
  return state.steps > state.allowed;
}

/** Where a function stands. */
export function keyOf(callee: Pick<FunctionValue, "declared" | "file" | "node">): string {
  if (callee.declared !== null) {
    return keyOfDeclared(callee.declared);
  }
  const { start } = callee.node.range();
  return `${callee.file.path}:${start.line + 1}:${start.column}`;
}

export function keyOfDeclared({ scope, line }: DeclaredFunction): string {
  return `${scope.path}:${line}`;
}

export function findName(scope: Scope | null, name: string): Scope | null {
  for (let at = scope; at !== null; at = at.parent) {
    if (at.names.has(name)) {
      return at;
    }
  }
  return null;
}

export function childScope(parent: Scope | null): Scope {
  return { names: new Map(), parent };
}
