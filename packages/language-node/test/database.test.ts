import { describe, expect, it } from "vitest";
import { layerOf } from "./layer.ts";

const migration =
  "exports.up = (knex) => knex.schema.createTable('a', (table) => { table.string('first_name'); });\nexports.down = () => {};\n";

describe("an app with Knex", () => {
  it.each([
    ["named", "import knex from 'knex';\nexport const db = knex({ client: 'pg' });\n", "db", "named"],
    ["whole", "module.exports = require('knex')({ client: 'pg' });\n", "db", "default"],
    [
      "default",
      "const { knex } = require('knex');\nconst k = knex({ client: 'pg' });\nmodule.exports = k;\n",
      "k",
      "default",
    ],
  ])("exports its connection %s", (_case, text, name, exported) => {
    expect(layerOf({ knex: "3.3.0" }, { "src/db.js": text })).toMatchObject({
      kind: "knex",
      client: { name, module: "src/db.js", exported },
      clients: ["pg"],
      migrations: null,
    });
  });

  it("names clients in its knexfile, and tells by its migrations how it writes them", () => {
    const layer = layerOf(
      { knex: "3.3.0" },
      {
        "db.js": "const config = require('./knexfile');\nmodule.exports = require('knex')(config.development);\n",
        "knexfile.js":
          "module.exports = { development: { client: 'sqlite3' }, production: { client: process.env.DB || 'postgresql' } };\n",
        "data/migrations/001_first.js": migration,
        "data/migrations/002_second.js": migration,
        "other/migrations/001_first.sql": "create table b (id int);\n",
      },
    );

    expect(layer).toMatchObject({
      clients: ["sqlite3", "pg"],
      configuration: ["db.js", "knexfile.js"],
      migrations: "data/migrations",
      migration: { ending: ".js", modules: "cjs" },
      columns: "snake",
      migrates: false,
    });
  });

  it.each([
    ["when it is loaded", "await db.migrate.latest();\n", true],
    ["when it is told to", "export function prepare() {\n  return db.migrate.latest();\n}\n", false],
  ])("migrates %s", (_case, text, migrates) => {
    const files = { "db.mjs": `import knex from "knex";\nexport const db = knex({ client: "pg" });\n${text}` };

    expect(layerOf({ knex: "3.3.0" }, files)).toMatchObject({ migrates });
  });

  it("names columns as code does where the connection translates names", () => {
    const layer = layerOf(
      { knex: "3.3.0" },
      {
        "db.ts":
          'import knex from "knex";\nimport { knexSnakeCaseMappers } from "objection-mappers";\nexport default knex({ client: "pg", ...knexSnakeCaseMappers() });\n',
        "migrations/1_a.ts": migration.replace("exports.up =", "export const up ="),
      },
    );

    expect(layer).toMatchObject({ columns: "camel", migration: { ending: ".ts", modules: "esm" } });
  });
});

describe("an app with Sequelize", () => {
  it("has models that the index of sequelize-cli calls, and migrations", () => {
    const layer = layerOf(
      { sequelize: "6.37.8", pg: "8.0.0" },
      {
        "models/index.js":
          "const Sequelize = require('sequelize');\nconst db = {};\nlet sequelize;\nsequelize = new Sequelize(process.env.DATABASE_URL);\ndb.sequelize = sequelize;\nmodule.exports = db;\n",
        "models/User.js":
          "const { Model } = require('sequelize');\nmodule.exports = (sequelize, DataTypes) => {\n  class User extends Model {}\n  User.init({ name: DataTypes.STRING }, { sequelize, underscored: true });\n  return User;\n};\n",
        "migrations/20200101000000-user.js":
          "module.exports = { up: (queryInterface) => queryInterface.createTable('Users', {}), down() {} };\n",
      },
    );

    expect(layer).toMatchObject({
      kind: "sequelize",
      client: { name: "sequelize", module: "models/index.js", exported: "named" },
      dialects: ["postgres"],
      models: { folder: "models", style: "factory", suffix: "", capital: true },
      migrations: "migrations",
      underscored: true,
      syncs: false,
    });
  });

  it("has models that import the connection, and makes tables of them when it starts", () => {
    const layer = layerOf(
      { sequelize: "6.37.8" },
      {
        "src/db.ts":
          'import { Sequelize } from "sequelize";\nexport const db = new Sequelize("sqlite::memory:", { dialect: "sqlite" });\nawait db.authenticate();\n',
        "src/models/cat.model.ts":
          'import { DataTypes } from "sequelize";\nimport { db } from "../db.js";\nexport const Cat = db.define("Cat", { name: DataTypes.STRING });\n',
        "src/main.ts": 'import { db as sequelize } from "./db.js";\nawait sequelize.sync();\n',
      },
    );

    expect(layer).toMatchObject({
      client: { name: "db", exported: "named" },
      dialects: ["sqlite"],
      models: { folder: "src/models", style: "module", suffix: ".model", capital: false },
      migrations: null,
      syncs: true,
    });
  });
});

