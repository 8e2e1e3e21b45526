import type { BlueprintInput, FileChange } from "@backwright/core";
import {
  addImport,
  addRegistration,
  addToPackage,
  applyEdits,
  dirOf,
  formatSource,
  indentAt,
  isFormatted,
  joinPath,
  nodesOf,
  parseSource,
} from "@backwright/language-node";
import type { SyntaxNode } from "@backwright/language-node";
import { arityIn, versionForJest } from "../existing-edits.ts";
import { withRunner } from "../existing-runner.ts";
import type { RunnerNeeds } from "../existing-runner.ts";
import { knownLibrary } from "../existing-tsconfig.ts";
import type { ExistingApp } from "../existing-surroundings.ts";
import { renderTemplate } from "../render.ts";
import { specifierIn } from "../surroundings.ts";
import { versions } from "../versions.ts";
import { inApp } from "./host.ts";
import type { ApiHost } from "./host.ts";
import { placeIn } from "./host-place.ts";
import type { Rename } from "./host-settings.ts";
import type { ApiModel } from "./model.ts";
import { apiAppView, testSettings } from "./shared-files.ts";

export interface HostEditInput {
  readonly input: BlueprintInput;
  readonly app: ExistingApp;
  readonly host: ApiHost;
  readonly model: ApiModel;
  readonly rename: Rename;
}

interface Edit {
  readonly path: string;
  readonly text: string;
}

/** Every change in a file of the app's own. */
export async function hostEdits(edit: HostEditInput): Promise<FileChange[]> {
  const { project } = edit.input;
  const edits = [
    mount(edit),
    ...withRunner(project, manifest(edit), { app: edit.app, needs: runnerNeeds(edit) }),
    environmentExample(edit),
    ignored(edit),
    knownLibrary(project, edit.app),
  ];
  const finished = await Promise.all(edits.filter((one) => one !== null).map((one) => finish(edit, one)));
  return finished.filter(({ path, content }) => content !== project.read(path));
}

/** A file that is formatted to the byte stays so. */
async function finish({ input: { project }, app }: HostEditInput, { path, text }: Edit): Promise<FileChange> {
  const before = project.read(path);
  const isCode = /\.[cm]?[jt]sx?$/.test(path);
  const formatted = isCode && before !== text && (before === null || (await isFormatted(before, path, app.style)));
  const content = formatted ? await formatSource(text, path, app.style) : text;
  return { path, content, kind: project.has(path) ? "edit" : "generated" };
}

/** Mounts the API at its base path: its parser in front of the app's, its routes behind those of the app. */
function mount({ input: { project }, app, host, model }: HostEditInput): Edit {
  const { module: path, variable } = app.app;
  const specifier = specifierIn(app, path, placeIn(app, model, "src/router.ts"));
  const named = [`${host.name}Body`, `${host.name}Router`] as const;
  const { basePath } = model.api;
  const quote = app.style.singleQuote ? "'" : '"';
  const [body, router] = named.map((name) => {
    const place = basePath === "" ? "" : `${quote}${basePath}${quote}, `;
    return `${variable}.use(${place}${name})${app.style.semi ? ";" : ""}`;
  }) as [string, string];
  const text = addImport(path, project.read(path) ?? "", { specifier, named, modules: app.modules, style: app.style });
  const arity = arityIn(project, path);
  const parsed = inFrontOfParser(path, text, { variable, statement: body });
  const first = parsed ?? addRegistration(path, text, { variable, statement: body, arity }) ?? text;
  return { path, text: addRegistration(path, first, { variable, statement: router, arity }) ?? first };
}

