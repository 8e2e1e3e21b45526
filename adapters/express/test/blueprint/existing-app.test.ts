import { describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { refuseExistingApp, writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { exampleFiles, exampleInput } from "./existing-support.ts";

async function write(
  files: Readonly<Record<string, string>>,
  generated?: ReadonlySet<string>,
): Promise<Map<string, string>> {
  const change = await writeExistingApp(await exampleInput(files, generated));
  return new Map(change.files.map(({ path, content }) => [path, content]));
}

async function reasons(changes: Readonly<Record<string, string | null>>): Promise<string> {
  const refusals = refuseExistingApp(await exampleInput(exampleFiles(changes)));
  return refusals.map(({ reason }) => reason).join("\n");
}

it("says in the plan what is the app's own and what comes with it", async () => {
  const decisions = await blueprint.decisions?.(await exampleInput(exampleFiles()));

  expect(decisions?.map(({ question, decision }) => [question, decision])).toEqual([
    ["What keeps the data?", "The app's own database, through source/store/database.ts"],
    ["What checks the input?", "zod, as in the app"],
    ["How do errors look?", "As the app's own: ApiError of source/lib/api-error.ts"],
    ["Whose accounts are they?", "Its own"],
    ["What runs the tests?", "vitest, as in the app"],
  ]);
});

describe("writing into the example app", async () => {
  const before = exampleFiles();
  const files = await write(before);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("puts files where the app has files of their kind, under names like theirs", () => {
    expect([...files.keys()].filter((path) => path.includes("notebooks"))).toEqual([
      "checks/notebooks.check.ts",
      "drizzle/0001_add_notebooks_templates_users.sql",
      "source/routers/notebooks.router.ts",
      "source/schemas/notebooks.schema.ts",
      "source/store/notebooks-tables.ts",
      "source/store/notebooks.store.ts",
    ]);
  });

  it("changes seven files of the app, and in its application only what mounts the routers", () => {
    const changed = [...files.keys()].filter((path) => path in before);
    const added = text("source/app.ts")
      .split("\n")
      .filter((line) => !before["source/app.ts"]?.split("\n").includes(line));

    expect(changed).toEqual([
      ".env.example",
      "drizzle/meta/_journal.json",
      "package.json",
      "source/app.ts",
      "source/lib/api-error.ts",
      "source/store/tables.ts",
      "vitest.config.ts",
    ]);
    expect(added).toEqual([
      'import { generalLimit } from "./lib/rate-limit.ts"',
      'import { authRouter } from "./routers/auth.router.ts"',
      'import { notebooksRouter } from "./routers/notebooks.router.ts"',
      'import { templatesRouter } from "./routers/templates.router.ts"',
      '    app.use("/auth", generalLimit, authRouter)',
      '    app.use("/notebooks", generalLimit, notebooksRouter)',
      '    app.use("/templates", generalLimit, templatesRouter)',
    ]);
    expect(text("source/app.ts").indexOf("templatesRouter)")).toBeLessThan(
      text("source/app.ts").indexOf("app.use(answerUnknownRoute)"),
    );
  });

  it("uses the app's errors, validation, database and style", () => {
    expect(text("source/routers/notebooks.router.ts")).toContain('import { check } from "../lib/check.ts"');
    expect(text("source/routers/notebooks.router.ts")).toContain(
      'throw new ApiError("forbidden", "You may not do this", 403)',
    );
    expect(text("source/store/notebooks.store.ts")).toContain('import { db } from "./database.ts"');
    expect(text("source/store/notebooks.store.ts")).not.toMatch(/\bawait\b|;$/m);
    expect(text("checks/notebooks.check.ts")).toContain("expectError(res, 422)");
    expect(text("checks/api-support.ts")).toContain('import { buildApp } from "../source/app.ts"');
  });

  it("extends the closed union of codes by what is missing", () => {
    expect(text("source/lib/api-error.ts").match(/"\w+"/g)?.slice(0, 8)).toEqual(
      [
        "bad_request",
        "not_found",
        "conflict",
        "invalid_input",
        "too_large",
        "unauthorized",
        "forbidden",
        "too_many_requests",
      ].map((code) => `"${code}"`),
    );
  });

  it("appends a migration with snapshot and journal", () => {
    const snapshot = JSON.parse(text("drizzle/meta/0001_snapshot.json"));
    const journal = JSON.parse(text("drizzle/meta/_journal.json"));

    expect(Object.keys(snapshot.tables)).toEqual(["notebooks", "notes", "templates", "users"]);
    expect(snapshot.prevId).toBe(JSON.parse(before["drizzle/meta/0000_snapshot.json"] ?? "").id);
    expect(journal.entries.map(({ tag }: { tag: string }) => tag)).toEqual([
      "0000_notes",
      "0001_add_notebooks_templates_users",
    ]);
    expect(journal.entries[1].when).toBeGreaterThan(journal.entries[0].when);
    expect(text("drizzle/0001_add_notebooks_templates_users.sql")).not.toContain("`notes`");
  });

  it("gives tests a secret and a database in memory", async () => {
    const config = 'import { defineConfig } from "vitest/config"\n\nexport default defineConfig({})\n';

    const extended = (await write(exampleFiles({ "vitest.config.ts": config }))).get("vitest.config.ts");

    expect(extended).toContain('setupFiles: ["checks/api-setup.ts"]');
    expect(extended).toContain('DATABASE_FILE: ":memory:"');
    expect(extended).toContain("JWT_SECRET: ");
  });

  it("gives the same bytes again, and no change to its own result", async () => {
    const result = { ...before, ...Object.fromEntries(files) };

    const again = await write(before);
    const onResult = await write(result, new Set([...files.keys()].filter((path) => !(path in before))));

    expect(again).toEqual(files);
    expect([...onResult].filter(([path, content]) => result[path] !== content)).toEqual([]);
  });
});

describe("refusing", () => {
  it("has no objection to the example app", async () => {
    expect(await reasons({})).toBe("");
  });

  it("names another ORM and test runner at once", async () => {
    const manifest = JSON.stringify({
      type: "module",
      dependencies: { express: "5.3.0", mongoose: "8.0.0" },
      devDependencies: { mocha: "12.0.0" },
    });

    const text = await reasons({ "package.json": manifest });

    expect(text).toContain("mongoose");
    expect(text).toContain("mocha in ECMAScript modules");
  });

  it.each([
    [
      "an app that nobody can reach",
      { "source/app.ts": 'import express from "express"\nconst app = express()\napp.use(express.json())\n' },
      "tests cannot reach it",
    ],
    ["no migrations", { "drizzle/meta/_journal.json": null }, "no folder of migrations"],
    [
      "no JSON bodies",
      { "source/app.ts": 'import express from "express"\nexport const app = express()\n' },
      "parses no JSON bodies",
    ],
    [
      "a test configuration that it cannot extend",
      { "vitest.config.ts": "export default (await import('./other.ts')).config\n" },
      "vitest.config.ts",
    ],
    [
      "a database that tests cannot have for themselves",
      {
        "source/settings.ts": "export const settings = { PORT: 3000, DATABASE_FILE: 'notes.db' }\n",
        "source/store/database.ts":
          'import { drizzle } from "drizzle-orm/better-sqlite3"\nexport const db = drizzle("notes.db")\n',
      },
      "tests would write into it",
    ],
    [
      "accounts of its own",
      {
        "package.json":
          '{ "type": "module", "dependencies": { "drizzle-orm": "1", "zod": "4", "passport": "1", "vitest": "5" } }',
      },
      "signs people in already",
    ],
    [
      "settings of the app's own where ours would stand",
      { "source/lib/access-settings.ts": "export const config = {}\n" },
      "where the blueprint keeps settings of its own",
    ],
  ])("refuses %s", async (_case, changes: Record<string, string | null>, reason) => {
    expect(await reasons(changes)).toContain(reason);
  });

  it("refuses a table that is there, before anything is written", async () => {
    const snapshot = JSON.parse(exampleFiles()["drizzle/meta/0000_snapshot.json"] ?? "");
    snapshot.tables.users = snapshot.tables.notes;
    const changes = { "drizzle/meta/0000_snapshot.json": JSON.stringify(snapshot) };

    expect(await reasons(changes)).toBe("The app has a table users already.");
    await expect(write(exampleFiles(changes))).rejects.toThrow("users");
  });
});
