import type { BlueprintInput } from "@backwright/core";
import { inCase, joinPath, readConventions } from "@backwright/language-node";
import type { Conventions } from "@backwright/language-node";
import { routes } from "../../routes.ts";
import { existingApp, runnerOf } from "../existing-offer.ts";
import type { ExistingApp } from "../existing-surroundings.ts";
import { zod } from "../existing-validator.ts";
import type { Validator } from "../existing-validator.ts";
import { withoutGenerated } from "../without-generated.ts";
import { broughtDrizzle } from "../layers/drizzle/brought.ts";
import type { Surroundings } from "../surroundings.ts";
import type { ApiModel } from "./model.ts";

/** The app that a whole API is added to, as the templates see it. */
export interface ApiHost {
  /** What the API's folder and variables are called: `conduit`. */
  readonly name: string;
  readonly createApp: Surroundings["createApp"];
  /** Folder of the API's migrations, relative to package.json. */
  readonly migrations: string;
  /** What the tests run on. */
  readonly runner: ExistingApp["runner"];
  /** An Express that does not pass the failure of an asynchronous handler on. */
  readonly losesFailures: boolean;
  /** The app's joi, or zod. */
  readonly validator: Validator;
  readonly dotenv: boolean;
  readonly environmentComment: string | null;
  /** The app has, or may have, routes of its own below the base path. */
  readonly shared: boolean;
  /** Where the API's routes begin below the base path; `[]` where one begins with a parameter. */
  readonly paths: readonly string[];
  /** A path of the API for requests that no handler reads. */
  readonly bodyPath: string;
  /** A path below the base path where nothing is; `null` where the app answers for it. */
  readonly unknownPath: string | null;
}

/** The conventions of the app without what earlier runs of the task have added. */
export function conventionsOf(input: BlueprintInput): Conventions | null {
  const appDir = input.detection?.dir ?? ".";
  return readConventions({ project: withoutGenerated(input), appDir, framework: "express" });
}

/** What the app offers to an API that keeps its own errors and its own database; `null` where tests cannot reach it. */
export function hostApp(input: BlueprintInput, conventions: Conventions): ExistingApp | null {
  const { app } = conventions;
  if (!app?.access || runnerOf(conventions) === null) {
    return null;
  }
  const project = withoutGenerated(input);
  const own = { ...input, project };
  const brought = broughtDrizzle({ project, conventions });
  const layer = { ...brought, migrations: migrationsOf(conventions) ?? brought.migrations };
  const existing = existingApp(own, { ...conventions, app: { ...app, access: app.access }, layer });
  const { validator } = existing;
  return { ...existing, validator: validator.name === "joi" ? { ...validator, middleware: null } : zod };
}

/** The folder in which drizzle-kit keeps the app's own migrations. */
function migrationsOf({ database }: Conventions): string | null {
  return database?.layer?.kind === "drizzle" ? database.layer.migrations : null;
}

/** Where the API stands in an app. */
export function apiHost(input: BlueprintInput, app: ExistingApp, model: ApiModel): ApiHost {
  const { basePath, operations } = model.api;
  const name = inCase(model.plan.app.name, "camel");
  const inside = operations.map(({ path }) => path.slice(basePath.length).split("/")[1] ?? "");
  const open = inside.some((segment) => segment === "" || segment.startsWith(":"));
  const found = input.detection === null ? [] : routes(withoutGenerated(input), input.detection).routes;
  const shared = basePath === "" || found.some(({ path }) => path === basePath || path.startsWith(`${basePath}/`));
  const { access } = app.app;
  return {
    name,
    createApp: { name: access.name, call: access.kind === "factory", exported: access.exported },
    migrations: inApp(app, migrationsFolder(app, model)),
    runner: app.runner,
    losesFailures: app.losesFailures,
    validator: app.validator,
    dotenv: app.dotenv,
    environmentComment: app.environmentComment,
    shared,
    paths: open ? [] : [...new Set(inside)].toSorted().map((segment) => `/${segment}`),
    bodyPath: (operations[0]?.path ?? basePath).replaceAll(/:\w+/g, "1"),
    unknownPath: shared ? null : `${basePath}/nowhere`,
  };
}

/** The folder of the API's migrations, beside those of the app. */
export function migrationsFolder(app: ExistingApp, model: ApiModel): string {
  return joinPath(app.layer.migrations ?? joinPath(app.appDir, "migrations"), inCase(model.plan.app.name, "kebab"));
}

/** A path as the folder of package.json sees it. */
export function inApp({ appDir }: Pick<ExistingApp, "appDir">, path: string): string {
  return appDir === "." ? path : path.slice(appDir.length + 1);
}