/** `null` where the app parses no bodies itself. */
function inFrontOfParser(
  path: string,
  text: string,
  { variable, statement }: { readonly variable: string; readonly statement: string },
): string | null {
  const root = parseSource(path, text)?.root;
  const statements = root === undefined ? [] : nodesOf(root, "expression_statement");
  if (statements.some((node) => node.text() === statement)) {
    return text;
  }
  const parser = statements.find(
    (node) => node.text().startsWith(`${variable}.use(`) && /\b(?:json|urlencoded|raw|text)\s*\(/.test(node.text()),
  );
  if (parser === undefined) {
    return null;
  }
  const comment = commentAbove(parser);
  const start = (comment ?? parser).range().start.index;
  return applyEdits(text, [
    { start, end: start, text: `${statement}\n${comment === null ? "" : "\n"}${indentAt(text, start)}` },
  ]);
}

/** The first of the comments that stand on the lines right above a statement. */
function commentAbove(node: SyntaxNode): SyntaxNode | null {
  const before = node.parent()?.children() ?? [];
  const at = before.findIndex((one) => one.range().start.index === node.range().start.index);
  const above = before[at - 1];
  const beyond = before[at - 2];
  const isAbove =
    above?.kind() === "comment" &&
    above.range().end.line === node.range().start.line - 1 &&
    beyond?.range().end.line !== above.range().start.line;
  return isAbove ? (commentAbove(above) ?? above) : null;
}

function manifest({ input: { project }, app, host, model }: HostEditInput): Edit {
  const path = joinPath(app.appDir, "package.json");
  function pick(...names: (keyof typeof versions)[]): Record<string, string> {
    return Object.fromEntries(names.map((name) => [name, versions[name]]));
  }
  const typed = app.language === "ts";
  const accounts = model.auth === null ? [] : (["@node-rs/argon2", "jose"] as const);
  const generate = (["sqlite", "postgres"] as const).map((dialect) => {
    const schema = inApp(app, placeIn(app, model, `src/db/schema.${dialect}.ts`));
    const name = dialect === "postgres" ? "postgresql" : dialect;
    return `drizzle-kit generate --dialect ${name} --schema ${schema} --out ${host.migrations}/${dialect}`;
  });
  const additions = {
    dependencies: {
      ...pick(...accounts, "better-sqlite3", "drizzle-orm", "express-rate-limit", "pg", "pino"),
      ...(app.validator.name === "zod" ? pick("zod") : {}),
      ...(model.auth !== null && app.runner === "jest" ? { jose: versionForJest } : {}),
    },
    devDependencies: pick(
      ...(typed ? (["@types/better-sqlite3", "@types/pg", "@types/supertest"] as const) : []),
      "drizzle-kit",
      "supertest",
      app.runner,
    ),
    scripts: {
      [`db:generate:${model.plan.app.name}`]: generate.join(" && "),
      ...(app.tests === null ? { test: app.runner === "vitest" ? "vitest run" : app.runner } : {}),
    },
  };
  return { path, text: addToPackage(project.read(path) ?? "{}", additions, app.dependencyRange) };
}

/** Settings for the tests of the API, and the module that empties its database in front of each. */
function runnerNeeds({ app, host, model, rename }: HostEditInput): RunnerNeeds {
  const env = Object.entries(testSettings(model)).map(([name, value]) => [rename(name), value]);
  const example = placeIn(app, model, "test/example.test.ts");
  return {
    env: Object.fromEntries(env) as Record<string, string>,
    environment: host.runner === "vitest" ? null : placeIn(app, model, "test/environment.ts"),
    setup: placeIn(app, model, "test/setup.ts"),
    serial: false,
    below: joinPath(dirOf(example), `**/*${/[.-](?:test|spec|check|e2e)\b.*$/.exec(example)?.[0] ?? ""}`),
  };
}

function environmentExample({ input: { project }, app, model, rename }: HostEditInput): Edit | null {
  const names = [".env.example", ".env.sample", ".env.template", "env.example"];
  const paths = names.map((name) => joinPath(app.appDir, name));
  const path = paths.find((name) => project.has(name)) ?? joinPath(app.appDir, ".env.example");
  const text = project.read(path) ?? "";
  const addition = rename(renderTemplate("api/existing/env.example", { app: apiAppView(model) }));
  return text.includes(addition.trim())
    ? null
    : { path, text: text === "" ? addition : `${text.trimEnd()}\n\n${addition}` };
}

/** Keeps the database's file out of git. */
function ignored({ input: { project }, app }: HostEditInput): Edit | null {
  const path = joinPath(app.appDir, ".gitignore");
  const text = project.read(path) ?? "";
  return /^\/?data\/?$/m.test(text) ? null : { path, text: `${text === "" ? "" : `${text.trimEnd()}\n`}data/\n` };
}
