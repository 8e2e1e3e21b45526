import type { Refusal } from "@backwright/core";
import { readManifest } from "@backwright/language-node";
import type { TypeormPractice } from "@backwright/language-node";
import type { LayerInput } from "../layer.ts";
import { databaseVariable, readsDatabase, withImported } from "../settings.ts";

export type Dialect = "postgres" | "sqlite";

const dialects: Readonly<Record<string, Dialect>> = {
  postgres: "postgres",
  "better-sqlite3": "sqlite",
  sqlite: "sqlite",
};

/** The database of an app that has been found to have one that is known. */
export function dialectOf({ drivers: [driver = ""] }: TypeormPractice): Dialect {
  return dialects[driver] ?? "postgres";
}

/** Why the app's TypeORM cannot be used. */
export function typeormRefusals(input: LayerInput, practice: TypeormPractice | null): Refusal[] {
  const { project, conventions } = input;
  const range = readManifest(project, conventions.appDir)?.dependencies.get("typeorm")?.range ?? "";
  if (/^\D*0\.[0-2]\./.test(range)) {
    return [
      {
        reason: `The app uses typeorm ${range}, and the blueprint writes for 0.3 and later, which have data sources.`,
        hint: "Update typeorm, or use another implementer.",
      },
    ];
  }
  return practice === null
    ? [
        {
          reason: "No module of the app exports what `new DataSource(…)` made.",
          hint: "Make the data source in one module and export it, as `typeorm init` does.",
        },
      ]
    : [
        ...databaseRefusals(input, practice),
        ...classRefusals(input, practice),
        ...migrationRefusals(practice),
        ...initializeRefusals(input, practice),
      ];
}

function databaseRefusals({ project, conventions }: LayerInput, practice: TypeormPractice): Refusal[] {
  const { drivers, client, configuration } = practice;
  const [driver] = drivers;
  if (driver === undefined || drivers.length > 1 || dialects[driver] === undefined) {
    const isNamed = drivers.length > 0;
    return [
      {
        reason: `The app uses TypeORM with ${isNamed ? drivers.join(" and ") : "a database that nothing names"}, which the blueprint does not write yet.`,
        hint: isNamed
          ? "Keep the data in PostgreSQL or SQLite alone, or use another implementer."
          : `Name one of ${Object.keys(dialects).join(", ")} as the \`type\` in ${client.module}, or use another implementer.`,
      },
    ];
  }
  const isSettable =
    dialects[driver] === "sqlite"
      ? databaseVariable(project, conventions.appDir) !== null
      : readsDatabase(project, configuration);
  return isSettable
    ? []
    : [
        {
          reason: "The app's database cannot be set by the environment, so tests would write into it.",
          hint: `Read it from a variable like ${dialects[driver] === "sqlite" ? "DATABASE_FILE" : "DATABASE_URL"} in ${client.module}.`,
        },
      ];
}

function classRefusals({ conventions }: LayerInput, { client, entities }: TypeormPractice): Refusal[] {
  const refusals: Refusal[] = [];
  if (entities.style === "decorators" && conventions.language === "js") {
    refusals.push({
      reason: "The app's entities have decorators, in JavaScript.",
      hint: "Write them with `EntitySchema`, or use another implementer.",
    });
  }
  if (entities.listed === "nothing" || entities.listed === "other") {
    refusals.push({
      reason: `${client.module} does not list its entities in a way that others can be added to.`,
      hint: "Write `entities: [User, …]`, or a pattern that finds their files.",
    });
  }
  return refusals;
}

function migrationRefusals({ migrations, migration, synchronizes, client }: TypeormPractice): Refusal[] {
  if (migrations === null) {
    return synchronizes
      ? []
      : [
          {
            reason: "Nothing makes the app's tables: it has no migrations, and its data source does not synchronize.",
            hint: "Make the first with `typeorm migration:generate`.",
          },
        ];
  }
  return migration.listed === "list" || migration.listed === "glob"
    ? []
    : [
        {
          reason: `${client.module} does not list its migrations in a way that others can be added to.`,
          hint: "Write `migrations: [CreateUsers1700000000000, …]`, or a pattern that finds their files.",
        },
      ];
}

/** A data source that is initialized already cannot be initialized again. */
function initializeRefusals(input: LayerInput, practice: TypeormPractice): Refusal[] {
  const { project, conventions } = input;
  const { client, initializedOnLoad } = practice;
  const loaded = conventions.app === null ? [] : withImported(project, conventions.app.module);
  const onLoad = initializedOnLoad
    .filter((path) => loaded.includes(path))
    .map((path) => ({
      reason: `${path} initializes the data source when it is loaded, so tests cannot wait for it.`,
      hint: "Initialize it where the server is started.",
    }));
  const inTests =
    conventions.tests?.runner === "mocha"
      ? openingTests(input, practice).files.map((path) => ({
          reason: `${path} initializes the data source whether it is or not, in one process of mocha with the new tests.`,
          hint: `Write \`if (!${client.name}.isInitialized) await ${client.name}.initialize();\`, or do it in a root hook of mocha.`,
        }))
      : [];
  return [...onLoad, ...inTests];
}

/** Test files of the app that initialize the data source whether it is or not, and setups of its runner that do. */
export function openingTests(
  { project, generated, conventions }: LayerInput,
  { initializedInTests }: TypeormPractice,
): { readonly files: readonly string[]; readonly setups: readonly string[] } {
  const config = conventions.tests?.config ?? null;
  const configured = config === null ? "" : (project.read(config) ?? "");
  const own = initializedInTests.filter((path) => !generated.has(path));
  return {
    files: own.filter((path) => !configured.includes(nameOf(path))),
    setups: own.filter((path) => configured.includes(nameOf(path))),
  };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.[cm]?[jt]s$/, "");
}
