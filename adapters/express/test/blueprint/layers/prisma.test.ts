import { describe, expect, it } from "vitest";
import { prismaMigrates } from "./prisma-engine.ts";
import { asOneText, fixtureFiles, layerOf, reasons, tasks, write, writeOnce } from "./support.ts";

const trips = { files: fixtureFiles("prisma-trips") };

const bakery = { files: fixtureFiles("prisma-bakery") };

describe("an app with PostgreSQL", async () => {
  const files = await write(trips);
  function text(path: string): string {
    return files.get(path) ?? `${path} is missing`;
  }

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/prisma-trips.txt");
  });

  it("gets models at the end of its schema, in its own naming", () => {
    const schema = text("prisma/schema.prisma");

    expect(schema.startsWith(trips.files["prisma/schema.prisma"] ?? "?")).toBe(true);
    expect(schema).toContain('@map("owner_id")');
    expect(schema).toContain('@@map("notebooks")');
    expect(schema).toContain("onDelete: Cascade");
  });

  it("keeps what was changed by hand in its models since", async () => {
    const schema = text("prisma/schema.prisma").replace("  archived ", "  /// Not shown any more.\n  archived ");
    const after = { ...trips.files, ...Object.fromEntries(files), "prisma/schema.prisma": schema };
    const generated = new Set([...files.keys()].filter((path) => !(path in trips.files)));
    const again = await writeOnce({ files: after, generated });

    expect(again.get("prisma/schema.prisma")).toBe(schema);
  });

  it("gets a migration behind its last", () => {
    expect(text("prisma/migrations/20260110083001_add_notebooks_templates_users/migration.sql")).toContain(
      'CREATE TABLE "notebooks" (',
    );
  });

  it("locks the row that it changes", () => {
    expect(text("src/repositories/notebooks.repository.ts")).toContain(
      'tx.$queryRaw`SELECT 1 FROM "notebooks" WHERE "id" = ${id} FOR UPDATE`',
    );
  });

  it("hands on no undefined where types or Prisma refuse it", async () => {
    const exact = trips.files["tsconfig.json"]?.replace(
      '"strict": true',
      '"strict": true, "exactOptionalPropertyTypes": true',
    );
    const strict = trips.files["prisma/schema.prisma"]?.replace(
      "prisma-client",
      'prisma-client"\n  previewFeatures = ["strictUndefinedChecks',
    );
    const typed = await writeOnce({ files: { ...trips.files, "tsconfig.json": exact ?? "" } });
    const checked = await writeOnce({ files: { ...trips.files, "prisma/schema.prisma": strict ?? "" } });
    const where = "...(query.color === undefined ? {} : { color: query.color }),";

    expect(typed.get("src/repositories/notebooks.repository.ts")).toContain(where);
    expect(typed.get("src/repositories/notebooks.repository.ts")).toContain(
      "create({ data: values as Prisma.NotebookUncheckedCreateInput })",
    );
    expect(checked.get("src/repositories/notebooks.repository.ts")).toContain(where);
    expect(checked.get("src/repositories/notebooks.repository.ts")).toContain("create({ data: values })");
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...trips, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/prisma-trips-catalogue.txt");
  });
});

describe("an app with a file for each model", async () => {
  const [head = "", trip = "", stop = ""] = (trips.files["prisma/schema.prisma"] ?? "").split(/\n(?=model )/);
  const apart = fixtureFiles("prisma-trips", {
    "prisma.config.ts": trips.files["prisma.config.ts"]?.replace("prisma/schema.prisma", "prisma") ?? null,
    "prisma/schema.prisma": head,
    "prisma/models/trip.prisma": trip,
    "prisma/models/stop.prisma": stop,
  });

  it("gets one for each of its own", async () => {
    const files = await write({ files: apart });
    const paths = [...files.keys()].filter((path) => path.endsWith(".prisma"));

    expect(paths).toEqual(["notebook", "template", "user"].map((name) => `prisma/models/${name}.prisma`));
    expect(files.get("prisma/models/notebook.prisma")).toMatch(/^enum NotebookColor \{[^}]*\}\n\nmodel Notebook \{/);
  });

  it("keeps what accounts own in their file", async () => {
    const first = await writeOnce({ files: apart });
    const second = await write({ files: { ...apart, ...Object.fromEntries(first) }, task: tasks.reviews });

    expect([...second.keys()].filter((path) => path.endsWith(".prisma"))).toEqual([
      "prisma/models/review.prisma",
      "prisma/models/user.prisma",
    ]);
    expect(second.get("prisma/models/user.prisma")).toMatch(/^  reviews +Review\[\]$/m);
  });
});

describe("an app in CommonJS with SQLite", async () => {
  const files = await write(bakery);

  it("gets what a person would write", async () => {
    await expect(asOneText(layerOf(files))).toMatchFileSnapshot("__snapshots__/prisma-bakery.txt");
  });

  it("names tables and columns as Prisma does", () => {
    expect(files.get("prisma/migrations/20260302070001_add_notebooks_templates_users/migration.sql")).toContain(
      'FOREIGN KEY ("ownerId") REFERENCES "User" ("id") ON DELETE CASCADE',
    );
  });

  it("holds every kind of field", async () => {
    const catalogue = await writeOnce({ ...bakery, task: tasks.catalogue });

    await expect(asOneText(layerOf(catalogue))).toMatchFileSnapshot("__snapshots__/prisma-bakery-catalogue.txt");
  });
});

