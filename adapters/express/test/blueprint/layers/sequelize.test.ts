import { describe, expect, it } from "vitest";
import { asOneText, fixtureFiles, layerOf, reasons, tasks, write, writeOnce } from "./support.ts";

const shop = { files: fixtureFiles("sequelize-shop") };
const diary = { files: fixtureFiles("sequelize-diary") };

describe("an app whose models are made by functions that sequelize-cli's index calls", async () => {
  const files = await write(shop);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/sequelize-shop.txt");
  });

  it("takes models from that index, and puts nothing but models into its folder", () => {
    expect(text("models/notebook.js")).toContain("module.exports = (sequelize, DataTypes) => {");
    expect(text("repositories/notebooks.js")).toContain("require('../models/index')");
    expect([...files.keys()].filter((path) => path.startsWith("models/"))).toEqual([
      "models/notebook.js",
      "models/template.js",
      "models/user.js",
    ]);
  });

  it("gets a migration behind its last", () => {
    expect(text("migrations/20250401100001-add-notebooks-templates-users.js")).toContain("addIndex('notebooks'");
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...shop, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/sequelize-shop-catalogue.txt");
  });
});

describe("an app in TypeScript whose tables are made from its models", async () => {
  const files = await write(diary);

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/sequelize-diary.txt");
  });

  it("gets no migrations", () => {
    expect([...files.keys()].filter((path) => path.includes("migration"))).toEqual([]);
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...diary, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/sequelize-diary-catalogue.txt");
  });
});

describe("refusing", () => {
  it.each([
    [
      "another database",
      { "config/config.js": "module.exports = { test: { url: process.env.DATABASE_URL, dialect: 'mariadb' } };\n" },
      "Sequelize with mariadb",
    ],
    [
      "another version",
      { "package.json": shop.files["package.json"]?.replace("^6.37.8", "7.0.0-alpha.46") ?? "" },
      "for its version 6",
    ],
    [
      "a database that cannot be set",
      {
        "config/config.js": "module.exports = { test: { database: 'shop', dialect: 'postgres' } };\n",
      },
      "tests would write into it",
    ],
    [
      "tables that nothing makes",
      { "migrations/20250401100000-create-product.js": null },
      "Nothing makes the app's tables",
    ],
  ] as const)("refuses %s", async (_case, changes, reason) => {
    const found = await reasons({ files: fixtureFiles("sequelize-shop", changes) });

    expect(found).toEqual([expect.stringContaining(reason)]);
  });

  it("refuses tests that close the connection for all files of mocha", async () => {
    const test = (shop.files["test/products.test.js"] ?? "").replace(
      "  it(",
      "  after(() => sequelize.close());\n\n  it(",
    );

    expect(await reasons({ files: { ...shop.files, "test/products.test.js": test } })).toEqual([
      expect.stringContaining("test/products.test.js closes the connection"),
    ]);
  });

  it("refuses a resource that is called as a class of Sequelize", async () => {
    expect(await reasons({ ...diary, task: tasks.models })).toEqual([
      expect.stringContaining("cannot be called Model"),
    ]);
  });

  it("refuses an app whose server nothing names", async () => {
    expect(await reasons({ ...shop, environment: {} })).toEqual([expect.stringContaining("DATABASE_URL is not set")]);
    expect(await reasons({ ...shop, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });

  it("refuses an app in TypeScript whose server nothing names", async () => {
    expect(await reasons({ ...diary, environment: {} })).toEqual([expect.stringContaining("DATABASE_URL is not set")]);
    expect(await reasons({ ...diary, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });
});
