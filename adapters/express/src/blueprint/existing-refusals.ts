import type { BlueprintInput, ProjectReader, Refusal } from "@backwright/core";
import type { Conventions } from "@backwright/language-node";
import { appView } from "./app-view.ts";
import { existingFiles, ownTables } from "./existing-files.ts";
import { existingApp } from "./existing-offer.ts";
import { runnerRefusals } from "./existing-runner.ts";
import { openLayer } from "./layers/index.ts";
import { packageRefusals } from "./package-refusals.ts";
import { resourceRefusals } from "./plan-refusals.ts";
import { existingSurroundings } from "./existing-surroundings.ts";
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
  const layer = openLayer({ ...input, conventions });
  const refusals = [
    ...resourceRefusals(input.plan),
    ...("name" in layer ? [] : layer),
    ...accessRefusals(conventions),
    ...parserRefusals(input, conventions),
    ...runnerRefusals(input, conventions),
  ];
  if (refusals.length > 0 || !app?.access || !("name" in layer)) {
    return refused(refusals);
  }
  const existing = existingApp(input, { ...conventions, app: { ...app, access: app.access }, layer });
  const { auth } = input.plan;
  const later = [
    ...packageRefusals(input, existing.appDir, [
      "express-rate-limit",
      ...(existing.validator.name === "zod" ? (["zod"] as const) : []),
      ...(auth === null ? [] : (["jose"] as const)),
      // What tests of accounts load is found by `exports` alone.
      ...(auth === null && existing.runner === "jest" ? [] : [existing.runner]),
    ]),
    ...earlierRefusals(input, existing),
    ...authRefusals(input, existing),
    ...nameRefusals(input, existing),
    ...closedRefusals(input, existing),
    ...addressRefusals(input, existing),
    ...tableRefusals(input, existing),
    ...fileRefusals(input, existing),
  ];
  return later.length > 0 ? refused(later) : { app: existing, refusals: [] };
}

function refused(refusals: readonly Refusal[]): Assessment {
  return { app: null, refusals };
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
  const wanted = app.extended ? [] : existingFiles({ project, generated }, app, appView(plan));
  return wanted
    .filter(({ path }) => project.has(path) && !generated.has(path))
    .map(({ path }) => ({
      reason: `The app has a file ${path} already.`,
      hint: "Give that file, or the resource in the task, another name.",
    }));
}

function nameRefusals({ plan }: BlueprintInput, { layer }: ExistingApp): Refusal[] {
  return plan.entities
    .filter(({ name }) => layer.reserved.includes(name))
    .map(({ name }) => ({
      reason: `A resource cannot be called ${name} in an app that keeps its data with ${layer.name}.`,
      hint: "Give the resource another name in the task.",
    }));
}

/** A file `.env` that the app reads itself may say what the environment does not. */
function addressRefusals({ environment }: BlueprintInput, { layer: { address }, dotenv }: ExistingApp): Refusal[] {
  return address === null || dotenv || environment === undefined || environment[address] !== undefined
    ? []
    : [
        {
          reason: `The app keeps its data on a server, and nothing says where that is: ${address} is not set.`,
          hint: `Set ${address} to the address of a database for tests, and name ${address} in the \`env\` of the task.`,
        },
      ];
}

const closesBehindTests = /\bafter\([^;]{0,200}?\.(?:close|destroy|end|\$disconnect)\(\)/;

/** Mocha runs all files in one process, where whoever closes the connection takes it from the rest. */
function closedRefusals({ project, generated }: BlueprintInput, { runner, layer, appDir }: ExistingApp): Refusal[] {
  const tests = runner === "mocha" && layer.closes && !layer.outlives ? testFiles(project, appDir) : [];
  return tests
    .filter((path) => !generated.has(path) && closesBehindTests.test(project.read(path) ?? ""))
    .map((path) => ({
      reason: `${path} closes the connection behind its own tests, which mocha runs in one process with the new ones.`,
      hint: "Close it in a root hook of mocha, behind all tests.",
    }));
}

function testFiles(project: ProjectReader, appDir: string): string[] {
  const prefix = appDir === "." ? "" : `${appDir}/`;
  return project
    .list()
    .filter((path) => path.startsWith(prefix) && /(^|\/)(tests?|specs?)\/.*\.c?js$|[.-](test|spec)\.c?js$/.test(path))
    .filter((path) => !path.includes("node_modules/"));
}

function tableRefusals({ project, plan, generated }: BlueprintInput, app: ExistingApp): Refusal[] {
  const { layer } = app;
  const view = ownTables(app, appView(plan));
  const kind = layer.ids === "integer" ? "table" : "model";
  const ofResources = layer.takenTables({ project, generated, view: { ...view, auth: null } });
  const taken = layer.takenTables({ project, generated, view }).map((name) => ({
    reason: `The app has a ${kind} ${name} already.`,
    hint: ofResources.includes(name)
      ? "Give the resource another name in the task."
      : "`auth` brings accounts of its own: take it out of the task, or rename what the app has.",
  }));
  return [...taken, ...(layer.refusals?.(view) ?? [])];
}
