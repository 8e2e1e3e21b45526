import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { at, change, lint, planOf, planOfResource } from "./plan-of.ts";

const examples = new URL("../../../../examples/tasks/", import.meta.url);

function schemasOf(resource: string): unknown {
  return at(planOfResource(resource).openapi, "components", "schemas");
}

describe("openapiDocument", () => {
  it.each(["express-empty.yaml", "express-notes.yaml"])("passes the recommended rules for %s", async (name) => {
    const plan = planOf(readFileSync(new URL(name, examples), "utf8"));

    expect(plan.operations.length).toBeGreaterThan(8);
    expect(await lint(plan)).toEqual([]);
  });

  it("is one that the rules can fail", async () => {
    const { openapi } = structuredClone(planOfResource("{ fields: { title: string } }"));
    change(openapi, ["paths", "/things", "post", "summary"]);
    const content = ["paths", "/things", "post", "responses", "201", "content", "application/json"];
    change(openapi, [...content, "example", "title"], 7);

    const rules = (await lint({ openapi })).map((problem) => problem.split(":")[0]);

    expect(new Set(rules)).toEqual(new Set(["no-invalid-media-type-examples", "operation-summary"]));
  });

  it("passes for a task without resources, which has no operations", async () => {
    const plan = planOf("{ id: T-1, objective: Speed it up }");

    expect(plan.operations).toEqual([]);
    expect(await lint(plan)).toEqual([]);
  });

  it("never shows a secret field in an answer, and takes it in a request", () => {
    const schemas = schemasOf("{ fields: { title: string, token: { secret: true } } }");
    const token = { type: ["string", "null"], maxLength: 255, writeOnly: true };

    expect(Object.keys(at(schemas, "Thing", "properties") as object)).toEqual([
      "id",
      "title",
      "createdAt",
      "updatedAt",
    ]);
    expect(at(schemas, "ThingCreate", "properties", "token")).toEqual(token);
    expect(at(schemas, "ThingUpdate", "properties", "token")).toEqual(token);
  });

  it("describes every status of every operation, and anything else", () => {
    const { operations, openapi } = planOfResource("{ owner: true, fields: { title: { unique: true } } }");

    for (const { path, method, statuses } of operations) {
      const responses = at(openapi, "paths", path.replace(":id", "{id}"), method.toLowerCase(), "responses");
      expect(Object.keys(responses as object)).toEqual([...statuses.map(String), "default"]);
    }
  });

  it("lets an update change one field, and refuses fields that nobody named", () => {
    const schemas = schemasOf("{ fields: { title: { required: true }, state: { enum: [new, old], default: new } } }");
    const state = { type: "string", enum: ["new", "old"] };

    expect(at(schemas, "ThingCreate")).toEqual({
      type: "object",
      properties: { title: { type: "string", minLength: 1, maxLength: 255 }, state: { ...state, default: "new" } },
      required: ["title"],
      additionalProperties: false,
    });
    expect(at(schemas, "ThingUpdate")).toEqual({
      type: "object",
      properties: { title: { type: "string", minLength: 1, maxLength: 255 }, state },
      additionalProperties: false,
      minProperties: 1,
    });
  });

  it("writes null beside the values of a nullable enum", () => {
    const schemas = schemasOf("{ fields: { state: { enum: [a] } } }");

    expect(at(schemas, "Thing", "properties", "state")).toEqual({ type: ["string", "null"], enum: ["a", null] });
  });

  it("asks for a token where the policy does, and says so where it does not", () => {
    const { openapi } = planOfResource("{ fields: { title: string }, policies: { read: anyone } }");

    expect(at(openapi, "paths", "/things", "get", "security")).toEqual([]);
    expect(at(openapi, "paths", "/things", "post", "security")).toEqual([{ bearer: [] }]);
    expect(at(openapi, "paths", "/auth/login", "post", "security")).toEqual([]);
  });

  it("takes limit, offset, sort and each filter in the query of a list", () => {
    const { openapi } = planOfResource(
      "{ fields: { title: string, stars: { type: integer, minimum: 1, maximum: 5 } }, list: { filter: [stars], order: [-title], limit: { default: 5, max: 9 } } }",
    );

    expect(at(openapi, "paths", "/things", "get", "parameters")).toEqual([
      { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 9, default: 5 } },
      { name: "offset", in: "query", schema: { type: "integer", minimum: 0, maximum: 2147483647, default: 0 } },
      {
        name: "sort",
        in: "query",
        description: "Without it: -title.",
        schema: { type: "string", enum: ["title", "-title"] },
      },
      { name: "stars", in: "query", schema: { type: "integer", minimum: 1, maximum: 5 } },
    ]);
  });

  it("keeps the name of a resource that is called like one of its own schemas", async () => {
    const plan = planOf(
      "{ id: T-1, objective: x, auth: jwt, resources: { Problem: { fields: { title: string } }, Session: { fields: { note: string } } } }",
    );
    const schemas = at(plan.openapi, "components", "schemas");

    expect(at(schemas, "Problem", "properties", "createdAt")).toBeDefined();
    expect(at(schemas, "ProblemBody", "properties", "status")).toBeDefined();
    expect(at(schemas, "SessionBody", "properties", "token")).toBeDefined();
    expect(await lint(plan)).toEqual([]);
  });

  it("keeps to the error convention of the application", () => {
    const errors = { invalidStatus: 422 as const, mediaType: "application/json", schema: { type: "object" } };
    const plan = planOf("{ id: T-1, objective: x, auth: jwt }", { errors });

    expect(plan.operations[0]?.statuses).toEqual([201, 409, 422, 429]);
    expect(at(plan.openapi, "components", "schemas", "Problem")).toEqual({ type: "object" });
    expect(at(plan.openapi, "components", "responses", "Invalid", "content")).toEqual({
      "application/json": { schema: { $ref: "#/components/schemas/Problem" } },
    });
  });
});
