import { describe, expect, it } from "vitest";
import type { ApiOperation } from "../../../src/plan/api/operation.ts";
import { plannedOperations } from "../../../src/plan/planned.ts";
import type { Plan } from "../../../src/plan/schema.ts";
import { planScenario } from "../../../src/probes/scenario.ts";
import type { ProbeStep } from "../../../src/probes/step.ts";
import { probeLines } from "../../../src/steps/probe-lines.ts";
import { blog, changed } from "../../plan/api/blog.ts";
import { makePlanOf } from "../../plan/api/example.ts";
import { planOf } from "../../plan/plan-of.ts";

const examples = ["conduit", "ledger"];

function operationsOf({ api }: Plan): readonly ApiOperation[] {
  return api?.operations ?? [];
}

function step(steps: readonly ProbeStep[], id: string): ProbeStep {
  const found = steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`There is no step ${id}`);
  return found;
}

describe("planScenario of a whole API", () => {
  it.each(examples)("shows every operation of %s at work", async (name) => {
    const plan = await makePlanOf(name);

    const { steps } = planScenario(plan);

    const shown = new Set(steps.map(({ id }) => id));
    const missing = operationsOf(plan).filter(({ id, outcomes }) => !shown.has(`${id}:${outcomes[0]?.status}`));
    expect(missing.map(({ id }) => id)).toEqual([]);
  });

  it.each(examples)("asks %s for every refusal that somebody else, a stranger or a missing row meets", async (name) => {
    const plan = await makePlanOf(name);

    const { steps } = planScenario(plan);

    const wanted = operationsOf(plan).flatMap(({ id, outcomes }) =>
      outcomes
        .filter(({ cause }) => ["missingToken", "forbidden", "notFound", "credentials", "state"].includes(cause))
        .map(({ status }) => `${id}:${status}`),
    );
    expect(wanted.length).toBeGreaterThan(15);
    expect(wanted.filter((id) => !steps.some((each) => each.id === id))).toEqual([]);
  });

  it.each(examples)("expects nothing of %s that the plan does not promise", async (name) => {
    const plan = await makePlanOf(name);
    const promised = new Map(plannedOperations(plan).map(({ id, statuses }) => [id, statuses]));

    const { steps } = planScenario(plan);

    const strange = steps.filter(({ operation, expect: { statuses } }) =>
      statuses.some((status) => promised.get(operation)?.includes(status) !== true),
    );
    expect(strange.map(({ id }) => id)).toEqual([]);
  });

  it.each(examples)("names in %s only what an earlier answer has shown", async (name) => {
    const { steps } = planScenario(await makePlanOf(name));

    const kept = new Set<string>();
    for (const { request, keep } of steps) {
      const text = [request.path, request.token, request.body].join(" ");
      const names = [...text.matchAll(/\{\{([a-z_0-9]+)\}\}/gi)].map(([, each]) => each ?? "");
      expect(
        names.map((each) => each.replace(/_(forged|unsigned|expired)$/, "")).filter((each) => !kept.has(each)),
      ).toEqual([]);
      for (const each of keep) kept.add(each.name);
    }
    expect(kept.size).toBeGreaterThan(3);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  });

  it("looks for the words that the plan has for each refusal", async () => {
    const { steps } = planScenario(await makePlanOf("conduit"));

    expect(step(steps, "CreateArticle:401").expect.has).toEqual(['"token"', '"is missing"']);
    expect(step(steps, "GetArticle:404").expect.has).toEqual(['"article"', '"not found"']);
    expect(step(steps, "CreateUser:422").expect.has).toEqual(['"username"', '"email"', '"password"']);
    expect(step(steps, "CreateUser:201").expect.lacks).toContain("Pw-{{hex:12}}");
  });

  it("takes each state after the other, and refuses the one that is not due", async () => {
    const { steps } = planScenario(await makePlanOf("ledger"));

    const order = steps.map(({ id }) => id).filter((id) => /^(freeze|reopen)Account:(200|409)$/.test(id));
    expect(order).toEqual(["freezeAccount:200", "freezeAccount:409", "reopenAccount:200", "reopenAccount:409"]);
  });

  it("breaks the requirements that a request alone can break", async () => {
    const { steps } = planScenario(await makePlanOf("ledger"));

    expect(step(steps, "transfer:422:requirement-1").request.body).toContain(
      '"sourceId":{{account_id}},"targetId":{{account_id}}',
    );
    expect(step(steps, "transfer:409:requirement-3").request.body).toContain('"amount":1000000');
    expect(step(steps, "transfer:409:requirement-3").expect).toMatchObject({
      statuses: [409],
      has: ['"balance"', '"is too low"'],
    });
    expect(steps.some(({ id }) => id === "transfer:409:requirement-2")).toBe(false);
  });

  it("sends a token where and as the API looks for it", () => {
    const plan = planOf(changed("subject: User }", "subject: User, header: { name: X-Session, schemes: [Key] } }"));

    const { steps } = planScenario(plan);

    expect(steps.every(({ request }) => request.header === "X-Session: Key")).toBe(true);
    expect(probeLines(steps)).toContain("header='X-Session: Key' probe getMe:200 200 GET /me alice");
    expect(planScenario(planOf(blog)).steps.every(({ request }) => request.header === undefined)).toBe(true);
  });

  it("sends invalid bodies only where they are looked at before the account is refused", () => {
    function invalid(order: string): string[] {
      const task = changed("create: authenticated, delete: owner", "create: admin, delete: owner");
      const { steps } = planScenario(planOf(`${task}errors: { invalid: { status: 422 }, order: [${order}] }\n`));
      return steps.map(({ id }) => id).filter((id) => /^create(?:Post|Comment):422/.test(id));
    }

    expect(invalid("auth, forbidden, notFound, invalid")).toEqual(["createPost:422", "createPost:422:type"]);
    expect(invalid("auth, invalid, notFound, forbidden")).toEqual([
      "createPost:422",
      "createPost:422:type",
      "createComment:422",
      "createComment:422:type",
    ]);
  });

  it("says what it did not prove", () => {
    const written = "  tidy: { request: POST /tidy, do: custom, policy: authenticated, description: Tidy up }\n";

    const { steps, assumptions } = planScenario(
      planOf(`${changed("create: authenticated, update: owner", "create: admin, update: owner")}${written}`),
    );

    expect(assumptions).toContain("createPost answering 201 was not probed: accounts that register may not call it.");
    expect(assumptions).toContain("tidy was not probed: the task says in words what it does.");
    expect(steps.some(({ id }) => id === "tidy:401")).toBe(true);
    expect(steps.some(({ id }) => id === "createPost:201")).toBe(false);
  });
});
