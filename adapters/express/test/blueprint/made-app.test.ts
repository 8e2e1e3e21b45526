import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { BlueprintInput } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import { formatSource } from "@backwright/language-node";
import { blueprint } from "../../src/blueprint.ts";
import { refuseAddition, writeAddition } from "../../src/blueprint/made/addition.ts";
import { newAppStyle } from "../../src/blueprint/new-app.ts";
import { detection, examplePlan } from "./existing-support.ts";
import { apiPlan, apis, newApi } from "./new-api-support.ts";
import { newApp, tasks } from "./new-support.ts";

const collections = fileURLToPath(new URL("tasks/collections.yaml", import.meta.url));

const noRoles = fileURLToPath(new URL("tasks/bookcases.yaml", import.meta.url));

type Files = Readonly<Record<string, string>>;

/** A task for an app of these files, of which no record tells who made them. */
async function further(files: Files, task = collections, generated = new Set<string>()): Promise<BlueprintInput> {
  const project = memoryProject(files);
  return { project, plan: await examplePlan(project, task), detection, generated };
}

/** The table of a snapshot, the id that it follows, and what a journal says last. */
function historyOf(files: Files, folder: string): { tables: string[]; follows: string; tags: string[] } {
  const snapshot = JSON.parse(files[`${folder}/meta/0001_snapshot.json`] ?? "");
  const journal = JSON.parse(files[`${folder}/meta/_journal.json`] ?? "");
  return {
    tables: Object.keys(snapshot.tables),
    follows: snapshot.prevId,
    tags: journal.entries.map(({ tag }: { tag: string }) => tag),
  };
}

