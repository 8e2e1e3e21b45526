import { dirOf, inCase, joinPath } from "@backwright/language-node";
import type { Conventions, FilePattern, SequelizePractice } from "@backwright/language-node";
import { endingOf } from "../../existing-practice.ts";
import type { DataLayer, LayerFiles, LayerInput, LayerModule, OpenLayer } from "../layer.ts";
import { migrationPath, tableNames, tablesMade } from "../migrations.ts";
import { serverVariable, sharedAssumption } from "../settings.ts";
import { sequelizeRefusals } from "./refusals.ts";

/** Sequelize 6 with PostgreSQL: models in the app's folder, and migrations of sequelize-cli where it has them. */
export const sequelize: DataLayer = {
  orm: "sequelize",
  open(input) {
    const layer = input.conventions.database?.layer;
    const practice = layer?.kind === "sequelize" ? layer : null;
    const refusals = sequelizeRefusals(input, practice);
    return refusals.length > 0 || practice === null ? refusals : openSequelize(input, practice);
  },
};

function openSequelize({ project, conventions }: LayerInput, practice: SequelizePractice): OpenLayer {
  const { client, models, migrations, underscored } = practice;
  return {
    name: "sequelize",
    ids: "integer",
    sync: false,
    client,
    migrations: migrations ?? joinPath(conventions.appDir, "migrations"),
    shared: true,
    address: serverVariable(project, practice.configuration),
    closes: true,
    opens: false,
    outlives: false,
    duplicates: "sequelize",
    repositories: repositoriesOf(conventions, practice),
    repository: "layers/sequelize/repository.ts",
    usersRepository: "layers/sequelize/users.repository.ts",
    accounts: /\bUser\b[\s\S]*\bpasswordHash: \{/,
    reserved: ["DataTypes", "Model", "Sequelize"],
    view: { factory: models.style === "factory", migrates: false, underscored },
    assumptions: [sharedAssumption],
    table: (_view, of) => modelModule(conventions, practice, of === "users" ? "User" : of.name),
    modules: (input) => [
      ...modelModules(conventions, practice, input),
      ...(migrations === null || tableNames(input.view).length === 0 ? [] : [migration(input, practice, migrations)]),
    ],
    changes: () => [],
    takenTables: (input) => takenTables(input, practice),
    edits: () => [],
    packages: () => ({}),
    testEnvironment: () => ({}),
  };
}

function modelModules(conventions: Conventions, practice: SequelizePractice, { view }: LayerFiles): LayerModule[] {
  const users = { path: modelModule(conventions, practice, "User"), template: "layers/sequelize/user.model.ts" };
  return [
    ...(view.auth === null ? [] : [users]),
    ...view.resources.map((r) => ({
      path: modelModule(conventions, practice, r.name),
      template: "layers/sequelize/model.ts",
      view: { r },
    })),
  ];
}

function modelModule(conventions: Conventions, { models }: SequelizePractice, name: string): string {
  const base = models.capital ? inCase(name, "pascal") : inCase(name, conventions.layout.files);
  return joinPath(models.folder, base + models.suffix + endingOf(conventions));
}

/** A folder of their own, where the layout has taken that of the models for it. */
function repositoriesOf({ layout, sourceDir, ...app }: Conventions, { models }: SequelizePractice): FilePattern | null {
  return layout.repository.dir === models.folder
    ? { dir: joinPath(sourceDir, "repositories"), file: `{name}${endingOf(app)}`, number: layout.router.number }
    : null;
}

function migration(input: LayerFiles, practice: SequelizePractice, folder: string): LayerModule {
  const { ending, modules } = practice.migration;
  return {
    path: migrationPath(input, { folder, ending, separator: "-" }),
    template: "layers/sequelize/migration.ts",
    written: { language: "js", modules },
  };
}

/** Tables that the plan wants and that a migration or a model of the app has. */
function takenTables(input: LayerFiles, { models, migrations }: SequelizePractice): string[] {
  const { project, generated, view } = input;
  const texts = project
    .list()
    .filter((path) => dirOf(path) === models.folder && !generated.has(path))
    .map((path) => project.read(path) ?? "");
  const named = [
    ...(view.auth === null ? [] : [{ table: "users", model: "User" }]),
    ...view.resources.map(({ tableName, name }) => ({ table: tableName, model: name })),
  ];
  const modelled = named.filter(({ table, model }) => {
    const made = new RegExp(
      `\\b(?:tableName|modelName)\\s*:\\s*["'](?:${table}|${model})["']|\\.define\\(\\s*["']${model}["']|\\bclass ${model} extends`,
      "i",
    );
    return texts.some((text) => made.test(text));
  });
  const migrated = migrations === null ? [] : tablesMade(input, migrations);
  return [...new Set([...migrated, ...modelled.map(({ table }) => table)])];
}
