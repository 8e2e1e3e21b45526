import type { ProjectReader } from "@backwright/core";
import type { AuthPractice, Conventions, TestPractice } from "../conventions.ts";
import { bareBodies } from "../edit/tidy.ts";
import { asObject } from "../json.ts";
import { joinPath } from "../manifest.ts";
import { readStyle } from "../style.ts";
import { nodesOf } from "../syntax.ts";
import { readAlias } from "./alias.ts";
import { readErrorAnswer } from "./answers.ts";
import { readApp } from "./app.ts";
import { readDatabase } from "./database.ts";
import { readErrors } from "./errors.ts";
import { readFailureClass } from "./failures.ts";
import { readLayout } from "./layout.ts";
import { readLinter } from "./linter.ts";
import { readModules } from "./modules.ts";
import { mostCommon, note, openReading, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";
import { readValidation } from "./validation.ts";

export interface ConventionsRequest {
  readonly project: ProjectReader;
  /** Folder of the app's package.json. */
  readonly appDir: string;
  /** Name of the package whose constructor makes the application: `express`. */
  readonly framework: string;
}

/** Packages that sign people in, and what that is called. */
const authPackages: readonly (readonly [string, string])[] = [
  ["better-auth", "better-auth"],
  ["passport", "passport"],
  ["express-jwt", "jwt"],
  ["jsonwebtoken", "jwt"],
  ["jose", "jwt"],
  ["express-session", "session"],
  ["cookie-session", "session"],
  ["express-openid-connect", "oauth2"],
  ["@clerk/express", "oauth2"],
  ["express-basic-auth", "basic"],
];

/** Reads what code that is added to an app has to keep to; `null` where the folder has no package.json. */
export function readConventions({ project, appDir, framework }: ConventionsRequest): Conventions | null {
  const reading = openReading(project, appDir);
  if (reading === null) {
    return null;
  }
  const app = readApp(reading, framework);
  const errors = readErrors(reading);
  const linter = readLinter(reading);
  const validation = readValidation(reading, errors);
  const sourceDir = sourceFolder(reading, app?.module ?? null);
  const { style, source } = readStyle(project, appDir, reading.files.slice(0, 60));
  if (source !== "code") {
    note(
      reading,
      { field: "style", value: source, rule: "configuration" },
      source.split(":")[0] ?? source,
      lineIn(source),
    );
  }
  return {
    appDir,
    ...readModules(reading),
    sourceDir,
    layout: readLayout(reading, sourceDir, errors?.module ?? validation.helper?.module ?? null),
    style,
    braces: linter?.definesFirst === true || alwaysBraces(reading),
    elseBelow: elseBelow(reading),
    environmentComment: environmentComment(reading),
    linter,
    alias: readAlias(reading),
    dependencyRange: rangeOf(reading),
    errors,
    errorAnswer: readFailureClass(reading) ?? readErrorAnswer(reading),
    validation,
    database: readDatabase(reading),
    auth: readAuth(reading),
    tests: readTests(reading),
    app,
    evidence: reading.evidence,
  };
}

/** The folder below the app's own that holds its code: `src`, `source`, or the app's folder itself. */
function sourceFolder(reading: Reading, appModule: string | null): string {
  const start = reading.appDir === "." ? 0 : reading.appDir.length + 1;
  const tops = (appModule === null ? reading.files : [appModule]).map((path) => {
    const inside = path.slice(start);
    return inside.includes("/") ? inside.slice(0, inside.indexOf("/")) : ".";
  });
  return joinPath(reading.appDir, mostCommon(tops) ?? "src");
}

function alwaysBraces(reading: Reading): boolean {
  const roots = sourcesOf(reading).map(({ root }) => root);
  const conditions = roots.flatMap((root) => nodesOf(root, "if_statement")).length;
  const bare = roots.flatMap(bareBodies).length;
  return conditions > 0 && bare * 10 < conditions;
}

function elseBelow(reading: Reading): boolean {
  const text = sourcesOf(reading)
    .map((source) => source.text)
    .join("\n");
  const below = text.match(/^[\t ]*\}[\t ]*\r?\n[\t ]*(else|catch|finally)\b/gm)?.length ?? 0;
  const beside = text.match(/^[\t ]*\} (else|catch|finally)\b/gm)?.length ?? 0;
  return below > beside;
}

function environmentComment(reading: Reading): string | null {
  const comments = sourcesOf(reading).flatMap(
    ({ text }) => /^[\t ]*(\/\/ ?(?:eslint|oxlint)-disable-next-line .*process-env.*)$/m.exec(text)?.[1] ?? [],
  );
  return mostCommon(comments);
}

function rangeOf(reading: Reading): Conventions["dependencyRange"] {
  const ranges = [...reading.manifest.dependencies.values()].map(({ range }) => range.charAt(0));
  const first = mostCommon(
    ranges.filter((start) => /[\^~\d]/.test(start)).map((start) => (/\d/.test(start) ? "" : start)),
  );
  return first === "" ? "exact" : first === "~" ? "tilde" : "caret";
}

function readAuth(reading: Reading): AuthPractice | null {
  for (const [name, kind] of authPackages) {
    const dependency = reading.manifest.dependencies.get(name);
    if (dependency !== undefined) {
      const source = `${reading.manifest.path}:${dependency.line}`;
      note(reading, { field: "auth", value: kind, rule: "dependency" }, reading.manifest.path, dependency.line);
      return { kind, source };
    }
  }
  return null;
}

function readTests(reading: Reading): TestPractice | null {
  const runner = (["vitest", "jest", "mocha"] as const).find((name) => reading.manifest.dependencies.has(name));
  if (runner === undefined) {
    return reading.tests.length > 0 ? { runner: "other", config: null } : null;
  }
  const endings = ["ts", "mts", "js", "mjs", "cjs"];
  const names = runner === "vitest" ? ["vitest.config", "vite.config"] : [`${runner}.config`];
  const files = [
    ...names.flatMap((name) => endings.map((ending) => `${name}.${ending}`)),
    ...(runner === "mocha" ? ["js", "cjs", "json", "jsonc", "yaml", "yml"].map((ending) => `.mocharc.${ending}`) : []),
    ...(runner === "jest" ? ["jest.config.json"] : []),
    // Its configuration may stand in package.json.
    ...(runner in asObject(reading.manifest.file.value) ? ["package.json"] : []),
  ];
  const paths = files.map((name) => joinPath(reading.appDir, name));
  const config = paths.find((path) => reading.project.has(path)) ?? null;
  const line = reading.manifest.dependencies.get(runner)?.line ?? 1;
  note(reading, { field: "tests", value: runner, rule: "dependency" }, reading.manifest.path, line);
  return { runner, config };
}

function lineIn(source: string): number {
  return Number(source.slice(source.lastIndexOf(":") + 1)) || 1;
}
