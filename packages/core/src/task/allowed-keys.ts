import type { JsonSchema } from "../json-schemas.ts";
import type { ValuePath } from "./yaml-source.ts";

/** The keys that a JSON Schema knows for the mapping at `path`; `[]` where any key may stand. */
export function allowedKeys(schema: JsonSchema, path: ValuePath): string[] {
  let branches = [schema];
  for (const step of path) branches = branches.flatMap(alternatives).flatMap((branch) => below(branch, step));
  return [...new Set(branches.flatMap(alternatives).flatMap((branch) => Object.keys(properties(branch))))];
}

function alternatives(schema: JsonSchema): JsonSchema[] {
  return Array.isArray(schema.anyOf) ? (schema.anyOf as JsonSchema[]).flatMap(alternatives) : [schema];
}

function below(schema: JsonSchema, step: string | number): JsonSchema[] {
  const found = typeof step === "number" ? schema.items : (properties(schema)[step] ?? schema.additionalProperties);
  return typeof found === "object" && found !== null ? [found as JsonSchema] : [];
}

function properties(schema: JsonSchema): Record<string, JsonSchema> {
  return (schema.properties as Record<string, JsonSchema> | undefined) ?? {};
}
