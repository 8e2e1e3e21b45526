import * as z from "zod";
import { planSchema } from "./plan/schema.ts";
import { reportSchema } from "./report/schema.ts";
import { taskSchema } from "./task/schema.ts";
import { understandingSchema } from "./understanding/schema.ts";

/** A JSON Schema document (2020-12). */
export type JsonSchema = Record<string, unknown>;

/** Names of the published schemas: `schemas/<name>.json` in the package, `urn:backwright:schema:<name>:1` as `$id`. */
export const schemaNames = ["task", "understanding", "plan", "report"] as const;
export type SchemaName = (typeof schemaNames)[number];

/** The `$id` of a published schema; a report names its own in `$schema`. */
export function schemaId(name: SchemaName): string {
  return `urn:backwright:schema:${name}:1`;
}

/** What a task file may hold, as a person writes it. */
export function taskJsonSchema(): JsonSchema {
  return toDocument("task", z.toJSONSchema(taskSchema, { io: "input" }));
}

export function understandingJsonSchema(): JsonSchema {
  return toDocument("understanding", z.toJSONSchema(understandingSchema));
}

export function planJsonSchema(): JsonSchema {
  return toDocument("plan", z.toJSONSchema(planSchema));
}

export function reportJsonSchema(): JsonSchema {
  return toDocument("report", z.toJSONSchema(reportSchema));
}

/** The published schema documents by name. */
export function jsonSchemas(): Record<SchemaName, JsonSchema> {
  return {
    task: taskJsonSchema(),
    understanding: understandingJsonSchema(),
    plan: planJsonSchema(),
    report: reportJsonSchema(),
  };
}

function toDocument(name: SchemaName, schema: JsonSchema): JsonSchema {
  const { $schema, ...rest } = schema;
  return { $schema, $id: schemaId(name), title: `Backwright ${name}`, ...rest };
}
