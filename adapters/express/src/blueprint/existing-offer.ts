import type { BlueprintInput } from "@backwright/core";
import { readManifest, readTsConfig } from "@backwright/language-node";
import type { Conventions } from "@backwright/language-node";
import { errorsIn, sharedModule } from "./existing-practice.ts";
import { validatorOf } from "./existing-validator.ts";
import { place } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";
import { bringsDatabase } from "./layers/index.ts";
import type { OpenLayer } from "./layers/layer.ts";

/** What is known of an app once nothing speaks against adding to it. */
export type Addable = Conventions & Pick<ExistingApp, "app" | "layer">;

/** Everything that the app offers, and what it gets from us. */
export function existingApp({ project, generated, detection }: BlueprintInput, conventions: Addable): ExistingApp {
  const inApp = errorsIn(project, conventions);
  const { errors, answers } = inApp;
  const isZod3 = /^\D*3\./.test(conventions.validation.version ?? "") && conventions.validation.library === "zod";
  const takesHelper = conventions.validation.library === "zod" && !isZod3;
  const users = ["repository", "schema"] as const;
  const taken = users.some((part) => {
    const pattern = part === "repository" ? conventions.layer.repositories : null;
    const path = place(conventions, pattern ?? conventions.layout[part], "users");
    return project.has(path) && !generated.has(path) && !/\b(?:findUser|userView)\b/.test(project.read(path) ?? "");
  });
  const config = sharedModule(conventions, "access-settings");
  const extended = !generated.has(config) && isOurs(project.read(config));
  return {
    ...conventions,
    // A helper for schemas of zod 3 or another library does not take those of zod 4.
    validation: takesHelper ? conventions.validation : { ...conventions.validation, helper: null },
    errors,
    zod: isZod3 ? "zod/v4" : "zod",
    validator: validatorOf(conventions.validation, inApp),
    dotenv: readManifest(project, conventions.appDir)?.dependencies.has("dotenv") === true,
    brought: {
      database: bringsDatabase({ generated, conventions }),
      answers,
    },
    losesFailures: Number(/\d+/.exec(detection?.framework.version ?? "")?.[0] ?? 5) < 5,
    assertions: readManifest(project, conventions.appDir)?.dependencies.has("chai") === true ? "chai" : "node:assert",
    typesOfJest: readManifest(project, conventions.appDir)?.dependencies.has("@types/jest") === true,
    outDir: readTsConfig(project, conventions.appDir)?.outDir?.replaceAll(/^\.\/|\/$/g, "") ?? null,
    runner: runnerOf(conventions) ?? "vitest",
    extended,
    usersTable: extended ? usersTableIn({ project, generated }, conventions.layer) : null,
    accounts: taken ? "accounts" : "users",
  };
}

/** Whether a module of settings is one that an earlier task has added. */
export function isOurs(text: string | null): boolean {
  return (
    text !== null && /\bRATE_LIMIT_MAX\b/.test(text) && /export const config|module\.exports = \{ config/.test(text)
  );
}

function usersTableIn(
  { project, generated }: Pick<BlueprintInput, "project" | "generated">,
  { accounts }: OpenLayer,
): string | null {
  const paths = project.list().filter((path) => /\.[cm]?[jt]s$/.test(path) && !generated.has(path));
  return paths.find((path) => accounts.test(project.read(path) ?? "")) ?? null;
}

/** The runner for new tests: the app's own, or the one that fits its modules; `null` for one that is not known. */
export function runnerOf({ tests, language, modules }: Conventions): ExistingApp["runner"] | null {
  if (tests === null) {
    // Vitest loads modules that are required a second time, with a database of their own.
    return language === "js" && modules === "cjs" ? "mocha" : "vitest";
  }
  return tests.runner === "other" ? null : tests.runner;
}
