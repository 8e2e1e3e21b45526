import type { FileChange, ProjectReader } from "@backwright/core";
import {
  addImport,
  addRegistration,
  addToPackage,
  addUnionMembers,
  createSources,
  dirOf,
  formatSource,
  importedFrom,
  importsOf,
  isFormatted,
  joinPath,
  nodesOf,
  parameterCount,
  readManifest,
  resolveImport,
  withEnding,
} from "@backwright/language-node";
import type { PackageAdditions } from "@backwright/language-node";
import { missingCodes } from "./existing-errors.ts";
import { ownTables, roleScript } from "./existing-files.ts";
import { existingSurroundings } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { extendObject } from "./existing-lists.ts";
import { knownLibrary } from "./existing-tsconfig.ts";
import { setupModules, testEnvironment, withRunner } from "./existing-runner.ts";
import { renderTemplate } from "./render.ts";
import { specifierIn } from "./surroundings.ts";
import type { AppView } from "./view.ts";
import { versions } from "./versions.ts";

export interface EditInput {
  readonly project: ProjectReader;
  /** Files that earlier runs of the same task have written. */
  readonly generated: ReadonlySet<string>;
  readonly app: ExistingApp;
  readonly view: AppView;
}

/** Every change in a file of the app's own; a file that is as it should be is not among them. */
export async function existingEdits(input: EditInput): Promise<FileChange[]> {
  const { project, generated, app, view } = input;
  const env = testEnvironment(project, app, view);
  const modules = setupModules(app, view);
  const setup = app.layer.openedByTests === true ? null : modules.setup;
  const needs = { env, environment: modules.environment, setup, serial: app.layer.shared, below: null };
  const edits = [
    registration(input),
    ...app.layer.edits({
      project,
      generated,
      view: ownTables(app, view),
      tables: existingSurroundings(app, view).modules.tables,
      conventions: app,
    }),
    codes(input),
    ...withRunner(project, packageJson(input), { app, needs }),
    environmentExample(input),
    ignored(input),
    linter(input),
    knownLibrary(project, app),
  ].filter((edit) => edit !== null);
  const finished = await Promise.all(edits.map((edit) => finish(input, edit)));
  return finished.filter(({ path, content }) => content !== input.project.read(path));
}

interface Edit {
  readonly path: string;
  readonly text: string;
}

/** A file that is formatted to the byte stays so. */
async function finish({ project, app }: EditInput, { path, text }: Edit): Promise<FileChange> {
  const before = project.read(path);
  const isCode = /\.[cm]?[jt]sx?$/.test(path);
  const formatted = isCode && before !== text && (before === null || (await isFormatted(before, path, app.style)));
  const content = formatted ? await formatSource(text, path, app.style) : text;
  return { path, content, kind: project.has(path) ? "edit" : "generated" };
}

/** Mounts the routers in the module that makes the application. */
function registration({ project, app, view }: EditInput): Edit | null {
  const { modules, resource } = existingSurroundings(app, view);
  const path = app.app.module;
  const { variable } = app.app;
  const routers = [
    ...(view.auth === null ? [] : [{ name: "authRouter", path: view.auth.path, module: modules.authRoutes }]),
    ...view.resources.map((one) => ({ name: one.router, path: one.path, module: resource(one, "routes") })),
  ];
  const quote = app.style.singleQuote ? "'" : '"';
  const { answers } = app.brought;
  const imports = [
    { name: "generalLimit", module: modules.rateLimit },
    ...routers,
    ...(answers === null ? [] : [{ name: "answerErrors", module: answers.module }]),
  ];
  let text = project.read(path) ?? "";
  for (const { name, module } of imports) {
    const specifier = specifierIn(app, path, module);
    text = addImport(path, text, { specifier, named: [name], modules: app.modules, style: app.style });
  }
  for (const router of routers) {
    const call = `${variable}.use(${quote}${router.path}${quote}, generalLimit, ${router.name}${answers === null ? "" : ", answerErrors"})`;
    const statement = app.style.semi ? `${call};` : call;
    text = addRegistration(path, text, { variable, statement, arity: arityIn(project, path) }) ?? text;
  }
  return { path, text };
}

/** Counts the parameters of functions that a module imports from others of the app. */
export function arityIn(project: ProjectReader, path: string): (name: string) => number | null {
  const sources = createSources(project);
  const source = sources.get(path);
  const imports = source === null ? [] : importsOf(source);
  return (name) => {
    const origin = importedFrom(imports, name);
    const file = origin && resolveImport(project, path, origin.specifier);
    const target = file === null ? null : sources.get(file);
    const declared = target && nodesOf(target.root, "function_declaration");
    const found = declared?.find((node) => node.field("name")?.text() === origin?.name);
    return found === undefined ? null : parameterCount(found);
  };
}

