import type { BlueprintInput, ProjectReader, Refusal } from "@backwright/core";
import {
  addToList,
  addToObject,
  asObject,
  joinPath,
  readJson,
  readManifest,
  relativePath,
  toJest,
  toMocha,
  wordsOf,
} from "@backwright/language-node";
import type { Conventions } from "@backwright/language-node";
import { sharedTest } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { extendVitest } from "./existing-vitest.ts";
import type { TestEnvironment } from "./existing-vitest.ts";
import { extendLists } from "./existing-lists.ts";
import { runnerOf } from "./existing-offer.ts";
import { withImported } from "./layers/settings.ts";
import { renderTemplate } from "./render.ts";
import type { AppView } from "./view.ts";

/** A test as its runner runs it; templates are written for vitest. */
export function forRunner(
  { runner, language, typesOfJest, assertions }: ExistingApp,
  { path, text }: { readonly path: string; readonly text: string },
): string {
  if (runner === "vitest" || !/from ['"]vitest['"]/.test(text)) {
    return text;
  }
  if (runner === "mocha") {
    return toMocha(text, { assertions, title: titleOf(path) });
  }
  const test = toJest(text, { imported: language === "ts" && !typesOfJest });
  // TypeScript takes a file without imports for a script, whose names are everybody's.
  return language === "ts" && !/^(?:import|export)\b/m.test(test) ? `${test}\nexport {};\n` : test;
}

/** `rate limit` for `test/api/rate-limit.test.js`. */
function titleOf(path: string): string {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return wordsOf(file.replace(/[.-](?:test|spec|check|e2e)\b.*$|\.\w+$/, "")).join(" ");
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

/** What new tests need of their runner. */
export interface RunnerNeeds {
  /** Variables of the environment. */
  readonly env: Readonly<Record<string, string>>;
  /** The module that sets them; `null` where the configuration does. */
  readonly environment: string | null;
  /** The module that runs in front of each test; `null` where tests load it. */
  readonly setup: string | null;
  /** The tests share one database, so their files run one after another. */
  readonly serial: boolean;
  /** A pattern of tests below folders, where a runner looks for tests in one folder alone; `null` without such. */
  readonly below: string | null;
}

/** The runner's configuration with what new tests need; `null` where it is written in a way that cannot be extended. */
function configureRunner(project: ProjectReader, app: ExistingApp, needs: RunnerNeeds): RunnerEdit | null {
  const { env, environment, setup, serial } = needs;
  function inApp(path: string): string {
    return relativePath(app.appDir, path).replace(/^\.\//, "");
  }
  function listed(path: string | null, prefix: string): string[] {
    return path === null ? [] : [prefix + inApp(path)];
  }
  switch (app.runner) {
    case "vitest":
      return vitest(project, app, { env, setup: setup === null ? null : inApp(setup), serial });
    case "jest":
      return lists(project, app, {
        key: "jest",
        lists: {
          setupFiles: listed(environment ?? setup, "<rootDir>/"),
          ...(setup === null ? {} : { setupFilesAfterEnv: listed(setup, "<rootDir>/") }),
        },
        numbers: serial ? { maxWorkers: 1 } : {},
      });
    case "mocha":
      return lists(project, app, {
        key: "mocha",
        lists: {
          require: [...listed(environment ?? setup, "./"), ...listed(setup, "./")],
          ...specs(project, app, needs.below === null ? null : inApp(needs.below)),
        },
      });
  }
}

/** The manifest and the runner's configuration, which may stand in one file. */
export function withRunner(
  project: ProjectReader,
  manifest: RunnerEdit,
  { app, needs }: { readonly app: ExistingApp; readonly needs: RunnerNeeds },
): RunnerEdit[] {
  const changed: ProjectReader = {
    list: () => project.list(),
    has: (one) => project.has(one),
    read: (one) => (one === manifest.path ? manifest.text : project.read(one)),
  };
  const runner = configureRunner(changed, app, needs);
  return runner === null ? [manifest] : runner.path === manifest.path ? [runner] : [manifest, runner];
}

function vitest(project: ProjectReader, app: ExistingApp, wanted: Omit<TestEnvironment, "style">): RunnerEdit | null {
  const path = app.tests?.config ?? joinPath(app.appDir, `vitest.config.${app.language}`);
  const text = project.read(path) ?? renderTemplate("existing/vitest.config.ts", { outDir: app.outDir });
  const extended = extendVitest(path, text, { ...wanted, style: app.style });
  return extended === null ? null : { path, text: extended };
}

/** Where mocha looks for tests, which is in one folder alone unless it is told otherwise. */
function specs(project: ProjectReader, app: ExistingApp, below: string | null): Record<string, string[]> {
  const manifest = joinPath(app.appDir, "package.json");
  const path = app.tests?.config ?? manifest;
  const config =
    path === manifest
      ? JSON.stringify(asObject(readJson(project, path)?.value)["mocha"] ?? {})
      : (project.read(path) ?? "");
  const script = readManifest(project, app.appDir)?.scripts["test"] ?? "";
  if (below === null || /\*\*|\brecursive\b/.test(config + script)) {
    return {};
  }
  const named = /\bspec\b/.test(config) || /\bmocha\b(?:\s+--?\S+)*\s+(?!-)\S+/.test(script);
  return { spec: [...(named ? [] : ["./test"]), `./${below}`] };
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
  if (runner === "vitest" && required) {
    return [
      {
        reason: "The app runs its tests with vitest over CommonJS modules, of which vitest loads a second copy.",
        hint: "Move the app to ECMAScript modules, or its tests to jest or mocha.",
      },
    ];
  }
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
  const called = runner === "vitest" ? calledNamespace(project, conventions) : null;
  if (called !== null) {
    return [
      {
        reason: `${called.module} calls what \`import * as ${called.name}\` gives, which is no function to vitest.`,
        hint: `Write \`import ${called.name} from …\`, with "esModuleInterop" in tsconfig.json.`,
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

/** What old TypeScript allows of packages in CommonJS: `import * as express from "express"`, and then `express()`. */
function calledNamespace(
  project: ProjectReader,
  { app }: Conventions,
): { readonly module: string; readonly name: string } | null {
  for (const module of app === null ? [] : withImported(project, app.module)) {
    const text = project.read(module) ?? "";
    const names = [...text.matchAll(/^import \* as (\w+) from /gm)].map(([, name = ""]) => name);
    const name = names.find((one) => new RegExp(`(?<![\\w.])${one}\\(`).test(text));
    if (name !== undefined) {
      return { module, name };
    }
  }
  return null;
}
