import { dirOf, inCase, joinPath } from "@backwright/language-node";
import { invalidError } from "./existing-errors.ts";
import { existingSurroundings } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { fileView, resourceFileView } from "./module-view.ts";
import { renderTemplate } from "./render.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView } from "./view.ts";

/** A file as its template gives it, before it is formatted. */
export interface Rendered {
  readonly path: string;
  readonly text: string;
}

/** Everything that is added to an app in files of its own. */
export function existingFiles(app: ExistingApp, view: AppView): Rendered[] {
  const surroundings = existingSurroundings(app, view);
  const { modules } = surroundings;
  function file(path: string, template: string): Rendered {
    return { path, text: renderTemplate(template, existingView(app, { view, surroundings, path })) };
  }
  const flavour = surroundings.flavour;
  const accounts = view.auth === null ? [] : accountFiles(app, { view, surroundings, file });
  const shared = [
    file(modules.config, "existing/access-settings.ts"),
    file(modules.rateLimit, "existing/rate-limit.ts"),
    file(modules.tables, "existing/tables.ts"),
    file(modules.validation, "app/src/validation.ts"),
    ...(app.validation.helper === null ? [file(surroundings.parse.module, "existing/parse.ts")] : []),
    file(modules.testSupport, "existing/support.ts"),
    file(setupModule(app, surroundings), "existing/setup.ts"),
    file(testOf(app, "rate-limit"), "existing/rate-limit.test.ts"),
    ...(view.uses.unique ? [file(modules.uniqueViolation, "existing/refuse-duplicates.ts")] : []),
  ];
  const resources = view.resources.flatMap((resource) =>
    (["routes", "schema", "repository", "test"] as const).map((part) => {
      const path = surroundings.resource(resource, part);
      const template = part === "repository" ? `resource/repository.${flavour}.ts` : `resource/${part}.ts`;
      return { path, text: renderTemplate(template, resourceFileView({ app: view, surroundings, path, resource })) };
    }),
  );
  return [...shared, ...accounts, ...resources];
}

/** The module that prepares the database in front of each test file. */
export function setupModule(app: ExistingApp, { modules }: Surroundings): string {
  const ending = modules.testSupport.slice(modules.testSupport.lastIndexOf("."));
  return joinPath(dirOf(modules.testSupport), `${inCase("api-setup", app.layout.files)}${ending}`);
}

/** The script with which an account gets another role. */
export function roleScript(app: ExistingApp): string {
  const ending = app.app.module.slice(app.app.module.lastIndexOf("."));
  return joinPath(app.sourceDir, "scripts", `${inCase("set-role", app.layout.files)}${ending}`);
}

interface AccountInput {
  readonly view: AppView;
  readonly surroundings: Surroundings;
  readonly file: (path: string, template: string) => Rendered;
}

function accountFiles(app: ExistingApp, { view, surroundings, file }: AccountInput): Rendered[] {
  const { modules, flavour } = surroundings;
  return [
    file(modules.authRoutes, "auth/auth.routes.ts"),
    file(modules.authSchema, "auth/auth.schema.ts"),
    file(modules.passwords, "auth/passwords.ts"),
    file(modules.requireAuth, "auth/require-auth.ts"),
    file(modules.tokens, "auth/tokens.ts"),
    file(modules.usersRepository, `users/users.repository.${flavour}.ts`),
    file(modules.usersSchema, "users/users.schema.ts"),
    file(testOf(app, "auth"), "auth/auth.test.ts"),
    ...((view.auth?.roles.length ?? 0) > 1 ? [file(roleScript(app), "existing/set-role.ts")] : []),
  ];
}

function testOf(app: ExistingApp, name: string): string {
  return joinPath(app.layout.test.dir, app.layout.test.file.replace("{name}", inCase(name, app.layout.files)));
}

interface ViewInput {
  readonly view: AppView;
  readonly surroundings: Surroundings;
  readonly path: string;
}

/** What the templates of an existing app see beside what all see. */
function existingView(app: ExistingApp, { view, surroundings, path }: ViewInput): object {
  const { appDir, drizzle, errors } = app;
  const migrations = appDir === "." ? drizzle.migrations : drizzle.migrations.slice(appDir.length + 1);
  return {
    ...fileView({ app: view, surroundings, path }),
    /** Ends a statement of a synchronous driver. */
    run: drizzle.sync ? ".run()" : "",
    migrator: drizzle.sync ? "drizzle-orm/better-sqlite3/migrator" : "drizzle-orm/node-postgres/migrator",
    migrations,
    body: bodyOf([errors.body.message, errors.body.code]),
    invalid: invalidError(app),
  };
}

interface Body {
  [name: string]: Body | "text";
}

/** `error.message` as `{ error: { message: "text" } }`. */
function bodyOf(paths: readonly (string | null)[]): Body {
  const body: Body = {};
  for (const path of paths.filter((one) => one !== null)) {
    const names = path.split(".");
    let inner = body;
    for (const name of names.slice(0, -1)) {
      const next = inner[name];
      inner = inner[name] = typeof next === "object" ? next : {};
    }
    inner[names.at(-1) ?? ""] = "text";
  }
  return body;
}
