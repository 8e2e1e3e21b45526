import type { BlueprintInput } from "@backwright/core";
import { inCase, joinPath } from "@backwright/language-node";
import type { Conventions, ErrorEntry } from "@backwright/language-node";
import { invalidError } from "./existing-errors.ts";
import type { AnswersPractice } from "./existing-practice.ts";
import { setupModules, testEnvironment } from "./existing-runner.ts";
import { existingSurroundings, place, sharedTest } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import type { Validator } from "./existing-validator.ts";
import { fileView, hasView, resourceFileView } from "./module-view.ts";
import { renderTemplate } from "./render.ts";
import { specifierIn } from "./surroundings.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView, ResourceView } from "./view.ts";

/** A file as its template gives it, before it is formatted. */
export interface Rendered {
  readonly path: string;
  readonly text: string;
  /** Where it is in another language or module system than most of the app. */
  readonly written?: Pick<Conventions, "language" | "modules">;
}

interface ValidatorTemplates {
  readonly settings: string;
  readonly validation: string;
  /** The function that checks a value; `null` where functions in front of handlers check requests. */
  readonly parse: string | null;
  readonly schema: string;
  readonly authSchema: string;
  readonly setRole: string;
}

const validatorTemplates: Readonly<Record<Validator["name"], ValidatorTemplates>> = {
  zod: {
    settings: "existing/access-settings.ts",
    validation: "app/src/validation.ts",
    parse: "existing/parse.ts",
    schema: "resource/schema.ts",
    authSchema: "auth/auth.schema.ts",
    setRole: "existing/set-role.ts",
  },
  joi: {
    settings: "validators/plain-settings.ts",
    validation: "validators/joi/validation.ts",
    parse: "validators/joi/parse.ts",
    schema: "validators/joi/schema.ts",
    authSchema: "validators/joi/auth.schema.ts",
    setRole: "validators/plain-set-role.ts",
  },
  "express-validator": {
    settings: "validators/plain-settings.ts",
    validation: "validators/express-validator/validation.ts",
    parse: null,
    schema: "validators/express-validator/schema.ts",
    authSchema: "validators/express-validator/auth.schema.ts",
    setRole: "validators/plain-set-role.ts",
  },
};

/** Everything that is added to an app in files of its own. */
export function existingFiles(
  { project, generated }: Pick<BlueprintInput, "project" | "generated">,
  app: ExistingApp,
  view: AppView,
): Rendered[] {
  const surroundings = existingSurroundings(app, view);
  const { modules } = surroundings;
  const own = ownTables(app, view);
  function file(path: string, template: string, { shown = view, more = {} }: Shown = {}): Rendered {
    const environment = testEnvironment(project, app, view);
    const seen = { ...existingView(app, { view: shown, surroundings, path }), environment, ...more };
    return { path, text: renderTemplate(template, seen) };
  }
  const modulesOfLayer = app.layer
    .modules({ project, generated, view: own })
    .map(({ path, template, view: more = {}, written }): Rendered => ({
      ...file(path, template, { shown: own, more }),
      ...(written === undefined ? {} : { written }),
    }));
  const accounts = view.auth === null ? [] : accountFiles(app, { view, surroundings, file });
  const { answers } = app.brought;
  const templates = validatorTemplates[app.validator.name];
  const bringsCheck = app.validator.middleware === null ? surroundings.validator.middleware?.module : undefined;
  const { environment, setup } = setupModules(app, view);
  const shared = [
    file(modules.config, templates.settings),
    file(modules.rateLimit, "existing/rate-limit.ts"),
    ...modulesOfLayer,
    file(modules.validation, templates.validation),
    ...(templates.parse === null || app.validation.helper !== null
      ? []
      : [file(surroundings.parse.module, templates.parse)]),
    ...(bringsCheck === undefined ? [] : [file(bringsCheck, "validators/express-validator/refuse-invalid.ts")]),
    ...(answers === null
      ? []
      : [file(modules.errors, "existing/http-error.ts"), file(answers.module, "existing/answer-errors.ts")]),
    ...(surroundings.passErrors === null ? [] : [file(surroundings.passErrors, "existing/pass-errors.ts")]),
    file(modules.testSupport, "existing/support.ts"),
    ...(environment === null ? [] : [file(environment, "existing/environment.ts")]),
    file(setup, app.runner === "mocha" ? "existing/mocha-setup.ts" : "existing/setup.ts", {
      shown: own,
      more: { closes: app.layer.closes && app.layer.closedBySetup !== true },
    }),
    ...(app.extended ? [] : [file(sharedTest(app, "rate-limit", "test"), "existing/rate-limit.test.ts")]),
    ...(view.uses.unique ? [file(modules.uniqueViolation, "existing/refuse-duplicates.ts")] : []),
  ];
  const resources = view.resources.flatMap((resource) =>
    (["routes", "schema", "repository", "test"] as const)
      .filter((part) => part !== "schema" || hasView(resource))
      .map((part) => {
        const path = surroundings.resource(resource, part);
        const template =
          part === "repository" ? app.layer.repository : part === "schema" ? templates.schema : `resource/${part}.ts`;
        const text = renderTemplate(template, resourceFileView({ app: view, surroundings, path, resource }));
        return part === "test" ? withSetup(app, view, { path, text }) : { path, text };
      }),
  );
  return [...shared, ...accounts, ...resources];
}

