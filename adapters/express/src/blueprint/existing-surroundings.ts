import { inCase, joinPath } from "@backwright/language-node";
import type { AppModule, AssertionLibrary, Conventions, ErrorPractice, FilePattern } from "@backwright/language-node";
import { errorStyle } from "./existing-errors.ts";
import { endingOf, problemType, sharedModule } from "./existing-practice.ts";
import type { AnswersPractice } from "./existing-practice.ts";
import type { Validator } from "./existing-validator.ts";
import type { OpenLayer } from "./layers/layer.ts";
import type { Surroundings } from "./surroundings.ts";
import type { AppView } from "./view.ts";

/** What an app offers to the code that is added to it, and what is brought along where it offers nothing. */
export interface ExistingApp extends Conventions {
  readonly app: AppModule & { readonly access: NonNullable<AppModule["access"]> };
  readonly errors: ErrorPractice;
  /** The database, and how code for it is written. */
  readonly layer: OpenLayer;
  /** The module that holds zod 4. */
  readonly zod: Surroundings["zod"];
  readonly validator: Validator;
  /** The app reads a file `.env` into its environment with dotenv. */
  readonly dotenv: boolean;
  readonly brought: {
    /** Its database is ours: client, configuration of drizzle-kit and all migrations. */
    readonly database: boolean;
    /** Its errors are ours, with the handler that answers them; `null` where it answers its own. */
    readonly answers: AnswersPractice | null;
  };
  /** An Express before 5, which does not pass the failure of an asynchronous handler on. */
  readonly losesFailures: boolean;
  /** What the app's tests run on, or what they will where it has none. */
  readonly runner: "vitest" | "jest" | "mocha";
  /** What tests for mocha assert with. */
  readonly assertions: AssertionLibrary;
  /** The types of jest's global functions are installed. */
  readonly typesOfJest: boolean;
  /** Where the app's compiler writes; `null` where it compiles nothing. */
  readonly outDir: string | null;
  /** An earlier task has added to the app: what its resources share is there already. */
  readonly extended: boolean;
  /** The module of the table that holds the accounts of an earlier task; `null` where there are none. */
  readonly usersTable: string | null;
  /** What accounts are called where the app has modules for something else called users. */
  readonly accounts: "users" | "accounts";
}

/** The surroundings of modules in an app that exists, by its conventions. */
export function existingSurroundings(app: ExistingApp, view: AppView): Surroundings {
  const { layout, layer, validation } = app;
  const ending = endingOf(app);
  function shared(name: string): string {
    return sharedModule(app, name);
  }
  function placed(pattern: FilePattern, name: string): string {
    return place(app, pattern, name);
  }
  const repository = layer.repositories ?? layout.repository;
  const usersRepository = placed(repository, app.accounts);
  const usersTable = app.usersTable ?? layer.table(view, "users") ?? usersRepository;
  function account(name: string): string {
    return layout.kind === "by-feature"
      ? placed(sibling(layout.schema, inCase(name, layout.files), ending), "auth")
      : shared(name);
  }
  return {
    layer,
    importEnding: app.importEnding,
    alias: app.alias,
    zod: app.zod,
    validator: withCheck(app.validator, shared("refuse-invalid")),
    invalidStatus: validation.status,
    modules: {
      app: app.app.module,
      authRoutes: placed(layout.router, "auth"),
      authSchema: placed(layout.schema, "auth"),
      config: shared("access-settings"),
      database: layer.client.module,
      errorHandler: app.brought.answers?.module ?? app.errors.module,
      errors: app.errors.module,
      passwords: account("passwords"),
      rateLimit: shared("rate-limit"),
      requireAuth: account("require-auth"),
      rows: shared("rows"),
      tables: layer.table(view, view.resources[0] ?? "users") ?? usersTable,
      testSupport: sharedTest(app, "api-support"),
      tokens: account("tokens"),
      uniqueViolation: shared("refuse-duplicates"),
      usersRepository,
      usersSchema: placed(layout.schema, app.accounts),
      usersTable,
      validation: shared("input"),
    },
    parse: validation.helper ?? { name: "parse", module: shared("parse") },
    db: layer.client,
    createApp: {
      name: app.app.access.name,
      call: app.app.access.kind === "factory",
      exported: app.app.access.exported,
    },
    errors: errorStyle(app.errors, app.brought.answers?.body === null ? problemType : "application/json"),
    passErrors: app.losesFailures ? shared("pass-errors") : null,
    conflictsInRouter: true,
    resource(names, part) {
      switch (part) {
        case "routes":
          return placed(layout.router, names.file);
        case "repository":
          return placed(repository, names.file);
        case "table":
          return layer.table(view, names) ?? placed(repository, names.file);
        default:
          return placed(layout[part], names.file);
      }
    },
  };
}

/** Chains of express-validator need somebody who looks at what they found. */
function withCheck(validator: Validator, module: string): Validator {
  return validator.name !== "express-validator" || validator.middleware !== null
    ? validator
    : {
        ...validator,
        middleware: {
          name: "refuseInvalid",
          module,
          exported: "named",
          takes: "nothing",
          converts: true,
          answers: { kind: "error", className: "" },
        },
      };
}

/** The path of a module beside the tests that belongs to no resource; a test has a name as the app's tests have. */
export function sharedTest(
  app: Conventions & Pick<ExistingApp, "runner">,
  name: string,
  kind: "module" | "test" = "module",
): string {
  const { layout } = app;
  const [, inner] = layout.test.dir.split("{name}");
  const beside = inner === undefined ? layout.test.dir : joinPath(layout.shared, `.${inner}`);
  // Whatever stands in such a folder is a test to jest.
  const dir =
    app.runner === "jest" && kind === "module" && beside.includes("__tests__") ? joinPath(app.appDir, "test") : beside;
  const written = inCase(name, layout.files);
  const suffix = /[.-](?:test|spec|check|e2e)\b.*$/.exec(layout.test.file)?.[0];
  return joinPath(dir, written + (kind === "test" && suffix !== undefined ? suffix : endingOf(app)));
}

/** The path of a file of one kind for a name in the plural. */
export function place({ layout }: Pick<Conventions, "layout">, pattern: FilePattern, name: string): string {
  const written = inCase(pattern.number === "singular" ? singular(name) : name, layout.files);
  const capital = /^[A-Z]/.test(pattern.file) || layout.files === "pascal";
  return joinPath(pattern.dir, pattern.file).replaceAll("{name}", capital ? inCase(written, "pascal") : written);
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
