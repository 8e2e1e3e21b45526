import type { DatabasePractice, LayerPractice } from "../conventions.ts";
import { readDrizzle } from "./database/drizzle.ts";
import { readKnex } from "./database/knex.ts";
import { readMongoose } from "./database/mongoose.ts";
import { readPrisma } from "./database/prisma.ts";
import { readSequelize } from "./database/sequelize.ts";
import { readTypeorm } from "./database/typeorm.ts";
import { note } from "./reading.ts";
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

/** Who reads how an app uses an ORM. */
const readers: Readonly<Record<string, (reading: Reading) => LayerPractice | null>> = {
  drizzle: readDrizzle,
  knex: readKnex,
  mongoose: readMongoose,
  prisma: readPrisma,
  sequelize: readSequelize,
  typeorm: readTypeorm,
};

/** How the app keeps its data; `null` when it has no database. */
export function readDatabase(reading: Reading): DatabasePractice | null {
  const found = packages.find(([name]) => reading.manifest.dependencies.has(name));
  const dependency = found && reading.manifest.dependencies.get(found[0]);
  if (found === undefined || dependency === undefined) {
    return null;
  }
  note(reading, { field: "database", value: found[0], rule: "dependency" }, reading.manifest.path, dependency.line);
  return { orm: found[1], layer: readers[found[1]]?.(reading) ?? null };
}
