import type { BlueprintInput } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { Conventions, DrizzlePractice } from "@backwright/language-node";
import { errorsIn, newDatabase } from "./existing-practice.ts";
import { place } from "./existing-surroundings.ts";
import type { ExistingApp } from "./existing-surroundings.ts";

/** What is known of an app once nothing speaks against adding to it. */
export type Addable = Conventions & Pick<ExistingApp, "app" | "drizzle">;

/** The database that resources are kept in: the app's own, or the one that it gets; `null` where its own is not understood. */
export function databaseOf(
  { project, generated }: BlueprintInput,
  conventions: Conventions,
): (DrizzlePractice & { readonly migrations: string }) | null {
  const brought = newDatabase(project, conventions);
  if (conventions.database === null || generated.has(brought.client.module)) {
    return brought;
  }
  const { drizzle } = conventions.database;
  return drizzle === null || drizzle.migrations === null ? null : { ...drizzle, migrations: drizzle.migrations };
}

/** Everything that the app offers, and what it gets from us. */
export function existingApp({ project, generated }: BlueprintInput, conventions: Addable): ExistingApp {
  const { errors, answers } = errorsIn(project, conventions);
  const { client } = newDatabase(project, conventions);
  const isZod3 = /^\D*3\./.test(conventions.validation.version ?? "") && conventions.validation.library === "zod";
  const users = ["repository", "schema"] as const;
  const taken = users.some((part) => {
    const path = place(conventions, conventions.layout[part], "users");
    return project.has(path) && !generated.has(path);
  });
  return {
    ...conventions,
    // A helper for schemas of zod 3 does not take those of zod 4.
    validation: isZod3 ? { ...conventions.validation, helper: null } : conventions.validation,
    errors,
    zod: isZod3 ? "zod/v4" : "zod",
    dotenv: readManifest(project, conventions.appDir)?.dependencies.has("dotenv") === true,
    brought: {
      database: conventions.database === null || generated.has(client.module),
      answers,
    },
    accounts: taken ? "accounts" : "users",
  };
}
