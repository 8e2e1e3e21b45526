import type { Refusal } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { Conventions, DrizzlePractice, Manifest } from "@backwright/language-node";
import { existingMigration, takenTables } from "../../existing-migration.ts";
import type { DataLayer, LayerInput, OpenLayer } from "../layer.ts";
import { databaseVariable, readsDatabase, serverVariable, sharedAssumption } from "../settings.ts";
import { passTablesOn, tableModules, tablesModule } from "./modules.ts";
import { drizzlePackages } from "./packages.ts";

export type MigratedDrizzle = DrizzlePractice & { readonly migrations: string };

/** Drizzle with better-sqlite3, node-postgres or postgres-js, and migrations by drizzle-kit. */
export const drizzle: DataLayer = {
  orm: "drizzle",
  open(input) {
    const { database } = input.conventions;
    const practice = database?.layer?.kind === "drizzle" ? database.layer : null;
    const refusals = refusalsOf(input, practice);
    return refusals.length > 0 || practice === null || practice.migrations === null
      ? refusals
      : {
          ...drizzleLayer(input.conventions, { ...practice, migrations: practice.migrations }),
          address: practice.dialect === "sqlite" ? null : serverVariable(input.project, [practice.client.module]),
        };
  },
};

/** @param brought the app had no database before */
export function drizzleLayer(conventions: Conventions, practice: MigratedDrizzle, brought = false): OpenLayer {
  const { appDir } = conventions;
  const { dialect, driver, sync, client, migrations, migrates } = practice;
  const postgres = dialect === "postgresql";
  return {
    name: "drizzle",
    ids: "integer",
    sync,
    client,
    migrations,
    shared: postgres,
    address: null,
    closes: postgres,
    opens: false,
    outlives: false,
    duplicates: postgres ? "postgres" : "sqlite",
    repositories: null,
    repository: `layers/drizzle/repository.${postgres ? "postgres" : "sync"}.ts`,
    usersRepository: `layers/drizzle/users.repository.${postgres ? "async" : "sync"}.ts`,
    accounts: /\bconst users = (?:sqlite|pg)Table\(/,
    reserved: [],
    view: {
      dialect,
      driver,
      migrations: inApp(conventions, migrations),
      migrates,
      migrator: `drizzle-orm/${driver}/migrator`,
      tablesGlob: `./${inApp(conventions, practice.schema[0] ?? "")}`,
    },
    assumptions: postgres ? [sharedAssumption] : [],
    table: (view) => tablesModule(conventions, practice, view),
    modules: ({ view }) => tableModules(conventions, practice, { view, brought }),
    changes: ({ project, view }) => existingMigration({ project, folder: migrations, view, dialect }),
    takenTables: ({ project, view }) => takenTables({ project, folder: migrations, view, dialect }),
    edits: (input) => passTablesOn(practice, input),
    packages: (language) => (brought ? drizzlePackages(language) : {}),
    testEnvironment(project) {
      const variable = brought ? "DATABASE_FILE" : postgres ? null : databaseVariable(project, appDir);
      return variable === null ? {} : { [variable]: ":memory:" };
    },
  };
}

function inApp({ appDir }: Conventions, path: string): string {
  return appDir === "." ? path : path.slice(appDir.length + 1);
}

function refusalsOf({ project, conventions }: LayerInput, practice: DrizzlePractice | null): Refusal[] {
  if (practice === null) {
    return [
      {
        reason: "No module of the app exports a constant that `drizzle(…)` made.",
        hint: "Export it by name from one module.",
      },
    ];
  }
  if (practice.driver === "other") {
    return [
      {
        reason:
          "The app drives drizzle with another driver than better-sqlite3, node-postgres or postgres-js, which the blueprint does not write yet.",
        hint: "Move the app to one of these drivers, or use another implementer.",
      },
    ];
  }
  const refusals: Refusal[] = [];
  if (practice.dialect === "postgresql" && isOld(readManifest(project, conventions.appDir))) {
    refusals.push({
      reason: "The app's drizzle-orm is older than 0.35, which first lets tests close its connections.",
      hint: "Update drizzle-orm and drizzle-kit.",
    });
  }
  if (practice.migrations === null) {
    refusals.push({
      reason: "The app has no folder of migrations that drizzle-kit made.",
      hint: "Set `schema` and `out` in drizzle.config.ts and run `drizzle-kit generate` once.",
    });
  }
  return isSettable({ project, conventions }, practice)
    ? refusals
    : [
        ...refusals,
        practice.dialect === "sqlite"
          ? {
              reason: "The app's database file cannot be set by the environment, so tests would write into it.",
              hint: `Read its path from a variable like DATABASE_FILE in ${practice.client.module}.`,
            }
          : {
              reason: "The app's database cannot be set by the environment, so tests would write into it.",
              hint: `Read its address from a variable like DATABASE_URL in ${practice.client.module}.`,
            },
      ];
}

function isOld(manifest: Manifest | null): boolean {
  const [, major = "1", minor = "0"] =
    /(\d+)\.(\d+)/.exec(manifest?.dependencies.get("drizzle-orm")?.range ?? "") ?? [];
  return Number(major) === 0 && Number(minor) < 35;
}

function isSettable(
  { project, conventions }: Pick<LayerInput, "project" | "conventions">,
  practice: DrizzlePractice,
): boolean {
  const { module } = practice.client;
  return practice.dialect === "sqlite"
    ? databaseVariable(project, conventions.appDir) !== null || project.read(module)?.includes(":memory:") === true
    : readsDatabase(project, [module]);
}