/** A closed union of error codes gets the members that the new errors need. */
function codes({ project, app, view }: EditInput): Edit | null {
  const { codeType } = app.errors;
  if (codeType === null) {
    return null;
  }
  const accounts = view.auth === null ? [] : (["unauthorized", "forbidden"] as const);
  const conflict = view.uses.unique ? (["conflict"] as const) : [];
  const missing = missingCodes(app, [...accounts, "notFound", ...conflict, "tooManyRequests"]);
  const text = project.read(codeType.module) ?? "";
  return { path: codeType.module, text: addUnionMembers(codeType.module, text, codeType.name, missing) };
}

function packageJson({ project, app, view }: EditInput): Edit {
  const path = joinPath(app.appDir, "package.json");
  function pick(...names: (keyof typeof versions)[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, versions[name]]));
  }
  const script = view.auth !== null && view.auth.roles.length > 1 ? roleCommand({ project, app }) : null;
  const layer = app.layer.packages(app.language);
  const typed = app.language === "ts";
  const additions: PackageAdditions = {
    dependencies: {
      ...pick("express-rate-limit", ...(app.validator.name === "zod" ? (["zod"] as const) : [])),
      ...(view.auth === null ? {} : pick("@node-rs/argon2", "jose")),
      ...(view.auth !== null && app.runner === "jest" ? { jose: versionForJest } : {}),
      ...layer.dependencies,
    },
    devDependencies: {
      ...pick("supertest", app.runner),
      ...(typed ? pick("@types/supertest") : {}),
      ...layer.devDependencies,
    },
    scripts: {
      ...(script === null ? {} : { "set-role": script }),
      ...layer.scripts,
      ...(app.tests === null ? { test: app.runner === "vitest" ? "vitest run" : app.runner } : {}),
    },
  };
  return { path, text: addToPackage(project.read(path) ?? "{}", additions, app.dependencyRange) };
}

/** The last jose in CommonJS modules: jest requires what it runs, and later ones cannot be required there. */
export const versionForJest = "5.10.0";

/** Keeps the file of a database that we bring out of git. */
function ignored({ project, app }: EditInput): Edit | null {
  const path = joinPath(app.appDir, ".gitignore");
  const text = project.read(path) ?? "";
  if (!app.brought.database || /^\/?data\/?$/m.test(text)) {
    return null;
  }
  return { path, text: `${text === "" ? "" : `${text.trimEnd()}\n`}data/\n` };
}

/** The script for roles, run as the app's own start script runs its entry; `null` where that cannot be told. */
function roleCommand({ project, app }: Pick<EditInput, "project" | "app">): string | null {
  const start = readManifest(project, app.appDir)?.scripts["start"] ?? "";
  const match = /^(node(?:\s+-\S+)*\s+|tsx\s+)(\S+?)((?:\.[cm]?[jt]s)?)$/.exec(start.trim());
  const [, runner = "", entry = "", ending = ""] = match ?? [];
  const name = entry.slice(entry.lastIndexOf("/") + 1);
  const source = dirOf(roleScript(app)).replace(/\/?scripts$/, "") || ".";
  const besideEntry = ["ts", "js", "mts", "mjs"].some((one) => project.has(joinPath(source, `${name}.${one}`)));
  const script = roleScript(app).slice(roleScript(app).lastIndexOf("/") + 1);
  return match !== null && besideEntry
    ? `${runner}${withEnding(joinPath(dirOf(entry), "scripts", script), "")}${ending}`
    : null;
}

/** Lets a linter that reads an old ECMAScript read what the app's Node.js runs. */
function linter({ project, app }: EditInput): Edit | null {
  const path = app.linter?.oldSyntax ?? null;
  const text = path === null ? null : project.read(path);
  const extended =
    path === null || text === null ? null : extendObject(path, text, "parserOptions: { ecmaVersion: 2022 }");
  return path === null || extended === null ? null : { path, text: extended };
}

/** Tells in the example of the environment which secret the app needs; an app without one gets one. */
function environmentExample({ project, app, view }: EditInput): Edit | null {
  const names = [".env.example", ".env.sample", ".env.template", "env.example"].map((name) =>
    joinPath(app.appDir, name),
  );
  const path = names.find((name) => project.has(name)) ?? joinPath(app.appDir, ".env.example");
  const text = project.read(path) ?? "";
  const secret = view.auth !== null && !/^\s*JWT_SECRET=/m.test(text);
  const database = app.brought.database && !/^[\s#]*DATABASE_FILE=/m.test(text);
  if (!secret && !database) {
    return null;
  }
  const addition = renderTemplate("existing/env.example", { secret, database, name: view.name });
  return { path, text: text === "" ? addition : `${text.trimEnd()}\n\n${addition}` };
}
