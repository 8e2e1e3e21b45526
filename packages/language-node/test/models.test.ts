import { describe, expect, it } from "vitest";
import { readModels } from "../src/index.ts";
import { projectOf } from "./project.ts";

function email(type: string): object {
  return { name: "email", type, unique: true };
}

function age(type: string): object {
  return { name: "age", type, unique: false };
}

describe("readModels", () => {
  it.each([
    [
      "Drizzle",
      "src/a.ts",
      'export const users = pgTable("users", { email: text("email").notNull().unique(), age: integer() });',
      "users",
      [email("text"), age("integer")],
    ],
    [
      "Mongoose",
      "src/a.js",
      'const userSchema = new mongoose.Schema({ email: { type: String, unique: true }, age: Number });\nmodule.exports = mongoose.model("User", userSchema);',
      "User",
      [email("String"), age("Number")],
    ],
    [
      "Mongoose in NestJS",
      "src/a.ts",
      "@Schema()\nexport class User {\n  @Prop({ unique: true }) email: string;\n  @Prop() age: number;\n}\n",
      "User",
      [email("string"), age("number")],
    ],
    [
      "Mongoose without new",
      "src/a.js",
      "const UserSchema = mongoose.Schema({ email: { type: String, unique: true }, age: Number }, {});",
      "User",
      [email("String"), age("Number")],
    ],
    [
      "Sequelize's define",
      "src/a.js",
      'sequelize.define("User", { email: { type: DataTypes.STRING(64), unique: true }, age: DataTypes.INTEGER });',
      "User",
      [email("STRING"), age("INTEGER")],
    ],
    [
      "Sequelize's init",
      "src/a.js",
      "User.init({ email: { type: DataTypes.STRING, unique: true }, age: DataTypes.INTEGER }, { sequelize });",
      "User",
      [email("STRING"), age("INTEGER")],
    ],
    [
      "TypeORM",
      "src/a.ts",
      "@Entity()\nexport class User {\n  @Column({ unique: true })\n  email: string;\n  @Column()\n  age: number;\n  plain: string;\n}",
      "User",
      [email("string"), age("number")],
    ],
    [
      "Prisma",
      "prisma/schema.prisma",
      'model User {\n  email String @unique\n  age Int?\n  @@map("users")\n}\n',
      "User",
      [email("String"), age("Int?")],
    ],
  ])("reads a model of %s", (_orm, path, text, name, fields) => {
    expect(readModels(projectOf({ [path]: text }), ".", [path])).toMatchObject([
      { name, kind: "model", file: path, fields },
    ]);
  });

  it.each([
    [
      "a migration of TypeORM",
      "src/migrations/1-a.ts",
      'await runner.createTable(new Table({ name: "users", columns: [{ name: "email", type: "text", isUnique: true }, { name: "age", type: "int" }] }));',
      "users",
      [email("text"), age("int")],
    ],
    [
      "a statement in a migration",
      "src/migrations/1-a.ts",
      'await runner.query(`CREATE TABLE "users" ("email" varchar(20) UNIQUE, "age" numeric(3,1), CONSTRAINT "x" PRIMARY KEY ("email"))`);',
      "users",
      [email("varchar"), age("numeric")],
    ],
  ])("reads %s", (_orm, path, text, name, fields) => {
    expect(readModels(projectOf({ [path]: text }), ".", [path])).toMatchObject([
      { name, kind: "migration", file: path, fields },
    ]);
  });

  it.each([
    [
      "knex",
      "migrations/1_users.js",
      'exports.up = (knex) => knex.schema.createTable("users", (t) => { t.increments(); t.string("email").unique(); t.timestamps(); });',
      [{ name: "id", type: "increments", unique: true }, email("string")],
    ],
    [
      "SQL",
      "db/001.sql",
      'CREATE TABLE IF NOT EXISTS "users" (\n  id INTEGER PRIMARY KEY,\n  "email" TEXT NOT NULL UNIQUE,\n  FOREIGN KEY (id) REFERENCES x(id)\n);\n',
      [{ name: "id", type: "integer", unique: true }, email("text")],
    ],
  ])("reads the tables that migrations of %s make", (_kind, path, text, fields) => {
    expect(readModels(projectOf({ [path]: text }), ".", [])).toMatchObject([
      { name: "users", kind: "migration", file: path, fields },
    ]);
  });

  it("takes the schema that stands in the call of its model, and its name from there", () => {
    const text = 'export const Account = mongoose.model<IAccount>("User", new Schema<IAccount>({ age: Number }));';

    expect(readModels(projectOf({ "a.ts": text }), ".", ["a.ts"])).toMatchObject([
      { name: "User", fields: [age("Number")] },
    ]);
  });

  it("reads no model out of a comment, a text, or a call that only looks alike", () => {
    const text =
      '// new Schema({ a: String })\nconst help = "new Schema({ a: String })";\napp.client.init({ a: 1 }, {});\nconst x = Schema({ a: 1 });';

    expect(readModels(projectOf({ "a.ts": text }), ".", ["a.ts"])).toEqual([]);
  });

  it("takes no column from the brackets of another", () => {
    const text =
      'exports.up = (knex) =>\n  knex.schema.createTable("users", function (table) {\n    table\n      .string("email")\n      .defaultTo(\n        knex.raw("x"),\n      )\n      .unique()\n    table.integer("age")\n  });';

    expect(readModels(projectOf({ "migrations/1.js": text }), ".", [])).toMatchObject([
      { name: "users", fields: [email("string"), age("integer")] },
    ]);
  });

  it("ends soon in text that only begins what it never ends", () => {
    const text = 'new Schema({\n  a: model<"x", { b: [\n'.repeat(5000);

    expect(readModels(projectOf({ "a.ts": text }), ".", ["a.ts"])).toEqual([]);
  });
});
