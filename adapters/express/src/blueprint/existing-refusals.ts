import type { BlueprintInput, Refusal } from "@backwright/core";
import type { Conventions } from "@backwright/language-node";
import { appView } from "./app-view.ts";
import { takenTables } from "./existing-migration.ts";
import { existingFiles, ownTables } from "./existing-files.ts";
import { databaseOf, existingApp } from "./existing-offer.ts";
import { runnerRefusals } from "./existing-runner.ts";
import { resourceRefusals } from "./plan-refusals.ts";
import { databaseVariable, existingSurroundings } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";

/** The app as one that can be added to, or why it cannot be. */
export type Assessment =
  | { readonly app: ExistingApp; readonly refusals: readonly [] }
  | { readonly app: null; readonly refusals: readonly Refusal[] };

/** Says whether a plan can be written into an app in its own manner, before any file is touched. */
export function assess(input: BlueprintInput, conventions: Conventions | null): Assessment {
  if (conventions === null) {
    return refused([{ reason: "The app has no package.json.", hint: "Run it in the folder of the app." }]);
  }
  const { app } = conventions;
  const refusals = [
    ...resourceRefusals(input.plan),
    ...databaseRefusals(input, conventions),
    ...accessRefusals(conventions),
    ...parserRefusals(input, conventions),
    ...runnerRefusals(input, conventions),
  ];
  const drizzle = databaseOf(input, conventions);
  if (refusals.length > 0 || !app?.access || drizzle === null) {
    return refused(refusals);
  }
  const existing = existingApp(input, { ...conventions, app: { ...app, access: app.access }, drizzle });
  const later = [
    ...earlierRefusals(input, existing),
    ...authRefusals(input, existing),
    ...tableRefusals(input, existing),
    ...fileRefusals(input, existing),
  ];
  return later.length > 0 ? refused(later) : { app: existing, refusals: [] };
}

function refused(refusals: readonly Refusal[]): Assessment {
  return { app: null, refusals };
}

function databaseRefusals({ project }: BlueprintInput, { database, appDir }: Conventions): Refusal[] {
  const hint = "Move the app to drizzle with better-sqlite3, or use another implementer.";
  if (database === null) {
    return [];
  }
  const { drizzle, orm } = database;
  if (drizzle === null) {
    return [
      orm === "drizzle"
        ? {
            reason: "No module of the app exports a constant that `drizzle(…)` made.",
            hint: "Export it by name from one module.",
          }
        : { reason: `The app keeps its data with ${orm}, which the blueprint does not write yet.`, hint },
    ];
  }
  if (drizzle.driver !== "better-sqlite3") {
    return [
      {
        reason:
          "The app drives drizzle with another driver than better-sqlite3, which the blueprint does not write yet.",
        hint,
      },
    ];
  }
  const refusals: Refusal[] = [];
  if (drizzle.migrations === null) {
    refusals.push({
      reason: "The app has no folder of migrations that drizzle-kit made.",
      hint: "Set `schema` and `out` in drizzle.config.ts and run `drizzle-kit generate` once.",
    });
  }
  if (databaseVariable(project, appDir) === null && !project.read(drizzle.client.module)?.includes(":memory:")) {
    refusals.push({
      reason: "The app's database file cannot be set by the environment, so tests would write into it.",
      hint: `Read its path from a variable like DATABASE_FILE in ${drizzle.client.module}.`,
    });
  }
  return refusals;
}

/** Why nothing can be added to the module that makes the application. */
export function accessRefusals({ app }: Pick<Conventions, "app">): Refusal[] {
  if (app === null || app.access === null) {
    return [
      {
        reason:
          app === null
            ? "No module makes the application with `express()`."
            : `${app.module} neither exports the application nor a function without parameters that makes it, so tests cannot reach it.`,
        hint: "Export the application, or a function like `createApp()`, from the module that makes it.",
      },
    ];
  }
  return [];
}

function parserRefusals({ project }: BlueprintInput, { app }: Conventions): Refusal[] {
  return app === null || app.access === null || /\bjson\s*\(|bodyParser/.test(project.read(app.module) ?? "")
    ? []
    : [{ reason: `${app.module} parses no JSON bodies.`, hint: "Add `app.use(express.json())` to it." }];
}

/** A module of the app's own where ours would stand, or accounts with other roles than the plan's. */
function earlierRefusals({ project, plan, generated }: BlueprintInput, app: ExistingApp): Refusal[] {
  const view = appView(plan);
  const { config, usersSchema } = existingSurroundings(app, view).modules;
  if (project.has(config) && !generated.has(config) && !app.extended) {
    return [
      {
        reason: `The app has ${config} already, where the blueprint keeps settings of its own.`,
        hint: "Give that module another name, or use another implementer.",
      },
    ];
  }
  const present: readonly string[] =
    /\broles = \[([^\]]*)\]/.exec(project.read(usersSchema) ?? "")?.[1]?.match(/[\w-]+/g) ?? [];
  const missing = app.usersTable === null ? [] : (plan.auth?.roles.filter((role) => !present.includes(role)) ?? []);
  return missing.length === 0
    ? []
    : [
        {
          reason: `The accounts that an earlier task has added have no role ${missing.join(", ")}.`,
          hint: `Add it to ${usersSchema} and to the table of users, or leave it out of the task.`,
        },
      ];
}

function authRefusals({ project, plan }: BlueprintInput, app: ExistingApp): Refusal[] {
  const { requireAuth } = existingSurroundings(app, appView(plan)).modules;
  const needed = plan.auth !== null || plan.operations.some(({ authenticated }) => authenticated);
  if (plan.auth === null && needed) {
    return [
      {
        reason:
          "The plan asks for accounts that it does not add, and the blueprint does not use the accounts of an app yet.",
        hint: "Add `auth: jwt` to the task, or make its policies `anyone`.",
      },
    ];
  }
  // What an earlier run of the same task has written is no obstacle to it.
  const foreign = plan.auth !== null && app.auth !== null && !project.has(requireAuth);
  return foreign
    ? [
        {
          reason: `The app signs people in already (${app.auth?.kind}, ${app.auth?.source}), and the blueprint does not use the accounts of an app yet.`,
          hint: "Leave `auth` out of the task and make its policies `anyone`, or use another implementer.",
        },
      ]
    : [];
}

/** Files of the app's own that stand where new ones would. */
function fileRefusals({ project, plan, generated }: BlueprintInput, app: ExistingApp): Refusal[] {
  const wanted = app.extended ? [] : existingFiles(project, app, appView(plan));
  return wanted
    .filter(({ path }) => project.has(path) && !generated.has(path))
    .map(({ path }) => ({
      reason: `The app has a file ${path} already.`,
      hint: "Give that file, or the resource in the task, another name.",
    }));
}

function tableRefusals({ project, plan }: BlueprintInput, app: ExistingApp): Refusal[] {
  const taken = takenTables({ project, folder: app.drizzle.migrations, view: ownTables(app, appView(plan)) });
  return taken.map((name) => ({
    reason: `The app has a table ${name} already.`,
    hint: "Give the resource another name in the task.",
  }));
}
