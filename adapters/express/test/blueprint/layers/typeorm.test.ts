import { describe, expect, it } from "vitest";
import { asOneText, fixtureFiles, layerOf, reasons, tasks, write, writeOnce } from "./support.ts";

const inventory = { files: fixtureFiles("typeorm-inventory") };
const tickets = { files: fixtureFiles("typeorm-tickets") };

describe("an app in TypeScript with entities that have decorators, and migrations in PostgreSQL", async () => {
  const files = await write(inventory);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/typeorm-inventory.txt");
  });

  it("gets a migration behind its last, whose class ends in the same time", () => {
    expect(text("src/migrations/1731000000001-AddNotebooksTemplatesUsers.ts")).toContain(
      "export class AddNotebooksTemplatesUsers1731000000001 implements MigrationInterface {",
    );
  });

  it("lists the new classes in its data source", () => {
    const dataSource = text("src/data-source.ts");

    expect(dataSource).toContain("entities: [Part, Notebook, Template, User],");
    expect(dataSource).toMatch(
      /migrations: \[\s*CreateParts1731000000000,\s*AddNotebooksTemplatesUsers1731000000001,?\s*\]/,
    );
    expect(dataSource).toContain("from './entities/notebook.entity.js';");
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...inventory, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/typeorm-inventory-catalogue.txt");
  });
});

describe("an app in TypeScript that finds its classes by patterns", async () => {
  const dataSource = (inventory.files["src/data-source.ts"] ?? "")
    .replace("[Part]", "['dist/entities/*.js']")
    .replace("[CreateParts1731000000000]", "['dist/migrations/*.js']")
    .replaceAll(/^import \{ \w+ \} from '\.\/.*\n/gm, "");
  const files = await write({ files: { ...inventory.files, "src/data-source.ts": dataSource } });

  it("tells its data source of all classes in tests, since TypeORM loads patterns past vitest", () => {
    const classes = files.get("test/api-classes.ts");

    expect(classes).toContain("  entities: [Part, Notebook, Template, User],\n");
    expect(classes).toMatch(
      /migrations: \[\s*CreateParts1731000000000,\s*AddNotebooksTemplatesUsers1731000000001,?\s*\]/,
    );
    expect(classes).toContain("import { Part } from '../src/entities/part.entity.js';");
    expect(classes).toContain("import { AddNotebooksTemplatesUsers1731000000001 } from '../src/migrations/");
    expect(files.get("test/api-setup.ts")).toContain("import './api-classes.js';");
    expect(files.get("test/rate-limit.test.ts")).toMatch(
      /await import\('\.\/api-classes\.js'\);\s*await AppDataSource\.initialize\(\);/,
    );
  });

  it("keeps its data source as it is", () => {
    expect([...files.keys()]).not.toContain("src/data-source.ts");
  });
});

describe("an app whose tests initialize the data source themselves", async () => {
  const test = (inventory.files["test/parts.test.ts"] ?? "").replace("if (!AppDataSource.isInitialized) ", "");
  const files = await write({ files: { ...inventory.files, "test/parts.test.ts": test } });

  it("gets a setup that only the new tests load", () => {
    expect(files.get("vitest.config.ts")).not.toContain("setupFiles");
    expect(files.get("test/notebooks.test.ts")).toContain("import './api-setup.js';");
    expect(files.get("test/auth.test.ts")).toContain("import './api-setup.js';");
    expect(files.get("test/rate-limit.test.ts")).not.toContain("api-setup");
  });
});

describe("an app with a setup of tests that initializes and destroys the data source", async () => {
  const files = await write({
    files: {
      ...inventory.files,
      "test/parts.test.ts": "it('counts', () => expect(1 + 1).toBe(2));\n",
      "test/connect.ts":
        "import { AppDataSource } from '../src/data-source.js';\nbeforeAll(() => AppDataSource.initialize());\nafterAll(() => AppDataSource.destroy());\n",
      "vitest.config.ts": "export default { test: { globals: true, setupFiles: ['test/connect.ts'] } };\n",
    },
  });

  it("leaves closing to that, which vitest runs behind the new setup", () => {
    expect(files.get("vitest.config.ts")).toContain("setupFiles: ['test/connect.ts', 'test/api-setup.ts']");
    expect(files.get("test/api-setup.ts")).toContain("isInitialized) await AppDataSource.initialize();");
    expect(files.get("test/api-setup.ts")).not.toContain("destroy");
  });
});

describe("an app in TypeScript that tests with jest and finds its classes by patterns", async () => {
  const manifest = JSON.parse(inventory.files["package.json"] ?? "{}");
  const dataSource = (inventory.files["src/data-source.ts"] ?? "").replace("[Part]", "['src/entities/*.ts']");
  const files = await write({
    files: {
      ...inventory.files,
      "src/data-source.ts": dataSource,
      "package.json": JSON.stringify({
        ...manifest,
        type: "commonjs",
        scripts: { test: "jest" },
        devDependencies: { "@types/jest": "30.0.0", jest: "30.0.0", "ts-jest": "29.4.0", typescript: "5.9.3" },
      }),
      "test/parts.test.ts": "it('counts', () => expect(1 + 1).toBe(2));\n",
    },
  });

  it("gets tests that load what the data source finds itself", () => {
    expect([...files.keys()].filter((path) => path.includes("api-classes"))).toEqual([]);
    expect(files.get("test/rate-limit.test.ts")).toContain("jest.resetModules();");
  });

  it("gets no test that its compiler takes for a script", () => {
    expect(files.get("test/rate-limit.test.ts")).toMatch(/^export \{\};$/m);
  });
});

describe("an app in JavaScript with entity schemas that a pattern finds, in SQLite", async () => {
  const files = await write(tickets);

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/typeorm-tickets.txt");
  });

  it("gets entities beside its own, no migrations, and no change in its data source", () => {
    expect([...files.keys()].filter((path) => /entities|migration|data-source/.test(path))).toEqual([
      "entities/Notebook.js",
      "entities/Template.js",
      "entities/User.js",
    ]);
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...tickets, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/typeorm-tickets-catalogue.txt");
  });
});

