import { describe, expect, it } from "vitest";
import { backendWith, route } from "./backend-with.ts";
import { planOf, planOfResource } from "./plan-of.ts";

describe("planTask", () => {
  it("names tables, paths, columns and operations after the resource", () => {
    const plan = planOf(
      "{ id: T-1, objective: x, auth: jwt, resources: { BlogCategory: { fields: { dueDate: date } } } }",
    );

    expect(plan.entities[0]).toMatchObject({
      name: "BlogCategory",
      plural: "blogCategories",
      table: "blog_categories",
      path: "/blog-categories",
    });
    expect(plan.entities[0]?.fields[0]).toMatchObject({ name: "dueDate", column: "due_date" });
    expect(plan.operations.map(({ id }) => id)).toEqual([
      "register",
      "login",
      "me",
      "listBlogCategories",
      "getBlogCategory",
      "createBlogCategory",
      "updateBlogCategory",
      "deleteBlogCategory",
    ]);
  });

  it("knows irregular plurals, and words that have none", () => {
    const plan = planOf(
      "{ id: T-1, objective: x, auth: jwt, resources: { Person: { fields: { a: string } }, News: { fields: { a: string } } } }",
    );

    expect(plan.entities.map(({ path }) => path)).toEqual(["/people", "/news"]);
    expect(new Set(plan.operations.map(({ id }) => id)).size).toBe(plan.operations.length);
  });

  it("fills in what a field leaves open", () => {
    const { entities } = planOfResource(
      "{ fields: { title: { required: true }, site: { format: uri, required: true }, note: string, stars: integer, state: { enum: [a, b], default: a } } }",
    );
    const [title, site, note, stars, state] = entities[0]?.fields ?? [];

    expect(title).toMatchObject({ type: "string", nullable: false, minLength: 1, maxLength: 255, default: null });
    expect(site).toMatchObject({ format: "uri", minLength: null });
    expect(note).toMatchObject({ required: false, nullable: true, minLength: null });
    expect(stars).toMatchObject({ minimum: -2147483648, maximum: 2147483647, maxLength: null });
    expect(state).toMatchObject({ nullable: false, default: "a", maxLength: null });
  });

  it("gives rows with an owner to the owner, and other rows to everyone who is signed in", () => {
    const owned = planOfResource("{ owner: true, fields: { a: string } }");
    const shared = planOfResource("{ fields: { a: string } }");

    expect(policies(owned)).toEqual({
      listThings: ["owner"],
      getThing: ["owner"],
      createThing: ["authenticated"],
      updateThing: ["owner"],
      deleteThing: ["owner"],
    });
    expect(policies(shared)).toEqual({
      listThings: ["anyone"],
      getThing: ["anyone"],
      createThing: ["authenticated"],
      updateThing: ["authenticated"],
      deleteThing: ["authenticated"],
    });
  });

  it("lists each status that an operation can answer, the success first", () => {
    const plan = planOfResource(
      "{ owner: true, fields: { a: { unique: true } }, policies: { read: [owner, admin], delete: admin } }",
    );

    expect(Object.fromEntries(plan.operations.map(({ id, statuses }) => [id, statuses]))).toEqual({
      register: [201, 400, 409, 429],
      login: [200, 400, 401, 429],
      me: [200, 401, 429],
      listThings: [200, 400, 401, 429],
      getThing: [200, 400, 401, 403, 404, 429],
      createThing: [201, 400, 401, 409, 429],
      updateThing: [200, 400, 401, 403, 404, 409, 429],
      deleteThing: [204, 400, 401, 403, 404, 429],
    });
  });

  it("forbids a list only where its policy names nothing but roles", () => {
    const plan = planOfResource("{ fields: { a: string }, policies: { read: admin } }");

    expect(plan.operations.find(({ id }) => id === "listThings")?.statuses).toEqual([200, 400, 401, 403, 429]);
  });

  it("leaves out what nobody may call", () => {
    const plan = planOfResource("{ fields: { a: string }, policies: { delete: nobody } }");

    expect(plan.operations.map(({ verb }) => verb)).not.toContain("delete");
    expect(plan.operations.map(({ verb }) => verb)).toContain("update");
  });

  it("orders lists by what is newest unless the task says otherwise", () => {
    const plan = planOfResource("{ fields: { a: string } }");
    const ordered = planOfResource("{ fields: { a: string }, list: { order: [a, -updatedAt] } }");

    expect(plan.operations.find(({ verb }) => verb === "list")).toMatchObject({
      order: [{ field: "createdAt", direction: "desc" }],
      page: { defaultLimit: 20, maxLimit: 100 },
      filters: [],
    });
    expect(ordered.operations.find(({ verb }) => verb === "list")).toMatchObject({
      order: [
        { field: "a", direction: "asc" },
        { field: "updatedAt", direction: "desc" },
      ],
    });
  });

  it("puts the API where the application's routes are", () => {
    const text = "{ id: T-1, objective: x, auth: jwt, resources: { Thing: { fields: { a: string } } } }";
    const versioned = backendWith({
      routes: [route("GET", "/api/v1/a"), route("GET", "/api/v2/a"), route("GET", "/api/v2/b")],
    });
    const plain = backendWith({ routes: [route("GET", "/api/a"), route("POST", "/api/b")] });
    const single = backendWith({ routes: [route("GET", "/api/a"), route("GET", "/health"), route("GET", "/apis/x")] });

    expect(planOf(text, { backend: versioned }).entities[0]?.path).toBe("/api/v2/things");
    expect(planOf(text, { backend: plain }).auth?.path).toBe("/api/auth");
    expect(planOf(text, { backend: single }).app.basePath).toBe("");
    expect(planOf(text.replace("auth", "basePath: /v9, auth"), { backend: plain }).app.basePath).toBe("/v9");
  });

  it("plans the same again beside the routes that an earlier run of the task made", () => {
    const text =
      "{ id: T-1, objective: x, basePath: /api, auth: jwt, resources: { Thing: { fields: { a: string } } } }";
    const before = backendWith({ routes: [route("GET", "/api/a")] });
    const made = [route("GET", "/api/things", "src/things.ts"), route("POST", "/api/auth/login", "src/things.ts")];
    const after = backendWith({ routes: [...before.routes, ...made] });

    expect(() => planOf(text, { backend: after })).toThrow("src/things.ts:7");
    expect(planOf(text, { backend: after, generated: new Set(["src/things.ts"]) })).toEqual(
      planOf(text, { backend: before }),
    );
    expect(planOf(text, { backend: after, generated: "all" })).toEqual(planOf(text, { backend: before }));
  });

  it("answers every question about every operation, each with a reason", () => {
    const plan = planOfResource("{ owner: true, fields: { a: { unique: true }, b: { secret: true } } }");

    for (const operation of plan.operations) {
      expect(operation.decisions.map(({ question }) => question)).toEqual([
        "transaction",
        "saga",
        "cache",
        "pagination",
        "validation",
        "sql",
        "authentication",
        "authorization",
        "rate limiting",
        "secrets",
      ]);
      for (const { decision, reason } of operation.decisions)
        expect(Math.min(decision.length, reason.length)).toBeGreaterThan(3);
    }
    expect(decision(plan, "updateThing", "transaction")).toBe("one transaction");
    expect(decision(plan, "createThing", "transaction")).toBe("none");
    expect(decision(plan, "listThings", "authorization")).toBe("only rows of the caller");
    expect(decision(plan, "getThing", "secrets")).toBe("b left out of every answer");
    expect(plan.databaseConsiderations).toHaveLength(4);
    expect(plan.securityChecklist.map(({ question }) => question)).toEqual([
      "Input validation",
      "SQL injection",
      "Authentication",
      "Authorization",
      "Rate limiting",
      "Secrets",
    ]);
  });

  it("takes the settings of accounts and rates from the task", () => {
    const plan = planOf(
      "{ id: T-1, objective: x, auth: { kind: jwt, path: /account, expires: 15m, password: { minLength: 12 } }, rateLimit: { auth: { max: 5, window: 30s } } }",
    );

    expect(plan.auth).toEqual({
      kind: "jwt",
      path: "/account",
      expiresInSeconds: 900,
      roles: [],
      password: { minLength: 12, maxLength: 128 },
    });
    expect(plan.rateLimits).toEqual({
      general: { max: 300, windowSeconds: 60 },
      auth: { max: 5, windowSeconds: 30 },
    });
  });
});

function policies({ operations }: ReturnType<typeof planOf>): Record<string, string[]> {
  return Object.fromEntries(operations.flatMap((each) => ("entity" in each ? [[each.id, each.policy]] : [])));
}

function decision({ operations }: ReturnType<typeof planOf>, id: string, question: string): string | undefined {
  return operations.find((each) => each.id === id)?.decisions.find((each) => each.question === question)?.decision;
}
