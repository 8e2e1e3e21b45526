import { inCase, joinPath, relocateModule } from "@backwright/language-node";
import { endingOf } from "../existing-practice.ts";
import type { ExistingApp } from "../existing-surroundings.ts";
import type { Draft } from "./common.ts";
import { migrationsFolder } from "./host.ts";
import type { ApiModel } from "./model.ts";

/** All folders that are the API's alone. */
export function apiFolders(app: ExistingApp, model: ApiModel): readonly string[] {
  const tests = [...new Set([testFolder(app, model), besideTests(app, model)])];
  return [apiFolder(app, model), ...tests, migrationsFolder(app, model)];
}

/** The folder of the API in the app's sources. */
function apiFolder({ sourceDir, layout }: ExistingApp, { plan }: ApiModel): string {
  return joinPath(sourceDir, inCase(plan.app.name, layout.files));
}

/** Where a file of an application of its own stands in an app that exists. */
export function placeIn(app: ExistingApp, model: ApiModel, path: string): string {
  const [, root = "", rest = ""] = /^(src|test|migrations)\/(.*)$/.exec(path) ?? [];
  switch (root) {
    case "src":
      return path === "src/app.ts" ? app.app.module : joinPath(apiFolder(app, model), named(app, rest));
    case "test":
      return joinPath(
        rest.endsWith(".test.ts") ? testFolder(app, model) : besideTests(app, model),
        testNamed(app, rest),
      );
    case "migrations":
      return joinPath(migrationsFolder(app, model), rest);
    default:
      return joinPath(apiFolder(app, model), path);
  }
}

/** A module of the API at its place, with the settings and packages as they are called there. */
export function settleIn(app: ExistingApp, model: ApiModel, { path, content }: Draft): { path: string; text: string } {
  const moved = placeIn(app, model, path);
  if (!path.endsWith(".ts")) {
    return { path: moved, text: content };
  }
  const text = relocateModule(content, path, {
    pathOf: (one) => (/^(?:src|test)\//.test(one) ? placeIn(app, model, one) : null),
    importEnding: app.importEnding,
  });
  return { path: moved, text: text.replaceAll(/(?<=from ')zod(?=')/g, app.zod) };
}

function testFolder(app: ExistingApp, model: ApiModel): string {
  const [before, inner] = app.layout.test.dir.split("{name}");
  return inner === undefined
    ? joinPath(before ?? "test", inCase(model.plan.app.name, app.layout.files))
    : joinPath(apiFolder(app, model), inner === "" ? "test" : `.${inner}`);
}

/** The folder of modules that tests share: whatever stands in a folder `__tests__` is a test to jest. */
function besideTests(app: ExistingApp, model: ApiModel): string {
  const folder = testFolder(app, model);
  return app.runner === "jest" && folder.includes("__tests__")
    ? joinPath(app.appDir, "test", inCase(model.plan.app.name, app.layout.files))
    : folder;
}

function testNamed(app: ExistingApp, path: string): string {
  const suffix = /[.-](?:test|spec|check|e2e)\b.*$/.exec(app.layout.test.file)?.[0] ?? `.test${endingOf(app)}`;
  return path.endsWith(".test.ts") ? named(app, path.slice(0, -".test.ts".length)) + suffix : named(app, path);
}

/** Names of folders and files in the app's case, each part between dots by itself. */
function named(app: ExistingApp, path: string): string {
  const { files } = app.layout;
  const bare = path.replace(/\.ts$/, "");
  const written = files === "kebab" ? bare : bare.replaceAll(/[\w-]+/g, (part) => inCase(part, camel(files)));
  return path.endsWith(".ts") ? written + endingOf(app) : written;
}

function camel(files: ExistingApp["layout"]["files"]): ExistingApp["layout"]["files"] {
  return files === "pascal" ? "camel" : files;
}
