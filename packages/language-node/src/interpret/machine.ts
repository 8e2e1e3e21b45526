import type { SyntaxNode } from "../syntax.ts";
import type { Scope } from "./scope.ts";
import type { ClassValue, FunctionValue, Native, ObjectValue, Value } from "./value.ts";

/** What a framework's rules add to the reading of code. */
export interface Host {
  /** The meaning of a package; `null` where it has none. */
  importPackage(specifier: string): Value | null;
  /** Names of entries whose values never matter, and often are large: schemas of a route. */
  readonly ignored?: ReadonlySet<string>;
  /** What instances of a class get from a base class that is not in the project. */
  baseOf?(name: string, place: { readonly file: string; readonly line: number }): Native | null;
}

/** Shared by everything that takes part in one reading. */
export interface Machine {
  readonly host: Host;
  /** What `import` and `require` give: the exports of a project's file, or of a package. */
  importFrom(file: string, specifier: string): Value;
  /** The text values of a folder's entries, for code that loads whatever is there. */
  /** Files of the project that a glob finds, wherever the program is started. */
  findFiles(glob: string): readonly string[];
  listFolder(path: string): readonly string[];
  /** False when the budget is used up: then everything is unknown, so that any code ends. */
  step(): boolean;
  /** The value of an expression; calls in it take effect. */
  evaluate(node: SyntaxNode, frame: Frame): Value;
  /** Runs statements in their order, every branch of them. */
  execute(statements: readonly SyntaxNode[], frame: Frame): void;
  /** Runs a function of the project. */
  call(value: FunctionValue, args: readonly Value[]): Value;
  /** Makes an instance of a class of the project. */
  construct(value: ClassValue, args: readonly Value[], self?: ObjectValue): Value;
  /** How often functions and classes were entered, by file and position. */
  readonly entered: Map<string, number>;
  depth: number;
  /** How deep in expressions the reading is. */
  nesting: number;
  /** How often something of the framework was called, and how many steps were taken. */
  effects: number;
  spent: number;
  /** How often long functions ran without any effect or answer, by their places. */
  readonly fruitless: Map<string, number>;
  /** The functions that are running, by their places, with how often each runs inside itself. */
  readonly running: Map<string, number>;
  /** How many conditions and the like the code stands in. */
  branches: number;
}

/** Where code runs: its file, the names in sight, and what `return` gave. */
export interface Frame {
  readonly machine: Machine;
  readonly file: string;
  readonly scope: Scope;
  readonly returned: Value[];
  /** Exports of the module that the code stands in. */
  readonly exports: ModuleExports;
}

export interface ModuleExports {
  readonly named: Map<string, Value>;
  /** What `module.exports = …` put in the place of all. */
  replaced: Value | null;
  /** Every value that was ever exported, also one that was replaced; and the module's classes. */
  readonly all: Value[];
}
