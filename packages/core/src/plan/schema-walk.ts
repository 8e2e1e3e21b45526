import type { Json } from "./openapi/fields.ts";

/** Follows `$ref` within one document. Throws where it leads nowhere: such a document is a bug of its writer. */
export function resolveRef(value: Json, document: Json): Json {
  let current = value;
  for (let steps = 0; typeof current.$ref === "string"; steps += 1) {
    const target = current.$ref
      .replace(/^#\//, "")
      .split("/")
      .reduce<unknown>((node, step) => (node as Json | undefined)?.[step], document);
    if (typeof target !== "object" || target === null || steps > 20) throw new Error(`${current.$ref} leads nowhere`);
    current = target as Json;
  }
  return current;
}

export interface ObjectFields {
  /** Every field at any depth that is no object itself, by its path: `items.title`. */
  readonly fields: readonly { readonly name: string; readonly schema: Json }[];
  /** Whether somewhere more than these may stand. */
  readonly open: boolean;
}

/** The fields of an object, through arrays and nested objects. */
export function objectFields(schema: Json, document: Json): ObjectFields {
  return walk(schema, { document, prefix: [], depth: 0 });
}

function walk(
  schema: Json,
  { document, prefix, depth }: { document: Json; prefix: string[]; depth: number },
): ObjectFields {
  const resolved = resolveRef(schema, document);
  if (depth > 10) return { fields: [], open: true };
  if (resolved.items !== undefined) return walk(resolved.items as Json, { document, prefix, depth: depth + 1 });
  if (resolved.properties === undefined && resolved.type !== "object") {
    const name = prefix.join(".");
    return { fields: name === "" ? [] : [{ name, schema: resolved }], open: Object.keys(resolved).length === 0 };
  }

  const below = Object.entries((resolved.properties ?? {}) as Record<string, Json>).map(([name, property]) =>
    walk(property, { document, prefix: [...prefix, name], depth: depth + 1 }),
  );
  return {
    fields: below.flatMap(({ fields }) => fields),
    open: resolved.additionalProperties !== false || below.some(({ open }) => open),
  };
}
