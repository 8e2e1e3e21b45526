import { describe, expect, it } from "vitest";
import { layerOf } from "./layer.ts";

describe("an app with TypeORM", () => {
  it("has entities with decorators and migrations, each in a list", () => {
    const layer = layerOf(
      { typeorm: "0.3.31", pg: "8.0.0" },
      {
        "src/data-source.ts":
          'import { DataSource, type DataSourceOptions } from "typeorm";\nconst options: DataSourceOptions = { type: "postgres", url: process.env.DATABASE_URL, entities: [User], migrations: [CreateUser1700000000000] };\nexport const AppDataSource = new DataSource(options);\n',
        "src/entity/User.ts":
          'import { Column, Entity, PrimaryGeneratedColumn } from "typeorm";\n@Entity()\nexport class User {\n  @PrimaryGeneratedColumn()\n  id: number;\n  @Column({ name: "first_name" })\n  firstName: string;\n}\n',
        "src/migration/1700000000000-CreateUser.ts":
          'import { MigrationInterface, QueryRunner } from "typeorm";\nexport class CreateUser1700000000000 implements MigrationInterface {}\n',
        "test/users.test.ts": "beforeAll(() => AppDataSource.initialize());\n",
      },
    );

    expect(layer).toMatchObject({
      kind: "typeorm",
      drivers: ["postgres"],
      client: { name: "AppDataSource", module: "src/data-source.ts", exported: "named" },
      entities: {
        folder: "src/entity",
        style: "decorators",
        suffix: "",
        capital: true,
        definite: false,
        listed: "list",
      },
      migrations: "src/migration",
      migration: { ending: ".ts", modules: "esm", case: "pascal", listed: "list" },
      columns: { case: "snake", by: "name" },
      synchronizes: false,
      initializedOnLoad: [],
      initializedInTests: ["test/users.test.ts"],
    });
  });

  it("has entity schemas that a pattern finds, in a database that is as they are", () => {
    const layer = layerOf(
      { typeorm: "1.1.1" },
      {
        "db.js":
          'const { DataSource } = require("typeorm");\nconst db = new DataSource({ type: "better-sqlite3", entities: [__dirname + "/entities/*.js"], synchronize: process.env.NODE_ENV !== "production", namingStrategy: new SnakeNamingStrategy() });\ndb.initialize();\nmodule.exports = db;\n',
        "entities/cat.entity.js":
          'const { EntitySchema } = require("typeorm");\nmodule.exports = new EntitySchema({ name: "Cat", columns: {} });\n',
      },
    );

    expect(layer).toMatchObject({
      drivers: ["better-sqlite3"],
      client: { name: "db", exported: "default" },
      entities: { folder: "entities", style: "schema", suffix: ".entity", capital: false, listed: "glob" },
      migrations: null,
      columns: { case: "snake", by: "strategy" },
      synchronizes: true,
      initializedOnLoad: ["db.js"],
    });
  });
});

describe("a data source of TypeORM", () => {
  const entity =
    'import { Entity } from "typeorm";\n@Entity()\nexport class User {}\n@Entity("logs")\nexport default class Log {}\n';

  it("is told of classes by patterns, and what it would find is known", () => {
    const layer = layerOf(
      { typeorm: "1.1.1" },
      {
        "src/data-source.ts":
          'import { DataSource } from "typeorm";\nexport default new DataSource({ type: "postgres", entities: ["src/entity/*.ts"], migrations: ["src/migration/*.ts"], subscribers: ["src/subscriber/*.ts"] });\n',
        "src/server.ts": 'import connection from "./data-source";\nconnection.initialize();\n',
        "src/entity/User.ts": entity,
        "src/migration/1700000000000-CreateUser.ts":
          'import { MigrationInterface } from "typeorm";\nexport class CreateUser1700000000000 implements MigrationInterface {}\n',
      },
    );

    expect(layer).toMatchObject({
      client: { name: "connection", module: "src/data-source.ts", exported: "default" },
      classes: {
        entities: [
          { name: "User", module: "src/entity/User.ts", exported: "named" },
          { name: "Log", module: "src/entity/User.ts", exported: "default" },
        ],
        migrations: [
          { name: "CreateUser1700000000000", module: "src/migration/1700000000000-CreateUser.ts", exported: "named" },
        ],
      },
      findsSubscribers: true,
      initializedOnLoad: ["src/server.ts"],
    });
  });

  it("has the databases of all options that a function chooses from", () => {
    const layer = layerOf(
      { typeorm: "1.1.1" },
      {
        "src/data-source.ts":
          'import { DataSource } from "typeorm";\nconst settings = () => {\n  if (process.env.NODE_ENV === "test") return { type: "sqlite", entities: [User] };\n  return { type: "postgres", entities: ["src/entity/*.ts"] };\n};\nexport const db = new DataSource(settings());\n',
        "src/entity/User.ts": entity,
      },
    );

    expect(layer).toMatchObject({ drivers: ["sqlite", "postgres"], entities: { listed: "glob" } });
  });
});
