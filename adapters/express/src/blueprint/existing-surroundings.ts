import type { ProjectReader } from "@backwright/core";
import { applicationSources, dirOf, inCase, joinPath, readEnvironment } from "@backwright/language-node";
import type { AppModule, Conventions, DrizzlePractice, ErrorPractice, FilePattern } from "@backwright/language-node";
import { errorStyle } from "./existing-errors.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView } from "./view.ts";

/** An app whose conventions can be kept to: what `existingRefusals` has let pass. */
export interface ExistingApp extends Conventions {
  readonly app: AppModule & { readonly access: NonNullable<AppModule["access"]> };
  readonly errors: ErrorPractice;
  readonly drizzle: DrizzlePractice & { readonly migrations: string };
}

/** The surroundings of modules in an app that exists, by its conventions. */
export function existingSurroundings(app: ExistingApp, view: AppView): Surroundings {
  const { layout, drizzle, validation } = app;
  const ending = app.language === "ts" ? ".ts" : extensionOf(app.app.module);
  function shared(name: string): string {
    return joinPath(layout.shared, `${inCase(name, layout.files)}${ending}`);
  }
  function placed(pattern: FilePattern, name: string): string {
    return place(app, pattern, name);
  }
  function account(name: string): string {
    return layout.kind === "by-feature"
      ? placed(sibling(layout.schema, inCase(name, layout.files), ending), "auth")
      : shared(name);
  }
  return {
    flavour: drizzle.sync ? "sync" : "async",
    importEnding: app.importEnding,
    invalidStatus: validation.status,
    modules: {
      app: app.app.module,
      authRoutes: placed(layout.router, "auth"),
      authSchema: placed(layout.schema, "auth"),
      config: shared("access-settings"),
      database: drizzle.client.module,
      errorHandler: app.errors.module,
      errors: app.errors.module,
      passwords: account("passwords"),
      rateLimit: shared("rate-limit"),
      requireAuth: account("require-auth"),
      rows: shared("rows"),
      tables: tablesModule(app, view, ending),
      testSupport: joinPath(layout.test.dir, `${inCase("api-support", layout.files)}${ending}`),
      tokens: account("tokens"),
      uniqueViolation: shared("refuse-duplicates"),
      usersRepository: placed(layout.repository, "users"),
      usersSchema: placed(layout.schema, "users"),
      validation: shared("input"),
    },
    parse: validation.helper ?? { name: "parse", module: shared("parse") },
    db: drizzle.client.name,
    createApp: {
      name: app.app.access.name,
      call: app.app.access.kind === "factory",
      exported: app.app.access.exported,
    },
    errors: errorStyle(app.errors),
    conflictsInRouter: true,
    resource: (names, part) => placed(layout[part === "routes" ? "router" : part], names.file),
  };
}

/** The variable of the environment that names the app's database file; `null` where there is none. */
export function databaseVariable(project: ProjectReader, appDir: string): string | null {
  const files = applicationSources(project, appDir);
  const needs = readEnvironment({ project, dir: appDir, files, databases: ["sqlite"] });
  return needs.find(({ kind }) => kind === "database-file")?.name ?? null;
}

/** The path of a file of one kind for a name in the plural. */
export function place({ layout }: Pick<Conventions, "layout">, pattern: FilePattern, name: string): string {
  const written = inCase(pattern.number === "singular" ? singular(name) : name, layout.files);
  const capital = /^[A-Z]/.test(pattern.file) || layout.files === "pascal";
  return joinPath(pattern.dir, pattern.file).replaceAll("{name}", capital ? inCase(written, "pascal") : written);
}

/** Tables of one task stand in one module beside those of the app. */
function tablesModule(app: ExistingApp, view: AppView, ending: string): string {
  const [schema = app.drizzle.client.module] = app.drizzle.schema;
  const folder = /\.[cm]?[jt]s$/.test(schema) ? dirOf(schema) : schema.replace(/\/\*.*$/, "");
  const first = view.resources[0]?.file ?? "accounts";
  return joinPath(folder, `${inCase(`${first}-tables`, app.layout.files)}${ending}`);
}

/** A file of another name in the folder of a feature. */
function sibling(pattern: FilePattern, name: string, ending: string): FilePattern {
  return { dir: pattern.dir, file: `${name}${ending}`, number: "plural" };
}

function singular(name: string): string {
  return name === "auth"
    ? name
    : name
        .replace(/ies$/, "y")
        .replace(/([sx]|ch|sh)es$/, "$1")
        .replace(/s$/, "");
}

function extensionOf(path: string): string {
  return path.slice(path.lastIndexOf("."));
}