describe("a further task on an app that was made from nothing", async () => {
  const before: Files = Object.fromEntries(await newApp(tasks.bookmarks));
  const change = await writeAddition(await further(before));
  const after: Files = { ...before, ...Object.fromEntries(change.files.map(({ path, content }) => [path, content])) };

  it("writes its resource beside the others, and edits what all share", () => {
    expect(change.files.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      "edit README.md",
      "generated migrations/postgres/0001_add_collections.sql",
      "generated migrations/postgres/meta/0001_snapshot.json",
      "edit migrations/postgres/meta/_journal.json",
      "generated migrations/sqlite/0001_add_collections.sql",
      "generated migrations/sqlite/meta/0001_snapshot.json",
      "edit migrations/sqlite/meta/_journal.json",
      "edit openapi.yaml",
      "edit src/app.ts",
      "generated src/collections/collections.repository.ts",
      "generated src/collections/collections.routes.ts",
      "generated src/collections/collections.schema.ts",
      "edit src/db/schema.postgres.ts",
      "edit src/db/schema.sqlite.ts",
      "edit src/db/schema.ts",
      "edit src/validation.ts",
      "generated test/collections.test.ts",
      "edit test/setup.ts",
    ]);
  });

  it("does the same in a folder of a workspace", async () => {
    const dir = "apps/api";
    const files = Object.fromEntries(Object.entries(before).map(([path, text]) => [`${dir}/${path}`, text]));
    const input = await further({ ...files, "package.json": '{ "private": true, "workspaces": ["apps/*"] }' });
    const inFolder: BlueprintInput = { ...input, detection: { ...detection, dir } };

    expect(await refuseAddition(inFolder)).toEqual([]);
    const { files: written } = await writeAddition(inFolder);

    expect(written).toEqual(change.files.map((file) => ({ ...file, path: `${dir}/${file.path}` })));
  });

  it("mounts its routes behind those that are there", () => {
    expect(after["src/app.ts"]).toContain(
      "  app.use('/categories', categoriesRouter);\n  app.use('/collections', collectionsRouter);\n\n  app.use(notFoundHandler);",
    );
  });

  it("refers to the accounts that are there", () => {
    expect(after["src/db/schema.sqlite.ts"]?.match(/sqliteTable\('users'/g)).toHaveLength(1);
    expect(after["src/db/schema.postgres.ts"]).toMatch(/doublePrecision,[^]*collections = pgTable\([^]*users\.id/);
    expect(after["src/db/schema.ts"]).toContain("{ bookmarks, categories, users, collections } = usesPostgres");
  });

  it.each(["sqlite", "postgres"])("goes on with the migrations for %s", (name) => {
    const folder = `migrations/${name}`;
    const prefix = name === "sqlite" ? "" : "public.";

    const { tables, follows, tags } = historyOf(after, folder);

    expect(tables).toEqual(["bookmarks", "categories", "collections", "users"].map((table) => prefix + table));
    expect(follows).toBe(JSON.parse(before[`${folder}/meta/0000_snapshot.json`] ?? "").id);
    expect(tags).toEqual(["0000_initial", "0001_add_collections"]);
    expect(after[`${folder}/0001_add_collections.sql`]?.match(/CREATE TABLE/g)).toHaveLength(1);
  });

  it("empties its table in front of each test", () => {
    expect(after["test/setup.ts"]).toContain("await db.delete(categories);\n  await db.delete(collections);\n}");
  });

  it("describes its operations beside the others", () => {
    const text = after["openapi.yaml"] ?? "";

    expect(text).toContain("\n  /bookmarks/{id}:");
    expect(text).toContain("\n  /collections/{id}:");
    expect(text.match(/\n {2}\/auth\/login:/g)).toHaveLength(1);
    expect(after["README.md"]).toMatch(/^\| `\/collections\/:id` +\| GET, PATCH, DELETE \|$/m);
  });

  it("changes nothing when it runs again", async () => {
    const generated = new Set(change.files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
    const input = await further(after, collections, generated);

    expect(await refuseAddition(input)).toEqual([]);
    const again = await writeAddition(input);

    expect(again.files.filter(({ path, content }) => after[path] !== content)).toEqual([]);
  });

  it("names the files of its accounts, which no record has to tell", async () => {
    const files = await blueprint.accountFiles?.(memoryProject(before), detection);

    expect(files).toEqual(["src/auth/auth.routes.ts", "src/db/schema.postgres.ts", "src/db/schema.sqlite.ts"]);
  });

  it("keeps what was written by hand", async () => {
    const text = before["src/app.ts"]?.replace(
      "app.use(notFoundHandler)",
      "app.use('/mine', mine);\n  app.use(notFoundHandler)",
    );

    const { files } = await writeAddition(await further({ ...before, "src/app.ts": text ?? "" }));

    expect(files.find(({ path }) => path === "src/app.ts")?.content).toContain(
      "app.use('/mine', mine);\n  app.use('/collections', collectionsRouter);\n  app.use(notFoundHandler);",
    );
  });

  it.each([
    [{ "src/users/users.schema.ts": ["'admin'", "'owner'"] }, "no role admin"],
    [{ "src/app.ts": ["'/auth'", "'/login'"] }, "are at /login, those of the task at /auth"],
    [{ "test/setup.ts": ["beforeEach(async", "beforeEach(emptied, async"] }, null],
    [{ "test/setup.ts": ["beforeEach(async () => {", "beforeEach(function () {"] }, "test/setup.ts was changed"],
    [{ "src/db/client.ts": ["usesPostgres", "isPostgres"] }, "exports a constant that `drizzle(…)` made"],
    [{ "src/validation.ts": ["function parse<", "function check<"] }, "lacks what an application"],
  ])("says what stands in its way: %j", async (changes, reason) => {
    const files = Object.entries(changes).map(([path, [from = "", to = ""]]) => [
      path,
      before[path]?.replaceAll(from, to) ?? "",
    ]);

    const refusals = await refuseAddition(await further({ ...before, ...Object.fromEntries(files) }));

    expect(refusals.map((refusal) => refusal.reason)).toEqual(reason === null ? [] : [expect.stringContaining(reason)]);
  });

  it("refuses a table that is there already, and files where its own would stand", async () => {
    const schema = before["src/db/schema.sqlite.ts"] ?? "";
    const files = {
      ...before,
      "src/db/schema.sqlite.ts": `${schema}export const collections = sqliteTable('collections', { id });\n`,
      "src/collections/collections.routes.ts": "export const mine = 1;\n",
    };

    const refusals = await refuseAddition(await further(files));

    expect(refusals.map(({ reason }) => reason)).toEqual([
      "The application has a file src/collections/collections.routes.ts already.",
      "The table collections is there already and holds something else than the task says.",
    ]);
  });
});

describe("a further task on an app that lacks what it needs", async () => {
  const before: Files = Object.fromEntries(await newApp(tasks.accounts));
  const change = await writeAddition(await further(before, noRoles));
  const files = new Map(change.files.map(({ path, content }) => [path, content]));

  it("brings locks, errors and the emptying of tables", () => {
    expect(files.get("src/db/client.ts")).toContain("export function forUpdate<");
    expect(files.get("src/errors.ts")).toContain("export class ForbiddenError extends");
    expect(files.get("test/setup.ts")).toContain("import { afterAll, beforeAll, beforeEach } from 'vitest';");
    expect(files.get("test/setup.ts")).toContain("beforeEach(async () => {\n  await db.delete(bookcases);\n});");
  });
});

describe("a further task on an app without accounts", async () => {
  const before: Files = Object.fromEntries(await newApp(tasks.catalogue));

  it("refuses accounts", async () => {
    const refusals = await refuseAddition(await further(before));

    expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringContaining("was made without accounts")]);
    expect(await blueprint.accountFiles?.(memoryProject(before), detection)).toEqual([]);
  });
});

it("refuses an app whose task was in the full form", async () => {
  const files: Files = Object.fromEntries(await newApi(await apiPlan(apis.ledger)));

  const refusals = await refuseAddition(await further(files));

  expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringContaining("a task in the full form")]);
});

it("keeps to the style that somebody has given the app since", async () => {
  const made = Object.entries(Object.fromEntries(await newApp(tasks.accounts)));
  const style = { ...newAppStyle, singleQuote: false, semi: false };
  const restyled = await Promise.all(
    made.map(async ([path, text]) => [path, path.endsWith(".ts") ? await formatSource(text, path, style) : text]),
  );

  const { files } = await writeAddition(await further(Object.fromEntries(restyled), noRoles));

  const texts = new Map(files.map(({ path, content }) => [path, content]));
  expect(texts.get("src/app.ts")).toContain('  app.use("/bookcases", bookcasesRouter)\n');
  expect(texts.get("src/bookcases/bookcases.routes.ts")).toContain('import { Router } from "express"\n');
});
