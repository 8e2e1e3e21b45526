import { describe, expect, it } from "vitest";
import { asOneText, fixtureFiles, layerOf, reasons, tasks, write, writeOnce } from "./support.ts";

const library = { files: fixtureFiles("knex-library"), version: "4.21.2" };
const desk = { files: fixtureFiles("knex-desk") };

describe("an app in CommonJS that keeps its data with Knex in SQLite", async () => {
  const files = await write(library);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/knex-library.txt");
  });

  it("gets a migration behind its last, in the same folder and language", () => {
    const migrations = [...files.keys()].filter((path) => path.startsWith("db/migrations/"));

    expect(migrations).toEqual(["db/migrations/20250614113006_add_notebooks_templates_users.js"]);
    expect(text(migrations[0] ?? "")).toContain("module.exports = { up, down };");
  });

  it("takes the connection as the app exports it, and passes failures on, which Express 4 does not", () => {
    expect(text("src/repositories/notebooks.js")).toContain("const db = require('../db');");
    expect(text("src/routes/notebooks.js")).toContain("passErrors(async (req, res) => {");
  });

  it("needs no packages for the database beside the app's own", () => {
    const { dependencies } = JSON.parse(text("package.json")) as { dependencies: Record<string, string> };

    expect(Object.keys(dependencies).filter((name) => /drizzle|sqlite|knex/.test(name))).toEqual([
      "better-sqlite3",
      "knex",
    ]);
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...library, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/knex-library-catalogue.txt");
  });
});

describe("an app in TypeScript that keeps its data with Knex in PostgreSQL", async () => {
  const files = await write(desk);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/knex-desk.txt");
  });

  it("gets the next number for its migration, in the language of the others", () => {
    expect(text("migrations/002_add_notebooks_templates_users.js")).toContain("export async function up(knex) {");
    expect(text("migrations/002_add_notebooks_templates_users.js")).toContain('"createdAt"');
  });

  it("runs tests that share the database one after another", () => {
    expect(text("vitest.config.ts")).toContain("fileParallelism: false");
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...desk, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/knex-desk-catalogue.txt");
  });
});

describe("an app that keeps its data in SQLite when it is tested, and in PostgreSQL otherwise", async () => {
  const configuration = `module.exports = {
  test: { client: 'better-sqlite3', connection: { filename: ':memory:' } },
  production: { client: 'pg', connection: process.env.DATABASE_URL },
};
`;
  const app = { ...library, files: fixtureFiles("knex-library", { "knexfile.js": configuration }) };
  const files = await writeOnce({ ...app, task: tasks.catalogue });

  it("gets code that takes what either driver gives", () => {
    expect(files.get("src/repositories/items.js")).toContain("fragile: Boolean(record.fragile)");
    expect(files.get("src/repositories/items.js")).toContain("made: dayOf(record.made)");
    expect(files.get("src/lib/refuse-duplicates.js")).toMatch(/23505[^]*SQLITE_CONSTRAINT/);
  });

  it("tests in memory", () => {
    expect(files.get("test/api-environment.js")).not.toContain("DATABASE");
    expect(files.get("package.json")).not.toContain("maxWorkers");
  });
});

it("adds a second task beside the first, on its accounts", async () => {
  const first = await writeOnce(library);
  const after = { ...library.files, ...Object.fromEntries(first) };

  const second = await write({ ...library, files: after, task: tasks.reviews });

  expect([...second.keys()]).toEqual([
    "db/migrations/20250614113007_add_reviews.js",
    "package.json",
    "src/app.js",
    "src/lib/input.js",
    "src/repositories/reviews.js",
    "src/routes/reviews.js",
    "src/schemas/reviews.js",
    "test/reviews-setup.js",
    "test/reviews.test.js",
  ]);
});

describe("refusing", () => {
  it.each([
    [
      "no migrations",
      {
        "db/migrations/20250301090000_create_books.js": null,
        "db/migrations/20250614113005_add_isbn_to_books.js": null,
      },
      "no folder with migrations",
    ],
    [
      "a connection that nobody exports",
      { "src/db.js": "const db = require('knex')({ client: 'pg' });\nmodule.exports = db.ref;\n" },
      "exports what `knex(…)` made",
    ],
    [
      "another database",
      { "knexfile.js": "module.exports = { client: 'mysql2', connection: process.env.DATABASE_URL };\n" },
      "Knex with mysql2",
    ],
    [
      "a file that cannot be set",
      {
        "knexfile.js": "module.exports = { client: 'better-sqlite3', connection: { filename: 'library.sqlite3' } };\n",
      },
      "tests would write into it",
    ],
    [
      "a table that is there",
      {
        "db/migrations/20250614113005_add_isbn_to_books.js":
          "exports.up = (knex) => knex.schema.createTable('users', () => {});\n",
      },
      "has a table users already",
    ],
  ] as const)("refuses %s", async (_case, changes, reason) => {
    const found = await reasons({ ...library, files: fixtureFiles("knex-library", changes) });

    expect(found).toEqual([expect.stringContaining(reason)]);
  });

  it("refuses an app whose server nothing names", async () => {
    expect(await reasons({ ...desk, environment: {} })).toEqual([expect.stringContaining("DATABASE_URL is not set")]);
    expect(await reasons({ ...desk, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });
});
