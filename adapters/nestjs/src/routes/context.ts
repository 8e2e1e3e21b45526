import type { ClassValue, GraphBuilder, Interpreter, Place, Value } from "@backwright/language-node";

/** An application that the code creates, with what it says about all of its routes. */
export interface NestApplication {
  readonly place: Place;
  readonly root: Value;
  readonly modules: ModuleWalk;
  prefix: Value | null;
  excluded: RouteMatch[];
  versioning: Versioning | null;
  readonly guards: Guard[];
  listens: boolean;
  closed: boolean;
}

/** The modules that a root reaches, with what they declare. */
export interface ModuleWalk {
  readonly modules: Set<string>;
  readonly controllers: Map<string, { readonly value: ClassValue; readonly module: string }>;
  /** Guards before every route of the application. */
  readonly guards: Guard[];
  /** False where a module could not be known. */
  complete: boolean;
}

export interface Versioning {
  /** Whether the version is a part of the path. */
  readonly inPath: boolean;
  readonly prefix: string;
  readonly standard: Value | null;
}

/** Paths and methods that middleware or an exclusion is for. */
export interface RouteMatch {
  /** As written; may end in a wildcard. */
  readonly path: string;
  /** `null` for every method. */
  readonly method: string | null;
}

export interface Guard {
  readonly name: string;
  /** Whether it lets pass what is marked as public. */
  readonly heedsMarks: boolean;
}

/** Middleware that a module puts before routes. */
export interface Middleware {
  readonly names: readonly string[];
  readonly routes: readonly RouteMatch[];
  readonly controllers: readonly ClassValue[];
  readonly excluded: readonly RouteMatch[];
}

/** What one reading of an application keeps beside the graph. */
export interface Context {
  readonly builder: GraphBuilder;
  /** Set before anything is read. */
  interpreter: Interpreter | null;
  readonly applications: NestApplication[];
  /** What configuration files and factories give, by namespace; the empty name for what has none. */
  readonly configuration: Map<string, Value>;
  readonly middleware: Middleware[];
  /** Guards that refuse callers without an account, whatever they are called. */
  readonly refusing: Set<string>;
  /** The path that a module of the router module has, by the module's place. */
  readonly modulePaths: Map<string, string>;
  /** Default values of the environment's variables. */
  readonly defaults: (name: string) => string | null;
}

/** Identifies a class. */
export function keyOf(value: ClassValue): string {
  return `${value.file}:${value.node.range().start.index}`;
}

export function placeOf(value: ClassValue): Place {
  return { file: value.file, line: value.node.range().start.line + 1 };
}
