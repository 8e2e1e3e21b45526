import type { Evidence } from "@backwright/core";
import type { WordCase } from "./naming.ts";
import type { Style } from "./style.ts";
import type { ClientPractice, PrismaPractice, TypeormPractice } from "./database-practices.ts";

export type {
  ClientPractice,
  ExportedClass,
  ListedClasses,
  PrismaPractice,
  TypeormPractice,
} from "./database-practices.ts";

/** What code that is added to an app has to keep to, each with where it was read. */
export interface Conventions {
  /** Folder of the app's package.json, `.` for the root. All paths below are relative to the repository's root. */
  readonly appDir: string;
  readonly language: "ts" | "js";
  readonly modules: "esm" | "cjs";
  /** How a relative import of one of the app's own modules ends. */
  readonly importEnding: ".js" | ".ts" | "";
  readonly sourceDir: string;
  readonly layout: Layout;
  readonly style: Style;
  /** Statements behind `if` and the like always stand in braces. */
  readonly braces: boolean;
  /** `else` and `catch` stand on a line of their own, below the brace. */
  readonly elseBelow: boolean;
  /** The comment with which the app's linter lets it read `process.env`; `null` where it needs none. */
  readonly environmentComment: string | null;
  /** What the linter of the app asks for beyond its style; `null` for one that is not known. */
  readonly linter: LinterPractice | null;
  /** How modules of other folders are imported where that is not by a relative path: `@/lib/a` for `src/lib/a`. */
  readonly alias: { readonly prefix: string; readonly dir: string } | null;
  readonly dependencyRange: "exact" | "caret" | "tilde";
  readonly errors: ErrorPractice | null;
  /** How failed requests are answered without such a class; `null` where nothing tells. */
  readonly errorAnswer: ErrorAnswer | null;
  readonly validation: ValidationPractice;
  readonly database: DatabasePractice | null;
  /** Authentication that is already there; `null` when there is none. */
  readonly auth: AuthPractice | null;
  readonly tests: TestPractice | null;
  readonly app: AppModule | null;
  readonly evidence: readonly Evidence[];
}

/** A configuration of ESLint that builds on Airbnb's rules. */
export interface LinterPractice {
  /** Names are declared in front of their uses, functions as well. */
  readonly definesFirst: boolean;
  /** A module with one export exports it as the default. */
  readonly prefersDefault: boolean;
  /** The configuration, where it reads an ECMAScript older than 2020 and can be told otherwise. */
  readonly oldSyntax: string | null;
}

export interface Layout {
  /** `by-feature`: all files of a resource in a folder of their own; `by-kind`: a folder for routers, one for schemas, … */
  readonly kind: "by-feature" | "by-kind";
  readonly files: WordCase;
  readonly router: FilePattern;
  readonly schema: FilePattern;
  readonly repository: FilePattern;
  readonly test: FilePattern;
  /** Folder of modules that belong to no resource. */
  readonly shared: string;
}

/** Where files of one kind stand and how they are named. */
export interface FilePattern {
  /** May hold `{name}`, for the folder of a resource. */
  readonly dir: string;
  /** `{name}.router.ts`, with the ending. */
  readonly file: string;
  readonly number: "singular" | "plural";
}

/** The app's own class of errors that clients may see, and the answer it becomes. */
export interface ErrorPractice {
  readonly className: string;
  readonly module: string;
  readonly exported: "named" | "default";
  readonly parameters: readonly ErrorParameter[];
  /** Names in the answer's body; `null` where it has no such part. */
  readonly body: { readonly message: string | null; readonly code: string | null; readonly details: string | null };
  /** How an entry of the details looks: a record of field to message, or a list. */
  readonly details: "record" | "list" | null;
  /** The code that the app gives for a status: 404 → `not_found`. */
  readonly codes: Readonly<Record<number, string>>;
  /** Where the codes are a closed union of literals: its name and module. */
  readonly codeType: { readonly name: string; readonly module: string; readonly members: readonly string[] } | null;
}

export interface ErrorParameter {
  readonly name: string;
  readonly role: "status" | "code" | "message" | "details" | "other";
  readonly optional: boolean;
}

/** The body of an app's answers to failed requests, for an app without a class of errors. */
export interface ErrorAnswer {
  readonly entries: readonly ErrorEntry[];
  /** The exported class whose static method makes the body; absent where object literals do. */
  readonly factory?: {
    readonly className: string;
    readonly module: string;
    readonly exported: "named" | "default";
    readonly method: string;
    readonly arguments: readonly ErrorEntry["value"][];
  };
}

export interface ErrorEntry {
  /** Names joined by dots: `error.message`. */
  readonly path: string;
  /** A literal is source text. */
  readonly value: "message" | "status" | { readonly literal: string };
}

export interface ValidationPractice {
  readonly library: "zod" | "joi" | "express-validator" | "other" | null;
  /** The declared range of its version. */
  readonly version: string | null;
  readonly status: 400 | 422;
  /** A function of the app that takes a schema and a value and returns the checked value or throws. */
  readonly helper: { readonly name: string; readonly module: string } | null;
  /** How modules of the app import joi; `null` where it has none. */
  readonly joi: { readonly specifier: string; readonly binding: "Joi" | "* as Joi" | "{ Joi }" } | null;
  /** Checks bodies in front of handlers, by schemas of joi or chains of express-validator; `null` where none is understood. */
  readonly middleware: ValidationMiddleware | null;
}

