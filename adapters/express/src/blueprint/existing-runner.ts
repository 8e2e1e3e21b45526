import type { BlueprintInput, ProjectReader, Refusal } from "@backwright/core";
import { addToList, addToObject, joinPath, relativePath, toJest, toMocha } from "@backwright/language-node";
import type { Conventions } from "@backwright/language-node";
import { sharedTest } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { extendVitest } from "./existing-vitest.ts";
import type { TestEnvironment } from "./existing-vitest.ts";
import { extendLists } from "./existing-lists.ts";
import { runnerOf } from "./existing-offer.ts";
import { renderTemplate } from "./render.ts";
import type { AppView } from "./view.ts";

/** A test as its runner runs it; templates are written for vitest. */
export function forRunner({ runner, language, typesOfJest }: ExistingApp, text: string): string {
  if (runner === "vitest" || !/from ['"]vitest['"]/.test(text)) {
    return text;
  }
  return runner === "jest" ? toJest(text, { imported: language === "ts" && !typesOfJest }) : toMocha(text);
}

/** Modules that run in front of the tests, by their role in the runner's configuration. */
export function setupModules(
  app: ExistingApp,
  { resources: [first] }: AppView,
): { readonly environment: string | null; readonly setup: string } {
  return {
    environment: app.runner === "vitest" ? null : sharedTest(app, "api-environment"),
    setup: sharedTest(app, app.extended ? `${first?.file ?? "accounts"}-setup` : "api-setup"),
  };
}

/** What tests need in the environment: a database of their own, a secret, and limits that they do not reach. */
export function testEnvironment(
  project: ProjectReader,
  app: ExistingApp,
  view: Pick<AppView, "auth">,
): Record<string, string> {
  return {
    ...app.layer.testEnvironment(project),
    ...(view.auth === null ? {} : { JWT_SECRET: "a-secret-that-only-the-tests-know", AUTH_RATE_LIMIT_MAX: "100000" }),
    RATE_LIMIT_MAX: "100000",
  };
}

interface RunnerEdit {
  readonly path: string;
  readonly text: string;
}

/** The runner's configuration with our setup in it; `null` where it is written in a way that cannot be extended. */
export function configureRunner(project: ProjectReader, app: ExistingApp, view: AppView): RunnerEdit | null {
  const { environment, setup } = setupModules(app, view);
  function inApp(path: string): string {
    return relativePath(app.appDir, path).replace(/^\.\//, "");
  }
  switch (app.runner) {
    case "vitest":
      return vitest(project, app, {
        env: testEnvironment(project, app, view),
        setup: inApp(setup),
        serial: app.layer.shared,
      });
    case "jest":
      return lists(project, app, {
        key: "jest",
        lists: {
          setupFiles: [`<rootDir>/${inApp(environment ?? setup)}`],
          setupFilesAfterEnv: [`<rootDir>/${inApp(setup)}`],
        },
        numbers: app.layer.shared ? { maxWorkers: 1 } : {},
      });
    case "mocha":
      return lists(project, app, {
        key: "mocha",
        lists: { require: [`./${inApp(environment ?? setup)}`, `./${inApp(setup)}`] },
      });
  }
}

function vitest(project: ProjectReader, app: ExistingApp, wanted: Omit<TestEnvironment, "style">): RunnerEdit | null {
  const path = app.tests?.config ?? joinPath(app.appDir, `vitest.config.${app.language}`);
  const text = project.read(path) ?? renderTemplate("existing/vitest.config.ts", { outDir: app.outDir });
  const extended = extendVitest(path, text, { ...wanted, style: app.style });
  return extended === null ? null : { path, text: extended };
}

interface Lists {
  /** The key of package.json that can hold the configuration. */
  readonly key: "jest" | "mocha";
  readonly lists: Readonly<Record<string, readonly string[]>>;
  readonly numbers?: Readonly<Record<string, number>>;
}

function lists(
  project: ProjectReader,
  app: ExistingApp,
  { key, lists: wanted, numbers = {} }: Lists,
): RunnerEdit | null {
  const manifest = joinPath(app.appDir, "package.json");
  const path = app.tests?.config ?? (key === "mocha" ? joinPath(app.appDir, ".mocharc.json") : manifest);
  const text = project.read(path) ?? "{}\n";
  if (/\.[cm]?[jt]s$/.test(path)) {
    const extended = extendLists(path, text, { lists: wanted, numbers, style: app.style });
    return extended === null ? null : { path, text: extended };
  }
  if (!path.endsWith(".json")) {
    return null;
  }
  const prefix = path === manifest ? [key] : [];
  const extended = Object.entries(wanted).reduce(
    (config, [name, values]) => addToList(config, [...prefix, name], values),
    text,
  );
  const numbered = Object.entries(numbers).reduce(
    (config, [name, value]) => addToObject(config, [...prefix, name], value),
    extended,
  );
  return { path, text: numbered };
}

/** Why tests cannot be added to an app. */
export function runnerRefusals({ project }: Pick<BlueprintInput, "project">, conventions: Conventions): Refusal[] {
  const { tests, modules, language, style } = conventions;
  const runner = runnerOf(conventions);
  if (runner === null) {
    return [
      {
        reason: "The app runs its tests with a runner that the blueprint does not write yet.",
        hint: "Move its tests to vitest, jest or mocha, or use another implementer.",
      },
    ];
  }
  const required = language === "js" && modules === "cjs";
  if (runner === "mocha" && !required) {
    return [
      {
        reason:
          "The app runs its tests with mocha in ECMAScript modules or TypeScript, which the blueprint does not write yet.",
        hint: "Move its tests to vitest, or use another implementer.",
      },
    ];
  }
  if (runner === "jest" && language === "js" && !required) {
    return [
      {
        reason: "The app runs its tests with jest in ECMAScript modules, which the blueprint does not write yet.",
        hint: "Move its tests to vitest, or use another implementer.",
      },
    ];
  }
  const config = tests?.config ?? null;
  const text = config === null ? null : project.read(config);
  const extended =
    config === null || text === null || config.endsWith(".json")
      ? ""
      : runner === "vitest"
        ? extendVitest(config, text, { env: {}, setup: "", style })
        : /\.[cm]?[jt]s$/.test(config)
          ? extendLists(config, text, { lists: { require: [], setupFiles: [] }, style })
          : null;
  return extended === null
    ? [
        {
          reason: `${config} gives its test settings by something else than object literals, so nothing can be added to them.`,
          hint: "Write it as one object literal: `export default defineConfig({ test: { … } })` for vitest.",
        },
      ]
    : [];
}
