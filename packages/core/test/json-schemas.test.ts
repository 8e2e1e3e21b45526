import { readFileSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { parse } from "yaml";
import { jsonSchemas, schemaId, taskJsonSchema } from "../src/json-schemas.ts";
import { taskTemplate } from "../src/task/template.ts";

const folder = new URL("../schemas/", import.meta.url);
const examples = new URL("../../../examples/tasks/", import.meta.url);

describe("published JSON Schemas", () => {
  it.each(Object.entries(jsonSchemas()))("%s.json is what the code says (`pnpm build` writes it)", (name, schema) => {
    expect(JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8"))).toEqual(schema);
    expect(schema.$id).toBe(`urn:backwright:schema:${name}:1`);
  });

  it("are all there is in the folder", () => {
    expect(readdirSync(folder).toSorted()).toEqual(
      Object.keys(jsonSchemas())
        .map((name) => `${name}.json`)
        .toSorted(),
    );
    expect(schemaId("report")).toBe("urn:backwright:schema:report:1");
  });

  it("let the template and the examples through, and a wrong task not", () => {
    const schema = z.fromJSONSchema(taskJsonSchema());
    const names = readdirSync(examples).filter((name) => !name.endsWith(".openapi.yaml"));
    const tasks = names.map((name) => parse(readFileSync(new URL(name, examples), "utf8")) as object);

    expect(tasks.length).toBeGreaterThan(1);
    for (const task of [...tasks, parse(taskTemplate()) as object]) {
      expect(schema.safeParse(task).error).toBeUndefined();
      expect(schema.safeParse({ ...task, resource: {} }).success).toBe(false);
      expect(schema.safeParse({ ...task, id: "../x" }).success).toBe(false);
    }
  });
});