/** A plan of which the accounts' table is left out where an earlier task has made it. */
export function ownTables({ usersTable }: Pick<ExistingApp, "usersTable">, view: AppView): AppView {
  return usersTable === null ? view : { ...view, auth: null };
}

/** Whether a plan needs tables that are not there. */
export function addsTables({ resources, auth }: AppView): boolean {
  return resources.length > 0 || auth !== null;
}

interface Shown {
  readonly shown?: AppView;
  /** What one template sees beside what all see. */
  readonly more?: object;
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
  const { modules } = surroundings;
  return [
    file(modules.authRoutes, "auth/auth.routes.ts"),
    file(modules.authSchema, validatorTemplates[app.validator.name].authSchema),
    file(modules.passwords, "auth/passwords.ts"),
    file(modules.requireAuth, "auth/require-auth.ts"),
    file(modules.tokens, "auth/tokens.ts"),
    file(modules.usersRepository, app.layer.usersRepository),
    file(modules.usersSchema, "users/users.schema.ts"),
    ...(app.usersTable === null
      ? [withSetup(app, view, file(place(app, app.layout.test, "auth"), "auth/auth.test.ts"))]
      : []),
    ...((view.auth?.roles.length ?? 0) > 1
      ? [file(roleScript(app), validatorTemplates[app.validator.name].setRole)]
      : []),
  ];
}

/** A test that loads the setup itself where the runner does not. */
function withSetup(app: ExistingApp, view: AppView, test: Rendered): Rendered {
  const { setup } = setupModules(app, view);
  return app.layer.openedByTests === true
    ? { ...test, text: `import '${specifierIn(app, test.path, setup)}';\n${test.text}` }
    : test;
}

interface ViewInput {
  readonly view: AppView;
  readonly surroundings: Surroundings;
  readonly path: string;
}

/** What the templates of an existing app see beside what all see. */
function existingView(app: ExistingApp, { view, surroundings, path }: ViewInput): object {
  const { errors, brought } = app;
  return {
    ...fileView({ app: view, surroundings, path }),
    duplicates: app.layer.duplicates,
    closes: app.layer.closes,
    opens: app.layer.opens,
    shared: app.layer.shared,
    outlives: app.layer.outlives,
    fromModule: (module: string) => specifierIn(surroundings, path, module),
    fromTable: (resource: ResourceView) => specifierIn(surroundings, path, surroundings.resource(resource, "table")),
    loadDb: renderTemplate("existing/load-db", {
      ...app.layer.client,
      whole: app.layer.client.exported === "default" && app.language === "js" && app.modules === "cjs",
      from: specifierIn(surroundings, path, surroundings.modules.database),
    }),
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