describe("refusing", () => {
  const dataSource = inventory.files["src/data-source.ts"] ?? "";

  it.each([
    ["another database", dataSource.replace("'postgres'", "'mysql'"), "TypeORM with mysql"],
    [
      "a database that cannot be set",
      dataSource.replace("url: process.env.DATABASE_URL", "database: 'inventory'"),
      "tests would write into it",
    ],
    ["a data source that nothing exports", dataSource.replace("export const", "const"), "No module of the app exports"],
    ["entities that cannot be added to", dataSource.replace("[Part]", "Object.values({ Part })"), "list its entities"],
    [
      "migrations that cannot be added to",
      dataSource.replace("[CreateParts1731000000000]", "Object.values({ CreateParts1731000000000 })"),
      "list its migrations",
    ],
  ])("refuses %s", async (_case, text, reason) => {
    expect(await reasons({ files: { ...inventory.files, "src/data-source.ts": text } })).toEqual([
      expect.stringContaining(reason),
    ]);
  });

  it("refuses a version without data sources", async () => {
    const manifest = (inventory.files["package.json"] ?? "").replace('"1.1.1"', '"0.2.45"');

    expect(await reasons({ files: { ...inventory.files, "package.json": manifest } })).toEqual([
      expect.stringContaining("for 0.3 and later"),
    ]);
  });

  it("refuses tables that nothing makes", async () => {
    const text = (tickets.files["data-source.js"] ?? "").replace("synchronize: true", "synchronize: false");

    expect(await reasons({ files: { ...tickets.files, "data-source.js": text } })).toEqual([
      expect.stringContaining("Nothing makes the app's tables"),
    ]);
  });

  it("refuses tests that initialize the data source whether it is or not, in one process of mocha", async () => {
    const test = `const { dataSource } = require('../data-source');\nbefore(() => dataSource.initialize());\n`;

    expect(await reasons({ files: { ...tickets.files, "test/initialized.test.js": test } })).toEqual([
      expect.stringContaining("test/initialized.test.js initializes the data source whether it is or not"),
    ]);
  });

  it("refuses a data source that is initialized when the app is loaded", async () => {
    const text = `${dataSource}\nawait AppDataSource.initialize();\n`;

    expect(await reasons({ files: { ...inventory.files, "src/data-source.ts": text } })).toEqual([
      expect.stringContaining("initializes the data source when it is loaded"),
    ]);
  });

  it("refuses an app that calls a namespace, which vitest cannot", async () => {
    const app = (inventory.files["src/app.ts"] ?? "").replace(
      /^import express, .*$/m,
      "import * as express from 'express';",
    );

    expect(await reasons({ files: { ...inventory.files, "src/app.ts": app } })).toEqual([
      expect.stringContaining("src/app.ts calls what `import * as express` gives"),
    ]);
  });

  it("refuses a table that an entity of the app has", async () => {
    const part = (inventory.files["src/entities/part.entity.ts"] ?? "").replace("'parts'", "'notebooks'");

    expect(await reasons({ files: { ...inventory.files, "src/entities/part.entity.ts": part } })).toEqual([
      "The app has a table notebooks already.",
    ]);
  });

  it("refuses an app whose server nothing names", async () => {
    expect(await reasons({ ...inventory, environment: {} })).toEqual([
      expect.stringContaining("DATABASE_URL is not set"),
    ]);
    expect(await reasons({ ...inventory, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });
});
