import type { Plan } from "@backwright/core";
import { describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { apiNames, apiPlan, apis, newApi } from "./new-api-support.ts";

const plans = new Map<string, Plan>();
for (const [name, source] of Object.entries(apis)) {
  plans.set(name, await apiPlan(source));
}

function planOf(name: keyof typeof apis): Plan {
  const plan = plans.get(name);
  if (plan === undefined) {
    throw new Error(`There is no plan of ${name}.`);
  }
  return structuredClone(plan);
}

function textIn(files: ReadonlyMap<string, string>): (path: string) => string {
  return (path) => {
    const text = files.get(path);
    if (text === undefined) {
      throw new Error(`The application has no ${path}.`);
    }
    return text;
  };
}

describe.each(apiNames)("the new API of %s", async (name) => {
  const files = await newApi(planOf(name));

  it("is the same to the byte when it is written again", async () => {
    expect([...(await newApi(planOf(name)))]).toEqual([...files]);
  });

  it("imports only modules that it has", () => {
    const imports = [...files].flatMap(([path, text]) =>
      [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => ({
        path,
        target: new URL(match[1] ?? "", `file:///${path}`).pathname.slice(1),
      })),
    );

    expect(imports.length).toBeGreaterThan(100);
    expect(imports.filter(({ target }) => !files.has(target))).toEqual([]);
  });

  it("holds no empty file and nothing of a template", () => {
    const wrong = [...files].filter(
      ([, text]) => text.trim() === "" || /<%|%>|\bNaN\b|\[object |\/\* imports \*\//.test(text),
    );

    expect(wrong.map(([path]) => path)).toEqual([]);
  });

  it("keeps its source files short", () => {
    const sources = [...files].filter(([path]) => /^(?:src|test)\/.*\.ts$/.test(path));

    expect(sources.length).toBeGreaterThan(40);
    expect(sources.filter(([, text]) => text.split("\n").length > 350).map(([path]) => path)).toEqual([]);
  });

  it("has a file of tests for each operation", () => {
    const tests = [...files.keys()].filter((path) => /^test\/[^/]+\/.*\.test\.ts$/.test(path));

    expect(tests).toHaveLength(planOf(name).api?.operations.length ?? 0);
  });
});

describe("the new API of conduit", async () => {
  const text = textIn(await newApi(planOf("conduit")));

  it("answers fixed paths before those with a parameter in the same place", () => {
    const routes = text("src/articles/articles.routes.ts");

    expect(routes.indexOf("get('/articles/feed'")).toBeGreaterThan(0);
    expect(routes.indexOf("get('/articles/feed'")).toBeLessThan(routes.indexOf("get('/articles/:slug'"));
  });

  it("reads lists in a number of queries that does not grow with them", () => {
    const views = text("src/articles/articles.views.ts");

    expect(views).toContain("author: userProfileFields(articleAuthor, viewer),");
    expect(views).toContain(".innerJoin(articleAuthor, eq(articleAuthor.id, articles.authorId))");
    expect(views).toContain(".where(inArray(articleTags.articleId, keys))");
    expect(views).not.toMatch(/rows\.map\(async/);
  });

  it("leaves the long text out of lists, also of their query", () => {
    const views = text("src/articles/articles.views.ts");
    const list = views.slice(views.indexOf("function selectArticleList"));

    expect(list.slice(0, list.indexOf(".from("))).not.toContain("body");
  });

  it("checks in the order of the task: the row, whose it is, and the body last", () => {
    const repository = text("src/articles/articles.repository.ts");
    const update = repository.slice(repository.indexOf("function updateArticle"));
    const places = ["lockArticle(", "ForbiddenError(", "input()", ".update(articles)"].map((part) =>
      update.indexOf(part),
    );

    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(places[0]).toBeGreaterThan(0);
  });

  it("shows no hash and no private field to others", () => {
    const views = text("src/users/users.views.ts");

    expect(views).not.toContain("passwordHash");
    expect(views.slice(views.indexOf("function userProfileView"))).not.toContain("email");
  });
});

describe("the new API of a ledger", async () => {
  const text = textIn(await newApi(planOf("ledger")));

  it("locks the rows of one entity in one statement, in the order of their keys", () => {
    const repository = text("src/transfers/transfers.repository.ts");

    expect(repository).toMatch(
      /forUpdate\(\s*tx\s*\.select\(\)\s*\.from\(accounts\)\s*\.where\(or\([^;]*\.orderBy\(asc\(accounts\.id\)\)/,
    );
  });

  it("names no variable like the function around it", () => {
    expect(text("src/transfers/transfers.repository.ts")).toContain("const transferRow = single(");
  });
});

it("leaves a typed stub and a test that fails for what a task calls custom", async () => {
  const plan = planOf("workshop");
  const operations = plan.api?.operations ?? [];
  const [first] = operations.filter(({ verb }) => verb === "get");
  const custom = {
    ...first,
    id: "exportJobs",
    name: "exportJobs",
    verb: "custom",
    description: "Exports it.",
    input: null,
  };
  const changed = { ...plan, api: { ...plan.api, operations: [...operations, custom] } } as Plan;

  const text = textIn(await newApi(changed));

  const stub = [...(await newApi(changed)).keys()].find((path) => path.endsWith("/export-jobs.ts")) ?? "";
  expect(text(stub)).toContain("throw new Error('exportJobs is still to be written.');");
  expect(text(stub.replace("src/", "test/").replace(".ts", ".test.ts"))).toContain("expect(res.status).toBe(200);");
});

describe("what the blueprint refuses of a whole API", () => {
  const project = { list: () => [], has: () => false, read: () => null };

  it("is nothing for the examples", () => {
    for (const plan of plans.values()) {
      expect(blueprint.refusals({ project, plan, detection: null, generated: new Set() })).toEqual([]);
    }
  });

  it("is a row within a row within a row", async () => {
    const plan = planOf("workshop");
    const machine = plan.api?.views.find(({ name }) => name === "Job.full");
    machine?.members.push({
      kind: "view",
      name: "machine",
      relation: "machine",
      view: "Machine.full",
      many: false,
      nullable: false,
    });

    const refusals = await blueprint.refusals({ project, plan, detection: null, generated: new Set() });

    expect(refusals.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("Job.full shows machine as Machine.full"),
    ]);
  });
});
