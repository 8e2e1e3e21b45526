import { joinPath } from "../manifest.ts";
import { callsIn, nodesOf, objectEntries, readCall, stringValue } from "../syntax.ts";
import type { SourceFile, SyntaxNode } from "../syntax.ts";
import type { DatabasePractice, DrizzlePractice } from "../conventions.ts";
import { exportOf } from "./exports.ts";
import { importsFrom, note, sourcesOf } from "./reading.ts";
import type { Reading } from "./reading.ts";

/** Packages that tell how an app keeps its data, an ORM before a driver. */
const packages: readonly (readonly [string, string])[] = [
  ["drizzle-orm", "drizzle"],
  ["@prisma/client", "prisma"],
  ["typeorm", "typeorm"],
  ["sequelize", "sequelize"],
  ["mongoose", "mongoose"],
  ["@mikro-orm/core", "mikro-orm"],
  ["objection", "objection"],
  ["bookshelf", "bookshelf"],
  ["knex", "knex"],
  ["kysely", "kysely"],
  ["mongodb", "mongodb"],
  ["pg", "pg"],
  ["postgres", "postgres"],
  ["mysql2", "mysql2"],
  ["mysql", "mysql"],
  ["better-sqlite3", "better-sqlite3"],
  ["sqlite3", "sqlite3"],
  ["sqlite", "sqlite"],
];

/** How the app keeps its data; `null` when it has no database. */
export function readDatabase(reading: Reading): DatabasePractice | null {
  const found = packages.find(([name]) => reading.manifest.dependencies.has(name));
  const dependency = found && reading.manifest.dependencies.get(found[0]);
  if (found === undefined || dependency === undefined) {
    return null;
  }
  note(reading, { field: "database", value: found[0], rule: "dependency" }, reading.manifest.path, dependency.line);
  return { orm: found[1], drizzle: found[1] === "drizzle" ? readDrizzle(reading) : null };
}

function readDrizzle(reading: Reading): DrizzlePractice | null {
  for (const source of sourcesOf(reading)) {
    for (const record of importsFrom(source, "drizzle-orm")) {
      const local = record.named.find((entry) => entry.name === "drizzle")?.alias;
      const client = local === undefined ? null : clientOf(source, local);
      if (client !== null) {
        note(reading, { field: "database", value: record.specifier, rule: "import" }, source.path, record.line);
        return {
          ...driverOf(record.specifier),
          client,
          ...readKit(reading),
          migrates: callsIn(source.root).some(({ method }) => method === "migrate"),
        };
      }
    }
  }
  return null;
}

/** The exported constant that holds what `drizzle(…)` returned. */
function clientOf(source: SourceFile, constructor: string): { name: string; module: string } | null {
  for (const node of nodesOf(source.root, "variable_declarator")) {
    const value = node.field("value");
    const name = node.field("name")?.text();
    const made = value !== null && readCall(value)?.callee.text() === constructor;
    if (made && name !== undefined && exportOf(source, name) === "named") {
      return { name, module: source.path };
    }
  }
  return null;
}

function driverOf(specifier: string): Pick<DrizzlePractice, "dialect" | "driver" | "sync"> {
  switch (specifier) {
    case "drizzle-orm/better-sqlite3":
      return { dialect: "sqlite", driver: "better-sqlite3", sync: true };
    case "drizzle-orm/node-postgres":
      return { dialect: "postgresql", driver: "node-postgres", sync: false };
    default:
      return { dialect: /sqlite|libsql|d1/.test(specifier) ? "sqlite" : "postgresql", driver: "other", sync: false };
  }
}

/** What drizzle-kit's configuration says about tables and migrations. */
function readKit(reading: Reading): Pick<DrizzlePractice, "schema" | "migrations"> {
  const path = ["ts", "mts", "js", "mjs", "cjs"]
    .map((ending) => joinPath(reading.appDir, `drizzle.config.${ending}`))
    .find((candidate) => reading.project.has(candidate));
  const root = path === undefined ? undefined : reading.sources.get(path)?.root;
  const config = root && nodesOf(root, "object")[0];
  if (path === undefined || config === undefined) {
    return { schema: [], migrations: null };
  }
  note(reading, { field: "database", value: path, rule: "configuration" }, path, config);
  const entries = objectEntries(config);
  const out = stringValue(entries.get("out") ?? null) ?? "./drizzle";
  const folder = joinPath(reading.appDir, out);
  return {
    schema: strings(entries.get("schema")).map((schema) => joinPath(reading.appDir, schema)),
    migrations: reading.project.has(joinPath(folder, "meta/_journal.json")) ? folder : null,
  };
}

function strings(node: SyntaxNode | undefined): string[] {
  const values = node === undefined ? [] : node.kind() === "array" ? node.children() : [node];
  return values.flatMap((value) => stringValue(value) ?? []);
}
