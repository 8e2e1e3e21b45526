import { joinPath } from "@backwright/language-node";
import type { Conventions, FilePattern, TypeormPractice } from "@backwright/language-node";
import { endingOf } from "../../existing-practice.ts";
import type { DataLayer, LayerFiles, LayerInput, LayerModule, OpenLayer } from "../layer.ts";
import { migrationPath, tableNames } from "../migrations.ts";
import { databaseVariable, serverVariable, sharedAssumption } from "../settings.ts";
import { listClasses, newClasses } from "./data-source.ts";
import { entityModule, entityModules, migrationClass } from "./entities.ts";
import { dialectOf, openingTests, typeormRefusals } from "./refusals.ts";
import { refuseFields, takenTables } from "./taken.ts";
import { tellTests, testClassesModule } from "./test-classes.ts";

/** TypeORM 0.3 and later with PostgreSQL or SQLite: entities as the app writes them, and its migrations where it has them. */
export const typeorm: DataLayer = {
  orm: "typeorm",
  open(input) {
    const layer = input.conventions.database?.layer;
    const practice = layer?.kind === "typeorm" ? layer : null;
    const refusals = typeormRefusals(input, practice);
    return refusals.length > 0 || practice === null ? refusals : openTypeorm(input, practice);
  },
};

function openTypeorm(input: LayerInput, practice: TypeormPractice): OpenLayer {
  const { project, conventions } = input;
  const { client, entities, migrations, columns, synchronizes } = practice;
  const { appDir } = conventions;
  const dialect = dialectOf(practice);
  const shared = dialect === "postgres";
  const testClasses = testClassesModule(conventions, practice);
  const opening = openingTests(input, practice);
  return {
    name: "typeorm",
    ids: "integer",
    sync: false,
    client,
    migrations: migrations ?? joinPath(appDir, "migrations"),
    shared,
    address: shared ? serverVariable(project, practice.configuration) : null,
    closes: true,
    opens: true,
    openedByTests: opening.files.length > 0,
    // Vitest runs what is behind tests in the reverse of what is before them.
    closedBySetup:
      conventions.tests?.runner === "vitest" &&
      opening.setups.some((path) => /\.destroy\(/.test(project.read(path) ?? "")),
    outlives: false,
    duplicates: "typeorm",
    repositories: repositoriesOf(conventions, practice),
    repository: "layers/typeorm/repository.ts",
    usersRepository: "layers/typeorm/users.repository.ts",
    accounts: /\b(?:class User\b|name: ["']User["'])[\s\S]*\bpasswordHash\b/,
    reserved: [
      "Column",
      "CreateDateColumn",
      "Entity",
      "EntitySchema",
      "FindOptionsOrder",
      "Index",
      "JoinColumn",
      "ManyToOne",
      "PrimaryGeneratedColumn",
      "UpdateDateColumn",
    ],
    view: {
      dialect,
      decorators: entities.style === "decorators",
      mark: entities.definite ? "!" : "",
      snake: columns.case === "snake",
      named: columns.case === "snake" && columns.by === "name",
      migrates: false,
      synchronizes: migrations === null || synchronizes,
      testClasses,
    },
    assumptions: shared ? [sharedAssumption] : [oneConnection],
    table: (_view, of) => entityModule(conventions, practice, of === "users" ? "User" : of.name),
    modules: (input) => [
      ...entityModules(conventions, practice, input),
      ...(migrations === null || tableNames(input.view).length === 0 ? [] : [migration(input, practice, migrations)]),
    ],
    changes: () => [],
    takenTables: (input) => takenTables(input, practice),
    refusals: refuseFields,
    edits: (input) => [
      ...listClasses(input, practice),
      ...(testClasses === null
        ? []
        : [tellTests(input, practice, { path: testClasses, classes: newClasses(input, practice) })]),
    ],
    packages: () => ({}),
    testEnvironment(current) {
      const variable = shared ? null : databaseVariable(current, appDir);
      return variable === null ? {} : { [variable]: ":memory:" };
    },
  };
}

const oneConnection =
  "All requests share TypeORM's one connection to SQLite, where a transaction would hold statements of other requests too, so each change is one statement.";

/** A folder of their own, where the layout has taken that of the entities for it. */
function repositoriesOf({ layout, sourceDir, ...app }: Conventions, { entities }: TypeormPractice): FilePattern | null {
  return layout.repository.dir === entities.folder
    ? { dir: joinPath(sourceDir, "repositories"), file: `{name}${endingOf(app)}`, number: layout.router.number }
    : null;
}

function migration(input: LayerFiles, { migration: written }: TypeormPractice, folder: string): LayerModule {
  const { ending, modules } = written;
  const path = migrationPath(input, { folder, ending, separator: "-", case: written.case });
  return {
    path,
    template: "layers/typeorm/migration.ts",
    view: { className: migrationClass(path) },
    written: { language: ending.endsWith("ts") ? "ts" : "js", modules },
  };
}
