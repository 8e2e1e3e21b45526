import { dirOf, relativePath } from "@backwright/language-node";
import type { Validator } from "./existing-validator.ts";
import type { OpenLayer } from "./layers/layer.ts";
import type { ResourceNames } from "./names.ts";

/** Modules that belong to no single resource, by what they are for. */
export type ModuleRole =
  | "app"
  | "authRoutes"
  | "authSchema"
  | "config"
  | "database"
  | "errorHandler"
  | "errors"
  | "passwords"
  | "rateLimit"
  | "requireAuth"
  | "rows"
  | "tables"
  | "testSupport"
  | "tokens"
  | "uniqueViolation"
  | "usersRepository"
  | "usersSchema"
  | "usersTable"
  | "validation";

export type ResourcePart = "routes" | "schema" | "repository" | "table" | "test";

export type ErrorKind = "unauthorized" | "forbidden" | "notFound" | "conflict" | "tooManyRequests";

/**
 * What a module has to know of the application that it stands in: the new one, or an existing one by its conventions.
 * The templates of resources and accounts get everything that differs between applications from here.
 */
export interface Surroundings {
  /** How data is kept: `sync` says that repositories return values instead of promises, as better-sqlite3 does. */
  readonly layer: Pick<OpenLayer, "name" | "ids" | "sync" | "view">;
  readonly importEnding: ".ts" | ".js" | "";
  /** How modules of other folders are imported where that is not by a relative path. */
  readonly alias: { readonly prefix: string; readonly dir: string } | null;
  /** The module of zod 4: packages of zod 3 hold it as well. */
  readonly zod: "zod" | "zod/v4";
  /** The library with which modules check what requests hold. */
  readonly validator: Validator;
  /** Status of a request whose path, query or body is invalid. */
  readonly invalidStatus: 400 | 422;
  /** Paths of modules, relative to the repository's root, with the ending of the file. */
  readonly modules: Readonly<Record<ModuleRole, string>>;
  /** The function that checks a value against a schema, and the module that has it. */
  readonly parse: { readonly name: string; readonly module: string };
  /** What the module `database` exports to be asked for data. */
  readonly db: Pick<OpenLayer["client"], "name" | "exported">;
  /** How the test's app is made from the exports of the module `app`: `createApp()`. */
  readonly createApp: { readonly name: string; readonly call: boolean; readonly exported: "named" | "default" };
  readonly errors: ErrorStyle;
  /** The module that passes failures of asynchronous handlers on; `null` where Express does that itself. */
  readonly passErrors: string | null;
  /** Whether each router has to turn violations of unique constraints into errors itself. */
  readonly conflictsInRouter: boolean;
  resource(names: ResourceNames, part: ResourcePart): string;
}

export interface ErrorStyle {
  /** How the name of the class is exported. */
  readonly exported: "named" | "default";
  /** The class for one kind of error and the arguments after or before the message, as source text. */
  construct(
    kind: ErrorKind,
    message: string | null,
  ): { readonly className: string; readonly arguments: readonly string[] };
  /** The media type of an error's body. */
  readonly mediaType: string;
}

/** The specifier with which one file imports another. */
export function importSpecifier(from: string, to: string, ending: Surroundings["importEnding"]): string {
  const path = relativePath(dirOf(from), to).replace(/\.[cm]?[jt]s$/, "");
  return `${path.startsWith(".") ? path : `./${path}`}${ending}`;
}

/** The specifier with which one file imports another in these surroundings. */
export function specifierIn(
  { alias, importEnding }: Pick<Surroundings, "alias" | "importEnding">,
  from: string,
  to: string,
): string {
  const inside = alias === null ? null : `${alias.dir}/`;
  return alias !== null && inside !== null && to.startsWith(inside) && dirOf(from) !== dirOf(to)
    ? alias.prefix + to.slice(inside.length).replace(/\.[cm]?[jt]s$/, importEnding)
    : importSpecifier(from, to, importEnding);
}
