import type { ProjectReader, Refusal } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { KnexPractice } from "@backwright/language-node";
import type { LayerInput } from "../layer.ts";
import { databaseVariable, readsDatabase } from "../settings.ts";

export type Dialect = "sqlite" | "postgresql";

const dialects: Readonly<Record<string, Dialect>> = {
  "better-sqlite3": "sqlite",
  sqlite3: "sqlite",
  pg: "postgresql",
};

/** Databases that the app's configuration names. */
export function dialectsOf({ clients }: KnexPractice): readonly Dialect[] {
  return [...new Set(clients.flatMap((client) => dialects[client] ?? []))];
}

/** Whether the configuration gives some environment, which is that of tests, a database in memory. */
export function isInMemory(project: ProjectReader, { configuration }: KnexPractice): boolean {
  return configuration.some((path) => project.read(path)?.includes(":memory:"));
}

/** Why the app's Knex cannot be used. */
export function knexRefusals({ project, conventions }: LayerInput, practice: KnexPractice | null): Refusal[] {
  if (practice === null) {
    return [
      {
        reason: "No module of the app exports what `knex(…)` made.",
        hint: "Make the connection in one module and export it.",
      },
    ];
  }
  const other = practice.clients.find((client) => dialects[client] === undefined);
  if (other !== undefined || practice.clients.length === 0) {
    return [
      {
        reason:
          other === undefined
            ? `Nothing in ${practice.configuration.join(" or ")} names the client that Knex uses.`
            : `The app uses Knex with ${other}, which the blueprint does not write yet.`,
        hint: "Name better-sqlite3, sqlite3 or pg as the `client`, or use another implementer.",
      },
    ];
  }
  const refusals: Refusal[] = [];
  const range = readManifest(project, conventions.appDir)?.dependencies.get("knex")?.range ?? "";
  if (/^\D*0\./.test(range)) {
    refusals.push({
      reason: `The app uses knex ${range}, whose SQLite returns no rows that it wrote.`,
      hint: "Update knex.",
    });
  }
  if (practice.migrations === null) {
    refusals.push({
      reason: "The app has no folder with migrations of Knex.",
      hint: "Make the first with `knex migrate:make`.",
    });
  }
  return isSettable({ project, conventions }, practice)
    ? refusals
    : [
        ...refusals,
        {
          reason: "The app's database cannot be set by the environment, so tests would write into it.",
          hint: `Read it from a variable like ${practice.clients.includes("pg") ? "DATABASE_URL" : "DATABASE_FILE"}, or give the environment \`test\` a database in memory, in ${practice.configuration.at(-1) ?? practice.client.module}.`,
        },
      ];
}

/** Where several databases are named, only one in memory tells that tests leave the others alone. */
function isSettable(
  { project, conventions }: Pick<LayerInput, "project" | "conventions">,
  practice: KnexPractice,
): boolean {
  if (isInMemory(project, practice)) {
    return true;
  }
  const found = dialectsOf(practice);
  if (found.length > 1) {
    return false;
  }
  return found[0] === "sqlite"
    ? databaseVariable(project, conventions.appDir) !== null
    : readsDatabase(project, practice.configuration);
}
