import type { FileChange } from "@backwright/core";
import { joinPath } from "@backwright/language-node";
import type { LayerFiles } from "../layer.ts";
import { numberAfter, tableNames } from "../migrations.ts";
import { backRelations, modelsOf, tableOf, usersNames } from "./models.ts";
import type { MigratedPrisma } from "./open.ts";
import { withModels, withoutModels } from "./schema.ts";
import { migrationSql } from "./sql.ts";

/** The schema with the plan's models, and the migration that makes their tables. */
export function prismaChanges(input: LayerFiles, practice: MigratedPrisma): FileChange[] {
  const { project, view } = input;
  const path = prismaMigration(input, practice);
  const models = modelsOf(view, practice);
  const names = { models, relations: backRelations(view) };
  const present = project.read(practice.schema) ?? "";
  const before = input.generated.has(path) ? withoutModels(present, names) : present;
  return [
    { path: practice.schema, content: withModels(before, names), kind: "edit" },
    {
      path,
      content: migrationSql(models, {
        postgres: practice.provider === "postgresql",
        users: tableOf(practice, usersNames),
      }),
      kind: "generated",
    },
  ];
}

/** The file of the plan's migration, behind the app's last; the same again where an earlier run of the task has made it. */
export function prismaMigration({ project, generated, view }: LayerFiles, { migrations }: MigratedPrisma): string {
  const name = `add_${tableNames(view).join("_")}`.slice(0, 100);
  const folders = project
    .list()
    .filter((path) => path.startsWith(`${migrations}/`) && path.endsWith("/migration.sql"))
    .map((path) => path.slice(migrations.length + 1, -"/migration.sql".length))
    .toSorted();
  function fileOf(folder: string): string {
    return joinPath(migrations, `${folder}/migration.sql`);
  }
  const own = folders.find((folder) => generated.has(fileOf(folder)) && folder.replace(/^\d+_/, "") === name);
  const before = folders.filter((folder) => !generated.has(fileOf(folder)));
  return fileOf(own ?? `${numberAfter(before)}_${name}`);
}

/** Models and enums that the plan wants and the app's schema has. */
export function takenModels(input: LayerFiles, practice: MigratedPrisma): string[] {
  const { project, generated, view } = input;
  if (generated.has(prismaMigration(input, practice))) {
    return [];
  }
  const text = practice.schemas.map((path) => project.read(path) ?? "").join("\n");
  return modelsOf(view, practice)
    .flatMap(({ name, table, enums }) => [
      { name, found: new RegExp(`^\\s*(?:model|enum|type|view)\\s+${name}\\b|@@map\\("${table}"\\)`, "m") },
      ...enums.map((one) => ({
        name: one.name,
        found: new RegExp(`^\\s*(?:model|enum|type|view)\\s+${one.name}\\b`, "m"),
      })),
    ])
    .filter(({ found }) => found.test(text))
    .map(({ name }) => name);
}
