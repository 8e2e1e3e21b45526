import { describe, expect, it } from "vitest";
import { planScenario } from "../../src/probes/scenario.ts";
import { validationMatrix } from "../../src/plan/validation-matrix.ts";
import { at, lint, planOf } from "./plan-of.ts";

const task =
  "{ id: T-1, objective: Things, auth: { kind: jwt }, resources: { Thing: { owner: true, fields: { name: { required: true } }, policies: { update: owner } } } }";
const plan = planOf(task, { store: "documents" });

describe("a plan for documents", () => {
  it("has object ids in the contract", async () => {
    const id = { type: "string", pattern: "^[0-9a-f]{24}$", minLength: 24, maxLength: 24 };

    expect(at(plan.openapi, "components", "schemas", "Thing", "properties", "id")).toEqual(id);
    expect(at(plan.openapi, "components", "schemas", "Thing", "properties", "ownerId")).toMatchObject(id);
    expect(at(plan.openapi, "components", "schemas", "Account", "properties", "id")).toEqual(id);
    expect(at(plan.openapi, "paths", "/things/{id}", "get", "parameters", "0", "schema")).toEqual(id);
    expect(await lint(plan)).toEqual([]);
    expect(
      validationMatrix(plan).flatMap(({ inputs }) => inputs.filter((input) => input.validatedBy === null)),
    ).toEqual([]);
  });

  it("answers an id that is none as one that no document has", () => {
    const statuses = Object.fromEntries(plan.operations.map(({ id, statuses: all }) => [id, all]));

    expect(statuses).toMatchObject({
      getThing: [200, 401, 403, 404, 429],
      updateThing: [200, 400, 401, 403, 404, 429],
      deleteThing: [204, 401, 403, 404, 429],
      listThings: [200, 400, 401, 429],
    });
  });

  it("says why nothing takes a transaction, and that there is no SQL", () => {
    const update = plan.operations.find(({ id }) => id === "updateThing")?.decisions ?? [];

    expect(update.find(({ question }) => question === "transaction")).toMatchObject({
      decision: "none",
      reason: expect.stringContaining("no replica set"),
    });
    expect(update.find(({ question }) => question === "sql")?.reason).toContain("`$ne`");
    expect(plan.databaseConsiderations[0]?.decision).toBe("No, so no replica set");
  });

  it("is probed with ids in quotes, and with ids that are none", () => {
    const steps = new Map(planScenario(plan).steps.map((step) => [step.id, step]));

    expect(steps.get("getThing:200")?.expect.has[0]).toBe('"id":"{{thing_id}}",');
    expect(steps.get("getThing:404")?.request.path).toBe("/things/ffffffffffffffffffffffff");
    expect(steps.get("getThing:404:id")).toMatchObject({
      request: { path: "/things/no-id" },
      expect: { statuses: [404] },
    });
  });
});

it("is one for tables where nothing is said", () => {
  const { store, openapi } = planOf(task);

  expect(store).toBe("tables");
  expect(at(openapi, "components", "schemas", "Thing", "properties", "id")).toMatchObject({ type: "integer" });
});
