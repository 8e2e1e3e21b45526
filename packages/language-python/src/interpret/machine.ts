import type { SyntaxNode } from "../syntax.ts";
import type { Scope } from "./scope.ts";
import type { CallSite, ClassValue, FunctionValue, InstanceValue, Value } from "./value.ts";

/** What a framework's rules add to the reading of code. */
export interface Host {
  /** What a call of something out of a package gives, by its dotted name; `null` where it has no meaning. */
  callForeign(path: string, site: CallSite): Value | null;
  /** A part of a package that has a meaning without being called; `null` where it has none. */
  foreignMember?(path: string): Value | null;
  /** A member that a class of the project gets from a base out of a package; `null` where it has no meaning. */
  classMember?(value: ClassValue, name: string): Value | null;
  /** What making an instance of a class of the project gives instead; `null` for an instance like any other. */
  construct?(value: ClassValue, site: CallSite): Value | null;
  /** Whether a module of this text may register something by being imported. */
  registers(text: string): boolean;
  /**
   * Where only some calls matter: which do where nobody takes what they give, and which only to who asks for the variable
   * that they are called on. Then variables are worked out when somebody asks for them. Without this, every call matters.
   */
  matters?(callee: string): boolean | "asked";
  /** What a call of this name means, whatever it is called on; `null` where that decides. */
  named?(callee: string): Value | null;
}

/** Shared by everything that takes part in one reading. */
export interface Machine {
  readonly host: Host;
  /** False when the budget is used up: then everything is unknown, so that any code ends. */
  step(): boolean;
  /** A module of the project or of a package, seen from a file; `.a.b` counts from the file's folder. `now`: also runs it. */
  importModule(file: string, name: string, now?: boolean): Value;
  /** The names of a folder's entries, for code that loads whatever is there. */
  listFolder(path: string): readonly string[];
  /** The value of an expression; calls in it take effect. */
  evaluate(node: SyntaxNode, frame: Frame): Value;
  /** Runs statements in their order, every branch of them. */
  execute(statements: readonly SyntaxNode[], frame: Frame): void;
  /** Runs a function of the project. */
  call(value: FunctionValue, site: CallSite): Value;
  /** Makes an instance of a class of the project. */
  construct(value: ClassValue, site: CallSite): InstanceValue;
  /** Calls whatever can be called. */
  apply(value: Value, site: CallSite): Value;
  /** The defaults of command-line options, by name. */
  readonly options: Map<string, Value>;
  /** How often functions were entered, by file and position. */
  readonly entered: Map<string, number>;
  depth: number;
  /** How deep in an expression the reading is. */
  nesting: number;
}

/** Where code runs: its file, the names in sight, and what `return` gave. */
export interface Frame {
  readonly machine: Machine;
  readonly file: string;
  readonly scope: Scope;
  readonly returned: Value[];
  /** The class whose body runs. */
  readonly owner: ClassValue | null;
  /** The first parameter of the method that runs, and the class it stands in, for `super()`. */
  readonly method: { readonly self: Value; readonly owner: ClassValue } | null;
}