describe("an app with Prisma", () => {
  const client =
    'import { PrismaPg } from "@prisma/adapter-pg";\nimport { PrismaClient } from "./generated/prisma/client.js";\n';

  it("has a client that it generates, a schema and migrations", () => {
    const layer = layerOf(
      { "@prisma/client": "7.10.0" },
      {
        "src/db.ts": `${client}export const db = new PrismaClient({ adapter: new PrismaPg({}) });\n`,
        "prisma/schema.prisma":
          'datasource db {\n  provider = "postgresql"\n}\n\nmodel Cat {\n  id Int @id\n  bornOn DateTime @map("born_on")\n\n  @@map("cats")\n}\n',
        "prisma/migrations/20260101000000_cats/migration.sql": 'CREATE TABLE "cats" ();\n',
      },
    );

    expect(layer).toEqual({
      kind: "prisma",
      client: { name: "db", module: "src/db.ts", exported: "named" },
      generated: { module: "src/generated/prisma/client.ts" },
      adapter: "pg",
      provider: "postgresql",
      schema: "prisma/schema.prisma",
      models: null,
      schemas: ["prisma/schema.prisma"],
      migrations: "prisma/migrations",
      mapsTables: true,
      mapsColumns: true,
      generates: false,
    });
  });

  it("says in its configuration where schema and migrations stand, and keeps one client for all reloads", () => {
    const layer = layerOf(
      { "@prisma/client": "7.10.0" },
      {
        "lib/prisma.js":
          "import { PrismaClient } from '@prisma/client';\nconst prisma = globalThis.prisma ?? new PrismaClient();\nexport default prisma;\n",
        "prisma.config.ts":
          "export default { schema: path.join('db', 'schema'), migrations: { path: './db/migrations' } };\n",
        "db/schema/main.prisma": 'datasource db {\n  provider = "sqlite"\n}\n',
        "db/schema/cat.prisma": "model Cat {\n  id Int @id\n  bornOn DateTime\n}\n",
        "db/migrations/1_cats/migration.sql": 'CREATE TABLE "Cat" ();\n',
        "old/schema.prisma": 'datasource db {\n  provider = "mysql"\n}\n',
      },
    );

    expect(layer).toMatchObject({
      client: { name: "prisma", exported: "default" },
      generated: { specifier: "@prisma/client" },
      adapter: null,
      provider: "sqlite",
      schema: "db/schema/main.prisma",
      models: "db/schema",
      migrations: "db/migrations",
      mapsTables: false,
      mapsColumns: false,
    });
  });

  it("may have a client in a folder of its own", () => {
    const layer = layerOf(
      { "@prisma/client": "7.10.0" },
      {
        "src/db.js":
          "const { PrismaClient } = require('./generated/prisma');\nconst db = new PrismaClient();\nmodule.exports = { db };\n",
        "prisma/schema.prisma":
          'generator js {\n  provider = "prisma-client-js"\n}\n\ndatasource db {\n  provider = "sqlite"\n}\n',
        "examples/schema.prisma": 'datasource db {\n  provider = "mysql"\n}\n',
      },
    );

    expect(layer).toMatchObject({
      generated: { module: "src/generated/prisma/index.ts" },
      schemas: ["prisma/schema.prisma"],
      migrations: null,
    });
  });

  it("may make its adapter in another module, of a package that is imported whole", () => {
    const layer = layerOf(
      { "@prisma/client": "7.10.0" },
      {
        "src/adapter.js":
          "import { PrismaPg } from '@prisma/adapter-pg';\nexport const adapter = new PrismaPg({ connectionString: process.env.DATABASE_URL });\n",
        "src/db.js":
          "import pkg from '@prisma/client';\nimport { adapter } from './adapter.js';\n\nconst { PrismaClient } = pkg;\n\nconst db = new PrismaClient({ adapter });\nexport default db;\n",
      },
    );

    expect(layer).toMatchObject({
      client: { name: "db", module: "src/db.js", exported: "default" },
      generated: { specifier: "@prisma/client" },
      adapter: "pg",
    });
  });

  it("is not understood where a function makes the client", () => {
    const text = `${client}export const connect = () => new PrismaClient({});\n`;

    expect(layerOf({ "@prisma/client": "7.10.0" }, { "src/db.ts": text })).toBeNull();
  });
});