/** A function of the app that checks the bodies of requests, or makes a handler that does. */
export interface ValidationMiddleware {
  readonly name: string;
  readonly module: string;
  readonly exported: "named" | "default";
  /**
   * What it is called with: a `schema` of the body, schemas of the request's `parts` by name, a list of `chains`; `nothing` for a
   * handler that stands behind the chains.
   */
  readonly takes: "schema" | "parts" | "chains" | "nothing";
  /** What handlers behind it find in the request is what the schema made of it. */
  readonly converts: boolean;
  /** How it refuses: an error that is passed on, or a body with these members, nested ones joined by dots. */
  readonly answers:
    | { readonly kind: "error"; readonly className: string }
    | { readonly kind: "body"; readonly paths: readonly string[] };
}

export interface DatabasePractice {
  /** `drizzle`, or the name of another ORM or driver. */
  readonly orm: string;
  /** How the app uses it; `null` where that is not understood, or nobody reads it yet. */
  readonly layer: LayerPractice | null;
}

/** How an app uses one ORM. */
export type LayerPractice =
  | DrizzlePractice
  | KnexPractice
  | MongoosePractice
  | PrismaPractice
  | SequelizePractice
  | TypeormPractice;

export interface DrizzlePractice {
  readonly kind: "drizzle";
  readonly dialect: "sqlite" | "postgresql";
  readonly driver: "better-sqlite3" | "node-postgres" | "postgres-js" | "other";
  /** Transactions of the driver take a synchronous function. */
  readonly sync: boolean;
  readonly client: ClientPractice;
  /** The modules that hold tables, as drizzle-kit's configuration lists them. */
  readonly schema: readonly string[];
  readonly migrations: string | null;
  /** The module of the client runs the migrations itself. */
  readonly migrates: boolean;
}

export interface KnexPractice {
  readonly kind: "knex";
  /** Clients that the configuration names, of all its environments. */
  readonly clients: readonly string[];
  readonly client: ClientPractice;
  /** The modules that say how the database is reached: the client's own, and the knexfile where there is one. */
  readonly configuration: readonly string[];
  /** The folder of migrations; `null` where there is none. */
  readonly migrations: string | null;
  /** How migrations are written; by the last of them. */
  readonly migration: { readonly ending: string; readonly modules: "esm" | "cjs" };
  /** How code names columns; a client that translates names takes the code's. */
  readonly columns: "snake" | "camel";
  /** The app runs the migrations itself when it starts. */
  readonly migrates: boolean;
}

export interface MongoosePractice {
  readonly kind: "mongoose";
  /** Of the declared version; `null` where its range tells none. */
  readonly major: number | null;
  readonly connection: ConnectionPractice;
  /** How the app writes its models; `null` where it has none. */
  readonly models: ModelPractice | null;
  readonly defined: readonly { readonly name: string; readonly module: string }[];
  /** Tests can start a server of their own with `mongodb-memory-server`. */
  readonly memoryServer: boolean;
}

export interface ConnectionPractice {
  /** The module that calls `mongoose.connect`. */
  readonly module: string;
  /** Modules with which, once they are loaded, the app connects. */
  readonly onLoad: readonly string[];
  /** Variables of the environment that can hold the address, the likeliest first. */
  readonly variables: readonly string[];
  /** The name of the database does not stand in that address. */
  readonly composed: boolean;
  /** Who builds the indexes of the schemas: Mongoose when it connects, the app itself, or nobody. */
  readonly indexes: "automatic" | "by-app" | "by-hand";
  /** Modules of the tests that connect. */
  readonly inTests: readonly string[];
  /** Modules of the tests that close the connection. */
  readonly closedIn: readonly string[];
}

export interface ModelPractice {
  /** The folder of models; `null` where each stands in the folder of its feature. */
  readonly dir: string | null;
  /** `{name}.model.ts`, with the ending. */
  readonly file: string;
  readonly number: "singular" | "plural";
  /** How file names join their words; `null` where none tells. */
  readonly case: WordCase | null;
  readonly exported: "named" | "default";
  /** `mongoose.Schema`, rather than `Schema` by its own name. */
  readonly namespace: boolean;
  /** `bookSchema` or `BookSchema`. */
  readonly schema: "camel" | "pascal";
  /** Documents keep `__v`. */
  readonly versionKey: boolean;
  /** How documents name whom they belong to. */
  readonly owner: "object-id" | "string";
}

export interface SequelizePractice {
  readonly kind: "sequelize";
  /** As Sequelize calls them, of all environments of the configuration. */
  readonly dialects: readonly string[];
  readonly client: ClientPractice;
  /** The modules that say how the database is reached. */
  readonly configuration: readonly string[];
  readonly models: {
    readonly folder: string;
    /** A `factory` is a function that is called with the connection; a `module` imports it. */
    readonly style: "factory" | "module";
    /** `.model` of `user.model.js`. */
    readonly suffix: string;
    /** Files are called like models: `User.js`. */
    readonly capital: boolean;
  };
  /** The folder of sequelize-cli's migrations; `null` where there is none. */
  readonly migrations: string | null;
  readonly migration: { readonly ending: string; readonly modules: "esm" | "cjs" };
  /** Columns are named in snake case. */
  readonly underscored: boolean;
  /** Tables are made from the models when the app starts. */
  readonly syncs: boolean;
}

export interface AuthPractice {
  readonly kind: string;
  readonly source: string;
}

export interface TestPractice {
  readonly runner: "vitest" | "jest" | "mocha" | "other";
  readonly config: string | null;
}

/** The module that builds the Express application. */
export interface AppModule {
  readonly module: string;
  /** The variable that holds the application. */
  readonly variable: string;
  /** How others get it: an exported function that builds one, an exported application, or not at all. */
  readonly access: {
    readonly kind: "factory" | "instance";
    readonly name: string;
    readonly exported: "named" | "default";
  } | null;
}