describe("a migration", () => {
  const apps = [
    ["PostgreSQL", "postgres", trips],
    ["SQLite", "sqlite", bakery],
  ] as const;

  it.each(
    apps.flatMap(([database, provider, app]) =>
      (["notebooks", "catalogue", "defaults"] as const).map((name) => ({ database, provider, app, name })),
    ),
  )("for $database is what Prisma makes of the schema: $name", async ({ provider, app, name }) => {
    const written = await writeOnce({ ...app, task: tasks[name] });
    const [migration = ""] = [...written].flatMap(([path, text]) => (path.endsWith("/migration.sql") ? [text] : []));
    const schema = "prisma/schema.prisma";

    expect(migration).toBe(await prismaMigrates(provider, app.files[schema] ?? "", written.get(schema) ?? ""));
  });

  it("adds what later resources need to the accounts of an earlier task", async () => {
    const first = await writeOnce(trips);
    const files = { ...trips.files, ...Object.fromEntries(first) };
    const second = await writeOnce({ files, task: tasks.reviews });
    const schema = "prisma/schema.prisma";
    const [migration = ""] = [...second].flatMap(([path, text]) => (path.endsWith("/migration.sql") ? [text] : []));

    expect(second.get(schema)).toMatch(/^  notebooks +Notebook\[\]\n  reviews +Review\[\]$/m);
    expect(migration).toBe(await prismaMigrates("postgres", files[schema] ?? "", second.get(schema) ?? ""));
  });
});

describe("refusing", () => {
  const manifest = trips.files["package.json"] ?? "";
  const schema = trips.files["prisma/schema.prisma"] ?? "";
  const database = trips.files["src/database.ts"] ?? "";

  it.each([
    ["another database", { "prisma/schema.prisma": schema.replace("postgresql", "mysql") }, "Prisma with mysql"],
    ["another version", { "package.json": manifest.replace('client": "7.10.0', 'client": "^6.19.0') }, "version 7"],
    [
      "another driver",
      { "src/database.ts": database.replace("@prisma/adapter-pg", "@prisma/adapter-neon") },
      "gives the client @prisma/adapter-neon",
    ],
    [
      "a client that nothing exports",
      { "src/database.ts": database.replace("export const", "const") },
      "No module of the app exports",
    ],
    [
      "a database that cannot be set",
      { "src/database.ts": database.replace("process.env.DATABASE_URL", '"postgres://localhost/trips"') },
      "tests would write into it",
    ],
    [
      "tables in a schema of their own",
      { "src/database.ts": database.replace("DATABASE_URL }", 'DATABASE_URL }, { schema: "trips" }') },
      "a schema of PostgreSQL",
    ],
    [
      "tables without keys of others",
      { "prisma/schema.prisma": schema.replace('"postgresql"', '"postgresql"\n  relationMode = "prisma"') },
      'relationMode = "prisma"',
    ],
    [
      "accounts beside its own",
      { "prisma/schema.prisma": `${schema}\nmodel User {\n  id Int @id\n}\n` },
      "has a table User already",
    ],
    [
      "a schema without migrations",
      { "prisma/migrations/20260110083000_create_trips/migration.sql": null },
      "no migrations of Prisma Migrate",
    ],
    [
      "a client that nothing generates",
      { "package.json": manifest.replace('    "postinstall": "prisma generate",\n', "") },
      "No script of the app generates",
    ],
    [
      "a generated client in the repository",
      { "src/generated/prisma/client.ts": "export {};\n" },
      "holds the client that Prisma generates",
    ],
    [
      "a model that is there",
      { "prisma/schema.prisma": `${schema}\nmodel Template {\n  id Int @id\n}\n` },
      "has a table Template already",
    ],
  ] as const)("refuses %s", async (_case, changes, reason) => {
    const found = await reasons({ files: fixtureFiles("prisma-trips", changes) });

    expect(found).toEqual([expect.stringContaining(reason)]);
  });

  it("refuses a client in TypeScript where the app is in JavaScript", async () => {
    const client = bakery.files["src/database.js"]?.replace("@prisma/client", "./generated/prisma/client.ts") ?? "";

    expect(await reasons({ files: { ...bakery.files, "src/database.js": client } })).toEqual([
      expect.stringContaining("is generated as TypeScript"),
    ]);
  });

  it("refuses a model that would be called like the enum of another", async () => {
    expect(await reasons({ ...trips, task: tasks.boards })).toEqual([
      "The schema of Prisma would have an enum BoardColor and a model BoardColor.",
    ]);
  });

  it("refuses an app whose server nothing names", async () => {
    expect(await reasons({ ...trips, environment: {} })).toEqual([expect.stringContaining("DATABASE_URL is not set")]);
    expect(await reasons({ ...trips, environment: { DATABASE_URL: "postgres://local/x" } })).toEqual([]);
  });
});
