import { describe, expect, it } from "vitest";
import type { Operation, Plan } from "../../src/plan/schema.ts";
import { planScenario } from "../../src/probes/scenario.ts";
import type { Scenario } from "../../src/probes/step.ts";
import { bookmarksPlan } from "../fixtures/bookmarks-plan.ts";

function ids({ steps }: Scenario): string[] {
  return steps.map((step) => step.id);
}

function withLimits(auth: number, general: number): Plan {
  return {
    ...bookmarksPlan,
    rateLimits: { auth: { max: auth, windowSeconds: 60 }, general: { max: general, windowSeconds: 60 } },
  };
}

function withPolicies(change: (operation: Operation) => Partial<Operation>): Plan {
  const operations = bookmarksPlan.operations.map((operation) => ({ ...operation, ...change(operation) }) as Operation);
  return { ...bookmarksPlan, operations };
}

describe("planScenario", () => {
  it("is the same for the same plan, and names each step once", () => {
    const scenario = planScenario(bookmarksPlan);

    expect(planScenario(structuredClone(bookmarksPlan))).toEqual(scenario);
    expect(new Set(ids(scenario)).size).toBe(scenario.steps.length);
  });

  it("comes to what works before what is refused, and to the rate limit last", () => {
    const all = ids(planScenario(bookmarksPlan));

    expect(all.slice(0, 5)).toEqual([
      "register:201",
      "register:201:second",
      "login:200",
      "getMe:200",
      "createBookmark:201",
    ]);
    expect(all.indexOf("listCategories:200")).toBeLessThan(all.indexOf("createBookmark:401"));
    expect(all.at(-1)).toBe("login:429");
  });

  it("probes every status that the plan names, but those that only an admin can see", () => {
    const { steps } = planScenario(bookmarksPlan);

    const unproven = bookmarksPlan.operations.flatMap((operation) =>
      operation.statuses
        .filter((status) => status !== 429)
        .filter(
          (status) => !steps.some((step) => step.operation === operation.id && step.expect.statuses.includes(status)),
        )
        .map((status) => `${operation.id}:${status}`),
    );
    expect(unproven).toEqual(["createCategory:201", "createCategory:400", "createCategory:409", "deleteCategory:204"]);
  });

  it("says that an admin's operation was not proven", () => {
    const { assumptions } = planScenario(bookmarksPlan);

    expect(assumptions).toContain(
      "createCategory answering 201 was not probed: it needs the role admin, which registration does not give; only that others are refused was probed.",
    );
  });

  it("writes no value that is the same in each run where rows must differ", () => {
    const { steps } = planScenario(bookmarksPlan);

    for (const { request } of steps.filter(({ id }) => id.startsWith("register:201"))) {
      expect(request.body).toMatch(/"(alice|bob)-\{\{hex:12\}\}@example\.com","password":"Pw-\{\{hex:12\}\}"/);
    }
  });

  it("probes an API without accounts without credentials", () => {
    const operations = bookmarksPlan.operations
      .filter((operation) => "entity" in operation && operation.entity === "Bookmark")
      .map((operation) => ({ ...operation, policy: ["anyone"], authenticated: false }));

    const { steps } = planScenario({ ...bookmarksPlan, auth: null, operations });

    expect(steps.map((step) => step.request.token).filter((token) => token !== null)).toEqual([]);
    expect(steps.filter((step) => step.expect.statuses.some((status) => [401, 403, 429].includes(status)))).toEqual([]);
    expect(ids({ steps, assumptions: [] })).toContain("updateBookmark:200");
  });

  it("expects that private rows are shown to their owner alone", () => {
    const plan = withPolicies((operation) =>
      operation.id === "getBookmark" || operation.id === "listBookmarks"
        ? { policy: ["owner"], statuses: [...operation.statuses, 403] }
        : {},
    );
    const { steps } = planScenario(plan);

    expect(steps.find(({ id }) => id === "getBookmark:403")?.request.token).toBe("{{bob}}");
    expect(steps.find(({ id }) => id === "listBookmarks:200:others")?.expect.lacks).toContain('"id":{{bookmark_id}},');
  });

  it("expects that what is closed to everybody refuses everybody", () => {
    const plan = withPolicies((operation) => (operation.id === "deleteBookmark" ? { policy: ["nobody"] } : {}));
    const { steps, assumptions } = planScenario(plan);

    expect(steps.filter(({ operation }) => operation === "deleteBookmark").map(({ id }) => id)).toEqual([
      "deleteBookmark:401",
      "deleteBookmark:401:forged",
      "deleteBookmark:401:unsigned",
      "deleteBookmark:401:expired",
      "deleteBookmark:403",
    ]);
    expect(assumptions).toContain("deleteBookmark is closed to everybody, so only that others are refused was probed.");
  });

  it("keeps within a strict limit for accounts, the most telling steps first, and says what it left out", () => {
    const scenario = planScenario(withLimits(6, 300));

    const accounts = ids(scenario).filter((id) => /^(register|login):/.test(id));
    expect(accounts).toEqual([
      "register:201",
      "register:201:second",
      "login:200",
      "login:401",
      "register:409",
      "login:429",
    ]);
    expect(scenario.assumptions.join("\n")).toContain(
      "Left out because of the limit of 6 requests to the accounts: register:400:email",
    );
  });

  it("keeps within the general limit with other requests before it, and says how many it left out", () => {
    const scenario = planScenario(withLimits(20, 60), { reserved: 10 });

    expect(scenario.steps.length).toBeLessThanOrEqual(45);
    expect(ids(scenario)).toEqual(
      expect.arrayContaining(["createBookmark:201", "deleteBookmark:204", "createBookmark:401"]),
    );
    expect(scenario.assumptions.join("\n")).toMatch(
      /Left out because of the limit of 60 requests: \d+ of \d+ probes\./,
    );
    expect(ids(scenario)).not.toContain("login:429");
  });

  it("does not try to reach a high limit, and says so", () => {
    const scenario = planScenario(withLimits(51, 1000));

    expect(ids(scenario)).not.toContain("login:429");
    expect(scenario.assumptions).toContain("The limit of 51 requests to the accounts was not probed.");
  });
});
