import { describe, expect, it } from "vitest";
import { asOneText, fixtureFiles, layerOf, reasons, tasks, write, writeOnce } from "./support.ts";

const app = { files: fixtureFiles("drizzle-desk") };

const postgresJs = `import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";

const sql = postgres(process.env.DATABASE_URL ?? "");

export const db = drizzle(sql);
`;

describe("an app that keeps its data with drizzle in PostgreSQL", async () => {
  const files = await write(app);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/drizzle-desk.txt");
  });

  it("gets tables and a migration of PostgreSQL, behind its last", () => {
    const journal = JSON.parse(text("drizzle/meta/_journal.json")) as { dialect: string; entries: { tag: string }[] };

    expect(journal.dialect).toBe("postgresql");
    expect(journal.entries.at(-1)?.tag).toBe("0001_add_notebooks_templates_users");
    expect(text("src/db/notebooks-tables.ts")).toContain("export const notebooks = pgTable(");
    expect(text("src/db/schema.ts")).toContain('export * from "./notebooks-tables.js";');
  });

  it("locks what it reads before it writes, and waits for every answer", () => {
    expect(text("src/repositories/notebooks.ts")).toContain('.for("update")');
    expect(text("src/routes/notebooks.ts")).toContain("await listNotebooks(");
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...app, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/drizzle-desk-catalogue.txt");
  });

  it("migrates and closes by the app's driver", async () => {
    const other = await writeOnce({ files: { ...app.files, "src/db/index.ts": postgresJs } });

    expect(other.get("test/api-setup.ts")).toContain('from "drizzle-orm/postgres-js/migrator"');
    expect(other.get("test/api-setup.ts")).toContain("await db.$client.end();");
  });
});

describe("refusing", () => {
  it.each([
    ["another driver", { "src/db/index.ts": postgresJs.replaceAll("postgres-js", "neon-http") }, "another driver"],
    [
      "a database that cannot be set",
      { "src/db/index.ts": postgresJs.replace("process.env.DATABASE_URL", "null") },
      "tests would write into it",
    ],
    [
      "a drizzle that cannot be closed",
      {
        "package.json": app.files["package.json"]?.replace('"drizzle-orm": "0.45.4"', '"drizzle-orm": "^0.33.0"') ?? "",
      },
      "older than 0.35",
    ],
  ] as const)("refuses %s", async (_case, changes, reason) => {
    expect(await reasons({ files: fixtureFiles("drizzle-desk", changes) })).toEqual([expect.stringContaining(reason)]);
  });

  it("refuses an app whose server nothing names", async () => {
    expect(await reasons({ ...app, environment: {} })).toEqual([expect.stringContaining("DATABASE_URL is not set")]);
    expect(await reasons({ ...app, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });
});
