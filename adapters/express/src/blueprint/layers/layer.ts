import type { FileChange, ProjectReader, Refusal } from "@backwright/core";
import type { ClientPractice, Conventions, FilePattern, PackageAdditions } from "@backwright/language-node";
import type { ResourceNames } from "../names.ts";
import type { AppView } from "../view.ts";

/** One way to keep data: an ORM or query builder, as apps use it. */
export interface DataLayer {
  /** As `readConventions` calls it. */
  readonly orm: string;
  /** The app's database, or why it cannot be used. Asked before any file is touched. */
  open(input: LayerInput): OpenLayer | readonly Refusal[];
}

export interface LayerInput {
  readonly project: ProjectReader;
  /** Files that earlier runs of the same task have written. */
  readonly generated: ReadonlySet<string>;
  readonly conventions: Conventions;
}

/** Numbers, or the object ids of MongoDB. */
export type RowId = "integer" | "object-id";

/** The database of an app, and how code for it is written. */
export interface OpenLayer {
  /** The folder of its templates in `templates/layers`. */
  readonly name: "drizzle" | "knex" | "mongoose" | "prisma" | "sequelize" | "typeorm";
  /** What its rows are called by. */
  readonly ids: RowId;
  /** Repositories return values instead of promises. */
  readonly sync: boolean;
  readonly client: ClientPractice;
  /** The folder of the app's migrations, relative to the repository's root; `null` where there are none. */
  readonly migrations: string | null;
  /** All tests share one server's database, so their files have to run one after another. */
  readonly shared: boolean;
  /** The variable without which tests and checks reach no server; `null` where there is none. */
  readonly address: string | null;
  /** Connections have to be closed, or the process that opened them does not end. */
  readonly closes: boolean;
  /** Nothing reaches the database before the connection is opened, in tests and scripts as well. */
  readonly opens: boolean;
  /** The connection belongs to a package, so that it outlives modules of the app that are loaded anew. */
  readonly outlives: boolean;
  /** Tests of the app open the connection themselves, so that nothing may do it before them: only new tests load the setup. */
  readonly openedByTests?: boolean;
  /** A setup of the app's tests closes the connection, behind the setup of new tests. */
  readonly closedBySetup?: boolean;
  /** The partial in `templates/duplicates` that finds the field of a violated unique constraint. */
  readonly duplicates: "sqlite" | "postgres" | "drivers" | "mongo" | "prisma" | "sequelize" | "typeorm";
  /** Where repositories stand; `null` where the app's layout tells. */
  readonly repositories: FilePattern | null;
  /** Templates of repositories. */
  readonly repository: string;
  readonly usersRepository: string;
  /** By which a module with the accounts of an earlier task is known. */
  readonly accounts: RegExp;
  /** Names that its code has for something else, so that no resource can have them. */
  readonly reserved: readonly string[];
  /** What the templates of the layer see as `it.layer`, beside its name. */
  readonly view: object;
  /** What whoever merges the code should know. */
  readonly assumptions: readonly string[];
  /** The module with the type of a resource's rows, or those of accounts; `null` where their repository has it. */
  table(view: AppView, of: ResourceNames | "users"): string | null;
  /** Modules for what the plan adds: tables or models, the client where it is brought, migrations that are code. */
  modules(input: LayerFiles): readonly LayerModule[];
  /** Files that are written as they are: migrations that are no code. */
  changes(input: LayerFiles): readonly FileChange[];
  /** Names of tables that the plan wants and the app has. */
  takenTables(input: LayerFiles): readonly string[];
  /** What of a plan cannot be kept so; nothing where this is missing. */
  refusals?(view: AppView): readonly Refusal[];
  /** Changes in files of the app's own. */
  edits(input: LayerEdits): readonly LayerEdit[];
  packages(language: "ts" | "js"): PackageAdditions;
  /** What tests need in the environment to have a database of their own. */
  testEnvironment(project: ProjectReader): Readonly<Record<string, string>>;
}

export interface LayerFiles {
  readonly project: ProjectReader;
  readonly generated: ReadonlySet<string>;
  /** The plan without accounts where an earlier task has made their table. */
  readonly view: AppView;
}

export interface LayerEdits extends LayerFiles {
  /** The module with the tables of the plan. */
  readonly tables: string;
  readonly conventions: Conventions;
}

/** A module by its template, before it is written in the app's language and style. */
export interface LayerModule {
  readonly path: string;
  readonly template: string;
  /** What its template sees beside what all see. */
  readonly view?: object;
  /** Where it is in another language or module system than most of the app. */
  readonly written?: Pick<Conventions, "language" | "modules">;
}

export interface LayerEdit {
  readonly path: string;
  readonly text: string;
}
