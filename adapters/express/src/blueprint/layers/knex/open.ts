import type { KnexPractice } from "@backwright/language-node";
import { sharedModule } from "../../existing-practice.ts";
import type { DataLayer, LayerFiles, LayerModule, OpenLayer } from "../layer.ts";
import { migrationPath, tableNames, tablesMade } from "../migrations.ts";
import { databaseVariable, serverVariable, sharedAssumption } from "../settings.ts";
import { dialectsOf, isInMemory, knexRefusals } from "./refusals.ts";

/** Knex with better-sqlite3, sqlite3 and pg, and migrations in the app's folder, language and naming. */
export const knex: DataLayer = {
  orm: "knex",
  open(input) {
    const layer = input.conventions.database?.layer;
    const practice = layer?.kind === "knex" ? layer : null;
    const refusals = knexRefusals(input, practice);
    return refusals.length > 0 || practice?.migrations == null
      ? refusals
      : openKnex(input, practice, practice.migrations);
  },
};

function openKnex(
  { project, conventions }: Parameters<DataLayer["open"]>[0],
  practice: KnexPractice,
  migrations: string,
): OpenLayer {
  const { appDir } = conventions;
  const { client, columns, migrates } = practice;
  const dialects = dialectsOf(practice);
  const inMemory = isInMemory(project, practice);
  const shared = dialects.includes("postgresql") && !inMemory;
  return {
    name: "knex",
    ids: "integer",
    sync: false,
    client,
    migrations,
    shared,
    address: shared ? serverVariable(project, practice.configuration) : null,
    closes: true,
    opens: false,
    outlives: false,
    duplicates: "drivers",
    repositories: null,
    repository: "layers/knex/repository.ts",
    usersRepository: "layers/knex/users.repository.ts",
    accounts: /\bfunction findUserByEmail\(/,
    reserved: [],
    view: {
      dialects,
      // The driver sqlite3 binds no dates that another realm made, as those of jest are.
      datesAsText: practice.clients.includes("sqlite3"),
      columns,
      migrates,
      migrations: appDir === "." ? migrations : migrations.slice(appDir.length + 1),
    },
    assumptions: shared ? [sharedAssumption] : [],
    table: () => null,
    modules: (input) => [
      ...(tableNames(input.view).length === 0 ? [] : [migration(input, practice, migrations)]),
      ...(input.view.uses.rows ? [{ path: sharedModule(conventions, "rows"), template: "app/src/db/rows.ts" }] : []),
    ],
    changes: () => [],
    takenTables: (input) => tablesMade(input, migrations),
    edits: () => [],
    packages: () => ({}),
    testEnvironment(current) {
      const variable = inMemory || shared ? null : databaseVariable(current, appDir);
      return variable === null ? {} : { [variable]: ":memory:" };
    },
  };
}

function migration(input: LayerFiles, practice: KnexPractice, folder: string): LayerModule {
  const { ending, modules } = practice.migration;
  return {
    path: migrationPath(input, { folder, ending, separator: "_" }),
    template: "layers/knex/migration.ts",
    written: { language: ending.endsWith("ts") ? "ts" : "js", modules },
  };
}
