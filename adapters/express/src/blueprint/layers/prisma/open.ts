import { joinPath } from "@backwright/language-node";
import type { PrismaPractice } from "@backwright/language-node";
import type { ProjectReader } from "@backwright/core";
import type { AppView, FieldView } from "../../view.ts";
import type { DataLayer, LayerInput, OpenLayer } from "../layer.ts";
import { databaseVariable, serverVariable, sharedAssumption } from "../settings.ts";
import { isNative } from "./fields.ts";
import { prismaChanges, prismaMigration, takenModels } from "./migration.ts";
import { modelsOf, tableOf } from "./models.ts";
import { clashRefusals, prismaRefusals } from "./refusals.ts";

/** What Prisma has, where the rest of the layer needs it. */
export type MigratedPrisma = PrismaPractice & { readonly migrations: string; readonly schema: string };

/** Prisma 7 with better-sqlite3 and pg: models in the app's schema, and migrations in the folder of Prisma Migrate. */
export const prisma: DataLayer = {
  orm: "prisma",
  open(input) {
    const layer = input.conventions.database?.layer;
    const practice = layer?.kind === "prisma" ? layer : null;
    const refusals = prismaRefusals(input, practice);
    return refusals.length > 0 || practice === null || practice.migrations === null || practice.schema === null
      ? refusals
      : openPrisma(input, { ...practice, migrations: practice.migrations, schema: practice.schema });
  },
};

function openPrisma({ project, generated, conventions: { appDir } }: LayerInput, practice: MigratedPrisma): OpenLayer {
  const { client, provider, migrations } = practice;
  const postgres = provider === "postgresql";
  const migrates = testsMigrate(project, appDir);
  const shared = postgres || migrates;
  const exact = isExact(project);
  function inApp(path: string): string {
    return appDir === "." ? path : path.slice(appDir.length + 1);
  }
  return {
    name: "prisma",
    ids: "integer",
    sync: false,
    client,
    migrations,
    shared,
    address: postgres ? serverVariable(project, [client.module]) : null,
    closes: true,
    outlives: false,
    opens: false,
    duplicates: "prisma",
    repositories: null,
    repository: "layers/prisma/repository.ts",
    usersRepository: "layers/prisma/users.repository.ts",
    accounts: /\bfunction findUserByEmail\(/,
    reserved,
    view: {
      postgres,
      migrates,
      exact,
      skipsUndefined: !exact && !refusesUndefined(project, practice),
      migrations: inApp(migrations),
      generated: practice.generated,
      isNative,
      converted: (fields: readonly FieldView[]) =>
        fields.filter((field) => field.big || (field.enum !== null && !isNative(field.enum))),
      delegate: (name: string) => name.charAt(0).toLowerCase() + name.slice(1),
      tableOf: (names: { readonly name: string; readonly tableName: string }) => tableOf(practice, names),
      ownMigration: (view: AppView) => inApp(prismaMigration({ project, generated, view }, practice)),
    },
    assumptions: [
      "`prisma generate` has to run before the new code is compiled or tested.",
      ...(shared ? [sharedAssumption] : []),
    ],
    table: () => null,
    modules: () => [],
    changes: (input) => prismaChanges(input, practice),
    takenTables: (input) => takenModels(input, practice),
    refusals: (view) => clashRefusals(modelsOf(view, practice)),
    edits: () => [],
    packages: () => ({}),
    testEnvironment(current) {
      const variable = shared ? null : databaseVariable(current, appDir);
      return variable === null ? {} : { [variable]: ":memory:" };
    },
  };
}

/** What Prisma calls its own types and namespaces. */
const reserved = [
  "Prisma",
  "PrismaClient",
  "String",
  "Boolean",
  "Int",
  "BigInt",
  "Float",
  "Decimal",
  "DateTime",
  "Json",
  "Bytes",
];

/** Whether the compiler tells a key that is missing from one that is `undefined`, which the types of Prisma's inputs do not allow. */
function isExact(project: ProjectReader): boolean {
  return project
    .list()
    .filter((path) => /(^|\/)tsconfig[^/]*\.json$/.test(path) && !path.includes("node_modules/"))
    .some((path) => /"exactOptionalPropertyTypes"\s*:\s*true/.test(project.read(path) ?? ""));
}

/** Whether Prisma refuses a key that is `undefined`. */
function refusesUndefined(project: ProjectReader, { schemas }: PrismaPractice): boolean {
  return schemas.some((path) => /\bstrictUndefinedChecks\b/.test(project.read(path) ?? ""));
}

const migration = /\bprisma\b[\s"',[\]]+(?:migrate[\s"',]+(?:deploy|reset|dev)|db[\s"',]+push)\b/;

/** Whether the app's tests bring the tables themselves. */
function testsMigrate(project: ProjectReader, appDir: string): boolean {
  const manifest = project.read(joinPath(appDir, "package.json")) ?? "";
  const scripts = [...manifest.matchAll(/"(?:pre)?test"\s*:\s*"([^"]*)"/g)].map((match) => match[1] ?? "");
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const texts = project
    .list()
    .filter((path) => path.startsWith(prefix) && /(^|\/)(tests?|__tests__|specs?)\/.*\.[cm]?[jt]s$/.test(path))
    .filter((path) => !path.includes("node_modules/"))
    .map((path) => project.read(path) ?? "");
  return [...scripts, ...texts].some((text) => migration.test(text));
}
