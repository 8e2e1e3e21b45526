import { describe, expect, it } from "vitest";
import { newApp, tasks } from "./new-support.ts";

function textIn(files: ReadonlyMap<string, string>): (path: string) => string {
  return (path) => {
    const text = files.get(path);
    if (text === undefined) {
      throw new Error(`The application has no ${path}.`);
    }
    return text;
  };
}

/** Imports between the files of an app that lead nowhere. */
function brokenImports(files: ReadonlyMap<string, string>): { seen: number; broken: string[] } {
  const imports = [...files].flatMap(([path, text]) =>
    [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => ({
      path,
      target: new URL(match[1] ?? "", `file:///${path}`).pathname.slice(1),
    })),
  );
  return {
    seen: imports.length,
    broken: imports.filter(({ target }) => !files.has(target)).map(({ path, target }) => `${path} → ${target}`),
  };
}

describe.each(Object.entries(tasks))("the new application of %s", async (_name, source) => {
  const files = await newApp(source);

  it("is the same to the byte when it is written again", async () => {
    expect([...(await newApp(source))]).toEqual([...files]);
  });

  it("imports only modules that it has", () => {
    const { seen, broken } = brokenImports(files);

    expect(seen).toBeGreaterThan(20);
    expect(broken).toEqual([]);
  });

  it("holds no empty file and nothing of a template", () => {
    const wrong = [...files].filter(([, text]) => text.trim() === "" || /<%|%>|\bNaN\b|\[object /.test(text));

    expect(files.size).toBeGreaterThan(40);
    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it("writes each migration of a dialect into its journal", () => {
    for (const dialect of ["sqlite", "postgres"]) {
      const journal = JSON.parse(textIn(files)(`migrations/${dialect}/meta/_journal.json`));
      expect(journal.entries.map((entry: { tag: string }) => entry.tag)).toEqual(["0000_initial"]);
      expect(files.has(`migrations/${dialect}/0000_initial.sql`)).toBe(true);
    }
  });
});

describe("the new application of bookmarks", async () => {
  const text = textIn(await newApp(tasks.bookmarks));

  it("lets only the owner update, and an admin delete too", () => {
    const routes = text("src/bookmarks/bookmarks.routes.ts");

    expect(routes).toContain("if (current.ownerId !== user.id) throw new ForbiddenError();");
    expect(routes).toContain("if (current.ownerId !== user.id && user.role !== 'admin') throw new ForbiddenError();");
  });

  it("asks for the role before it reads the body of a create", () => {
    expect(text("src/categories/categories.routes.ts")).toContain(
      "categoriesRouter.post('/', requireAuth, requireRole('admin'), async (req, res) => {",
    );
  });

  it("accepts a secret and shows it nowhere", () => {
    const schema = text("src/bookmarks/bookmarks.schema.ts");
    const view = schema.slice(schema.indexOf("export function bookmarkView"));

    expect(schema).toContain("shareToken: text.max(64).nullable(),");
    expect(view).toContain("notes: bookmark.notes,");
    expect(view).not.toContain("shareToken");
  });

  it("loads a row under a lock, in the transaction that writes it", () => {
    const repository = text("src/bookmarks/bookmarks.repository.ts");

    expect(repository).toContain("const change = decide(await lockBookmark(tx, id));");
    expect(repository).toContain("await forUpdate(tx.select()");
  });

  it("keeps the secret of tokens out of the code", () => {
    expect(text("src/config.ts")).toMatch(/JWT_SECRET: z\s*\.string\([^)]*\)\s*\.min\(32/);
    expect(text(".env.example")).toMatch(/^JWT_SECRET=$/m);
  });

  it("pins its packages", () => {
    const { dependencies, devDependencies } = JSON.parse(text("package.json"));
    const versions = Object.values({ ...dependencies, ...devDependencies });

    expect(versions.length).toBeGreaterThan(15);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+$/.test(String(version)))).toEqual([]);
  });
});

describe("the new application of a catalogue", async () => {
  const files = await newApp(tasks.catalogue);
  const text = textIn(files);

  it("has nothing of accounts", () => {
    const mentions = [...files].filter(
      ([path, content]) => path !== "openapi.yaml" && /jose|argon2|JWT|requireAuth/.test(content),
    );

    expect(mentions.map(([path]) => path)).toEqual([]);
    expect([...files.keys()].filter((path) => /auth|users|set-role/.test(path))).toEqual([]);
  });

  it("names no variable like a word that JavaScript or the module itself uses", () => {
    expect(text("src/items/items.repository.ts")).toContain("import { itemsTable, type ItemRow }");
    expect(text("src/classes/classes.routes.ts")).toContain("const classRow = await insertClass(");
  });

  it("keeps each type in a column that holds it", () => {
    const postgres = text("migrations/postgres/0000_initial.sql");

    expect(postgres).toContain('"big" bigint');
    expect(postgres).toContain('"weight" double precision NOT NULL');
    expect(postgres).toContain('"serial" uuid NOT NULL');
    expect(postgres).toContain("\"day\" date DEFAULT '2030-01-01' NOT NULL");
    expect(text("migrations/sqlite/0000_initial.sql")).toContain("`fragile` integer DEFAULT false NOT NULL");
  });

  it("writes a resource with only the operations that it has", () => {
    const routes = text("src/orders/orders.routes.ts");

    expect(routes.match(/ordersRouter\.\w+\(/g)).toEqual(["ordersRouter.get(", "ordersRouter.get("]);
    expect(text("src/orders/orders.repository.ts")).not.toMatch(/insert|update\(|delete\(|transaction/);
  });
});

describe("the new application of a newsroom", async () => {
  const text = textIn(await newApp(tasks.newsroom));

  it("lists only one's own rows, and all of them to an admin", () => {
    expect(text("src/articles/articles.routes.ts")).toContain("const seesAll = user.role === 'admin';");
    expect(text("src/articles/articles.repository.ts")).toContain(
      "ownerId === undefined ? undefined : eq(articles.ownerId, ownerId)",
    );
  });

  it("tests every operation with everyone who may not call it", () => {
    const test = text("test/articles.test.ts");

    expect(test).toContain("it('answers 403 to somebody else'");
    expect(test).toContain("it('answers 403 to its owner'");
    expect(test.match(/it\('answers 401 without a token'/g)).toHaveLength(5);
  });
});
