import type { PlanField } from "../schema.ts";

/** A JSON object of the document. */
export type Json = Record<string, unknown>;

export interface FieldSchemaOptions {
  /** Where the value stands: in a request, in an answer, or in a query, where it is never null. */
  readonly use: "input" | "output" | "query";
}

/** What a schema of a value is made of. */
export type SchemaField = Pick<
  PlanField,
  "type" | "format" | "enum" | "nullable" | "minLength" | "maxLength" | "minimum" | "maximum" | "default" | "secret"
>;

/** The JSON Schema of one field. */
export function fieldSchema(field: SchemaField, { use }: FieldSchemaOptions): Json {
  const nullable = field.nullable && use !== "query";
  return {
    type: nullable ? [jsonType(field), "null"] : jsonType(field),
    ...formatOf(field),
    ...(field.enum === null ? {} : { enum: nullable ? [...field.enum, null] : field.enum }),
    ...bounds(field),
    ...(use === "input" && field.default !== null ? { default: field.default } : {}),
    ...(use === "input" && field.secret ? { writeOnly: true } : {}),
  };
}

function jsonType({ type }: SchemaField): string {
  return type === "integer" || type === "number" || type === "boolean" ? type : "string";
}

function formatOf({ type, format }: SchemaField): Json {
  if (type === "date" || type === "date-time" || type === "uuid") return { format: type };
  if (format === "uri") return { format, pattern: "^https?://" };
  if (format === "slug") return { pattern: "^[a-z0-9]+(-[a-z0-9]+)*$" };
  return format === null ? {} : { format };
}

function bounds({ minLength, maxLength, minimum, maximum }: SchemaField): Json {
  const given = Object.entries({ minLength, maxLength, minimum, maximum }).filter(([, bound]) => bound !== null);
  return Object.fromEntries(given);
}
