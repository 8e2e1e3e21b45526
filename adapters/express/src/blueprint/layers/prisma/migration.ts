import type { FileChange } from "@backwright/core";
import { inCase, joinPath } from "@backwright/language-node";
import type { LayerFiles } from "../layer.ts";
import { numberAfter, tableNames } from "../migrations.ts";
import { backRelations, modelsOf, tableOf, usersNames } from "./models.ts";
import type { ModelSpec } from "./models.ts";
import type { MigratedPrisma } from "./open.ts";
import { modelText, withModels, withRelations, withoutModels } from "./schema.ts";
import { migrationSql } from "./sql.ts";

/** The schema with the plan's models, and the migration that makes their tables. */
export function prismaChanges(input: LayerFiles, practice: MigratedPrisma): FileChange[] {
  const path = prismaMigration(input, practice);
  const models = modelsOf(input.view, practice);
  const postgres = practice.provider === "postgresql";
  const content = migrationSql(models, { postgres, users: tableOf(practice, usersNames) });
  const made = !input.generated.has(path) ? "never" : input.project.read(path) === content ? "so" : "otherwise";
  return [
    ...(practice.models === null
      ? [inOneFile(input, { practice, models, made })]
      : inFilesOfTheirOwn(input, { practice, models, folder: practice.models })),
    { path, content, kind: "generated" },
  ];
}

interface Models {
  readonly practice: MigratedPrisma;
  readonly models: readonly ModelSpec[];
}

interface ModelsInOneFile extends Models {
  /** Whether an earlier run of the task has made these tables, or others. */
  readonly made: "never" | "so" | "otherwise";
}

function inOneFile({ project, view }: LayerFiles, { practice, models, made }: ModelsInOneFile): FileChange {
  const path = practice.schema;
  const names = { models, relations: backRelations(view) };
  const present = project.read(path) ?? "";
  const before = made === "otherwise" ? withoutModels(present, names) : present;
  // What was changed by hand in models since then stays, unless their tables are others now.
  return { path, content: made === "so" ? present : withModels(before, names), kind: "edit" };
}

/** Where each of the app's models has a file. */
function inFilesOfTheirOwn(
  { project, view }: LayerFiles,
  { practice, models, folder }: Models & { readonly folder: string },
): FileChange[] {
  const relations = backRelations(view);
  const owner =
    models.some(({ name }) => name === usersNames.name) || relations.length === 0
      ? undefined
      : practice.schemas.find((path) =>
          new RegExp(`^model ${usersNames.name} \\{`, "m").test(project.read(path) ?? ""),
        );
  return [
    ...models.map((model): FileChange => ({
      path: joinPath(folder, `${inCase(model.name, "kebab")}.prisma`),
      content: `${modelText(model, relations)}\n`,
      kind: "generated",
    })),
    ...(owner === undefined
      ? []
      : [{ path: owner, content: withRelations(project.read(owner) ?? "", relations), kind: "edit" as const }]),
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
