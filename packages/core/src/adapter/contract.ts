import type { ChangeSet } from "../project/change-set.ts";
import type { ProjectReader } from "../project/reader.ts";
import type { Decision, ErrorConvention, Plan } from "../plan/schema.ts";
import type { Command, Commands, Detection, Model, Practices, Route, Unresolved } from "../understanding/schema.ts";

export type Awaitable<T> = T | Promise<T>;

/** What an adapter tells the engine. It answers questions about a project; it never runs anything itself. */
export interface Adapter {
  /** Kebab-case; equals the package name after `adapter-`. */
  readonly name: string;
  readonly language: "node" | "python" | "go";
  /** `detect` runs only in a project that has one of them. Repeated in package.json under `backwright`. */
  readonly marks: Marks;
  /** Adapters that step back where this one matches too, e.g. nestjs before express. */
  readonly supersedes?: readonly string[];
  /** Every application of this stack, the primary one first; `[]` when there is none. */
  detect(project: ProjectReader, asked?: DetectRequest): Awaitable<readonly Detection[]>;
  commands(project: ProjectReader, detection: Detection): Awaitable<Commands>;
  routes?(project: ProjectReader, detection: Detection): Awaitable<RouteAnswer>;
  models?(project: ProjectReader, detection: Detection): Awaitable<readonly Model[]>;
  practices?(project: ProjectReader, detection: Detection): Awaitable<Practices>;
  /** Calls that the project's tests make, for the gate of the test phase. */
  tests?(project: ProjectReader, detection: Detection): Awaitable<readonly TestedCall[]>;
  readonly security?: readonly SecurityRule[];
  readonly verification?: Verification;
  readonly blueprint?: Blueprint;
  /** Shown when something was not found: what the user can set, in order. */
  readonly help?: string;
}

export interface DetectRequest {
  /** The user named the adapter: what it only reads, and would not answer for by itself, counts as well. */
  readonly named: boolean;
}

/** Cheap signals that an adapter may have something to say. */
export interface Marks {
  /** Globs of files. */
  readonly files?: readonly string[];
  /** Names of declared dependencies. */
  readonly dependencies?: readonly string[];
}

export interface RouteAnswer {
  readonly routes: readonly Route[];
  /** What could not be resolved is listed, never dropped. */
  readonly unresolved: readonly Unresolved[];
}

/** One request that a test makes, and the statuses that it expects. */
export interface TestedCall {
  /** Upper case. */
  readonly method: string;
  /** As written, each interpolation as `:value`. */
  readonly path: string;
  readonly statuses: readonly number[];
  readonly file: string;
  readonly line: number;
}

/** A static rule; the conformance suite runs its examples. */
export interface SecurityRule {
  /** Kebab-case and permanent: `hardcoded-secret`. */
  readonly id: string;
  readonly title: string;
  readonly examples: { readonly bad: readonly [string, ...string[]]; readonly good: readonly [string, ...string[]] };
  /** Findings in one source file; `path` tells the language by its ending. */
  find(source: { readonly path: string; readonly text: string }): readonly SecurityFinding[];
}

export interface SecurityFinding {
  readonly line: number;
  /** What is wrong there; never the secret itself. */
  readonly message: string;
}

/** How one sees that dependencies are installed; paths are relative to the application's folder. */
export interface Installation {
  /** What is there once they are: `node_modules`. */
  readonly path: string;
  /** Files that say what is to be installed; one that is newer than `path` asks for another installation. */
  readonly from: readonly string[];
}

/** A folder that keeps an application's programs apart from the machine's; paths are relative to the application's folder. */
export interface Isolation {
  /** The folder itself: `.venv`. */
  readonly path: string;
  /** Where its programs stand; every command finds them first. */
  readonly programs: string;
  /** Makes the folder where it is missing, before anything is installed. */
  readonly create: readonly [string, ...string[]];
}

/** What probes and steps have to know about applications of this stack. */
export interface Verification {
  /** How errors look; `detection` is `null` for an empty folder. */
  errors(project: ProjectReader, detection: Detection | null): Awaitable<ErrorConvention>;
  /** What keeps the rows of the application's resources; tables where this is missing. */
  store?(project: ProjectReader, detection: Detection): Awaitable<Plan["store"]>;
  /** Environment that the application needs to start in a check, beside PORT. */
  environment(project: ProjectReader, detection: Detection): Awaitable<readonly EnvironmentNeed[]>;
  readonly installation?: Installation;
  /** Whether a new database is empty until the migrate command ran; for some applications only, where it is a function. */
  readonly migrates?: boolean | ((detection: Detection) => boolean);
  /** What a start command needs to listen on a port that it does not read; `$PORT` stands for the port. */
  startArguments?(start: Command): Awaitable<readonly string[]>;
  /** `null` for an application whose package manager sees to it. */
  isolation?(detection: Detection): Awaitable<Isolation | null>;
}

/** A variable that a check has to set. Secrets are made at random for each start and are never written down. */
export type EnvironmentNeed =
  | { readonly name: string; readonly kind: "secret" }
  | { readonly name: string; readonly kind: "value"; readonly value: string }
  /** Gets the port on which a check wants the server, for servers that do not read PORT. */
  | { readonly name: string; readonly kind: "port" }
  /** A database in a temporary folder; `$FILE` in `value` stands for the path of a file that does not exist yet. */
  | { readonly name: string; readonly kind: "database-file"; readonly value: string }
  /**
   * The address of a MongoDB: what the environment gives, else `value`, with a database of the check's own in it, which
   * `drop` removes again.
   */
  | { readonly name: string; readonly kind: "mongodb"; readonly value: string | null; readonly drop: Command }
  /** An empty file, by its path from the repository's root, that a start command asks for: made where it is missing, and removed again. */
  | { readonly name: string; readonly kind: "file" }
  /**
   * A file at a place that no variable changes, by its path from the repository's root, in which the application keeps its
   * data. Where it is missing, a check has the migrate command make it, and removes it again; one that is there is left alone.
   */
  | { readonly name: string; readonly kind: "data-file" };

/** Turns a plan into files, with no model and always the same bytes. */
export interface Blueprint {
  /** Why this plan cannot be written into this project; `[]` when it can. Asked before any file is touched. */
  refusals(input: BlueprintInput): Awaitable<readonly Refusal[]>;
  /**
   * What the code uses of the application that it is added to, and what it brings beside that, each with its reason; `[]`
   * where there are refusals. They become part of the plan, so the plan that this is asked about has none yet.
   */
  decisions?(input: BlueprintInput): Awaitable<readonly Decision[]>;
  write(input: BlueprintInput): Awaitable<ChangeSet>;
  /**
   * Files with accounts that the blueprint would have written itself, so that a task with `auth` may use them where no
   * record tells that an earlier task made them.
   */
  accountFiles?(project: ProjectReader, detection: Detection): Awaitable<readonly string[]>;
}

export interface BlueprintInput {
  readonly project: ProjectReader;
  readonly plan: Plan;
  /** The application to add to; `null` makes a new one. */
  readonly detection: Detection | null;
  /** Files that earlier runs of the same task generated and that still stand. */
  readonly generated: ReadonlySet<string>;
  /** What the project's commands get in their environment; absent where nothing is run. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Those of them that later tasks have added to, which a change keeps. */
  readonly extended?: ReadonlySet<string>;
}

export interface Refusal {
  readonly reason: string;
  /** What the user can do. */
  readonly hint: string;
}
