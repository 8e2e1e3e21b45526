import type { ProjectReader } from "@backwright/core";
import { inCase, joinPath } from "@backwright/language-node";
import type { ErrorEntry } from "@backwright/language-node";
import { invalidError } from "./existing-errors.ts";
import { endingOf } from "./existing-practice.ts";
import type { AnswersPractice } from "./existing-practice.ts";
import { setupModules, testEnvironment } from "./existing-runner.ts";
import { existingSurroundings, place, sharedTest } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { fileView, hasView, resourceFileView } from "./module-view.ts";
import { renderTemplate } from "./render.ts";
import { specifierIn } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView } from "./view.ts";

/** A file as its template gives it, before it is formatted. */
export interface Rendered {
  readonly path: string;
  readonly text: string;
}

/** Everything that is added to an app in files of its own. */
export function existingFiles(project: ProjectReader, app: ExistingApp, view: AppView): Rendered[] {
  const surroundings = existingSurroundings(app, view);
  const { modules } = surroundings;
  const own = ownTables(app, view);
  function file(path: string, template: string, shownView = view): Rendered {
    const shown = existingView(app, { view: shownView, surroundings, path });
    return { path, text: renderTemplate(template, { ...shown, environment: testEnvironment(project, app, view) }) };
  }
  const flavour = surroundings.flavour;
  const accounts = view.auth === null ? [] : accountFiles(app, { view, surroundings, file });
  const { answers, database } = app.brought;
  const { environment, setup } = setupModules(app, view);
  const shared = [
    file(modules.config, "existing/access-settings.ts"),
    file(modules.rateLimit, "existing/rate-limit.ts"),
    file(modules.tables, "existing/tables.ts", own),
    file(modules.validation, "app/src/validation.ts"),
    ...(app.validation.helper === null ? [file(surroundings.parse.module, "existing/parse.ts")] : []),
    ...(answers === null
      ? []
      : [file(modules.errors, "existing/http-error.ts"), file(answers.module, "existing/answer-errors.ts")]),
    ...(database
      ? [file(modules.database, "existing/client.ts"), file(kitConfig(app), "existing/drizzle.config.ts")]
      : []),
    ...(surroundings.passErrors === null ? [] : [file(surroundings.passErrors, "existing/pass-errors.ts")]),
    file(modules.testSupport, "existing/support.ts"),
    ...(environment === null ? [] : [file(environment, "existing/environment.ts")]),
    file(setup, app.runner === "mocha" ? "existing/mocha-setup.ts" : "existing/setup.ts", own),
    ...(app.extended ? [] : [file(sharedTest(app, "rate-limit", "test"), "existing/rate-limit.test.ts")]),
    ...(view.uses.unique ? [file(modules.uniqueViolation, "existing/refuse-duplicates.ts")] : []),
  ];
  const resources = view.resources.flatMap((resource) =>
    (["routes", "schema", "repository", "test"] as const)
      .filter((part) => part !== "schema" || hasView(resource))
      .map((part) => {
        const path = surroundings.resource(resource, part);
        const template = part === "repository" ? `resource/repository.${flavour}.ts` : `resource/${part}.ts`;
        return { path, text: renderTemplate(template, resourceFileView({ app: view, surroundings, path, resource })) };
      }),
  );
  return [...shared, ...accounts, ...resources];
}

/** A plan of which the accounts' table is left out where an earlier task has made it. */
export function ownTables({ usersTable }: Pick<ExistingApp, "usersTable">, view: AppView): AppView {
  return usersTable === null ? view : { ...view, auth: null };
}

function kitConfig(app: ExistingApp): string {
  return joinPath(app.appDir, `drizzle.config${app.language === "ts" ? ".ts" : endingOf(app)}`);
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
    ...(app.usersTable === null ? [file(place(app, app.layout.test, "auth"), "auth/auth.test.ts")] : []),
    ...((view.auth?.roles.length ?? 0) > 1 ? [file(roleScript(app), "existing/set-role.ts")] : []),
  ];
}

interface ViewInput {
  readonly view: AppView;
  readonly surroundings: Surroundings;
  readonly path: string;
}

/** What the templates of an existing app see beside what all see. */
function existingView(app: ExistingApp, { view, surroundings, path }: ViewInput): object {
  const { appDir, drizzle, errors, brought } = app;
  function inApp(file: string): string {
    return appDir === "." ? file : file.slice(appDir.length + 1);
  }
  return {
    ...fileView({ app: view, surroundings, path }),
    /** Ends a statement of a synchronous driver. */
    run: drizzle.sync ? ".run()" : "",
    migrator: drizzle.sync ? "drizzle-orm/better-sqlite3/migrator" : "drizzle-orm/node-postgres/migrator",
    migrations: inApp(drizzle.migrations),
    migrates: drizzle.migrates,
    tablesGlob: `./${inApp(drizzle.schema[0] ?? "")}`,
    usersFrom:
      app.usersTable !== null && view.resources.some(({ owned }) => owned)
        ? specifierIn(surroundings, path, app.usersTable)
        : null,
    bringsDatabase: brought.database,
    dotenv: app.dotenv,
    environmentComment: app.environmentComment,
    body: nested([errors.body.message, errors.body.code].flatMap((name) => (name === null ? [] : [[name, "text"]]))),
    invalid: invalidError(app),
    answer: answerView(brought.answers, (module) => specifierIn(surroundings, path, module)),
  };
}

/** The body in which our handler answers errors, as source text. */
function answerView(answers: AnswersPractice | null, from: (module: string) => string): object {
  const { factory, entries } = answers?.body ?? { entries: [] };
  return {
    problem: answers?.body === null,
    entries: nested(entries.map(({ path, value }) => [path, sourceOf(value)])),
    factory:
      factory === undefined
        ? null
        : { ...factory, from: from(factory.module), arguments: factory.arguments.map(sourceOf) },
  };
}

function sourceOf(value: ErrorEntry["value"]): string {
  return typeof value === "string" ? `known.${value}` : value.literal;
}

interface Body {
  [name: string]: Body | string;
}

/** `error.message` as `{ error: { message: … } }`. */
function nested(entries: readonly (readonly string[])[]): Body {
  const body: Body = {};
  for (const [path = "", value = ""] of entries) {
    const names = path.split(".");
    let inner = body;
    for (const name of names.slice(0, -1)) {
      const next = inner[name];
      inner = inner[name] = typeof next === "object" ? next : {};
    }
    inner[names.at(-1) ?? ""] = value;
  }
  return body;
}
