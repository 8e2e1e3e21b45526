import type { Json } from "./openapi/fields.ts";

/** What bounds the values that a schema lets through, in words; `null` where a text or a number may be of any size. */
export function inputBound(schema: Json): string | null {
  const types = [schema.type ?? []].flat() as string[];
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(String).join(", ")}`;
  const [type] = types.filter((each) => each !== "null");
  const nullable = types.includes("null") ? " or null" : "";
  const bound = type === undefined ? null : (boundOf[type]?.(schema) ?? null);
  return bound === null ? null : `${bound}${nullable}`;
}

const boundOf: Partial<Record<string, (schema: Json) => string | null>> = {
  boolean: () => "a boolean",
  string: ({ format, minLength, maxLength }) => {
    if (format === "date" || format === "date-time" || format === "uuid") return `a ${format}`;
    if (typeof maxLength !== "number") return null;
    return `${typeof format === "string" ? `a ${format}` : "a text"} of ${Number(minLength ?? 0)} to ${maxLength} characters`;
  },
  integer: ({ minimum, maximum }) =>
    typeof minimum === "number" && typeof maximum === "number" ? `a whole number from ${minimum} to ${maximum}` : null,
  number: ({ minimum, maximum }) => {
    const from = typeof minimum === "number" ? ` from ${minimum}` : "";
    const to = typeof maximum === "number" ? ` to ${maximum}` : "";
    return `a number${from}${to}`;
  },
};
