import { isMap, parseDocument } from "yaml";
import type { Document } from "yaml";
import type { Plan } from "../schema.ts";

type Key = readonly string[];

/** Parts of a document whose entries a plan adds to, one by one. */
const sections: readonly Key[] = [
  ["components", "schemas"],
  ["components", "responses"],
  ["components", "headers"],
  ["components", "securitySchemes"],
];

/**
 * An OpenAPI document in YAML with what a plan adds to it: operations, and what they name. What is there stays, comments
 * included; `null` where the text is no such document.
 */
export function extendOpenapi(text: string, { openapi }: Pick<Plan, "openapi">): string | null {
  const document = parseDocument(text, { compat: "yaml-1.1" });
  if (document.errors.length > 0 || !isMap(document.get("paths"))) {
    return null;
  }
  const wanted = openapi;
  const paths = entriesAt(wanted, ["paths"]).flatMap(([path]) =>
    entriesAt(wanted, ["paths", path]).map(([method, operation]) => ({ key: ["paths", path, method], operation })),
  );
  const added = [
    ...paths,
    ...sections.flatMap((section) =>
      entriesAt(wanted, section).map(([name, operation]) => ({ key: [...section, name], operation })),
    ),
  ].filter(({ key }) => !document.hasIn(key));
  for (const { key, operation } of added) {
    document.setIn(key, document.createNode(operation, { aliasDuplicateObjects: false }));
  }
  const tagged = addTags(document, wanted);
  return added.length === 0 && !tagged ? text : document.toString({ lineWidth: 0 });
}

function addTags(document: Document, wanted: Record<string, unknown>): boolean {
  const listed = (document.toJS() as { readonly tags?: readonly { readonly name?: string }[] }).tags ?? [];
  const names = new Set(listed.map(({ name }) => name));
  const tags = Array.isArray(wanted["tags"]) ? (wanted["tags"] as readonly { readonly name: string }[]) : [];
  const missing = tags.filter(({ name }) => !names.has(name));
  if (missing.length > 0 && !document.has("tags")) {
    document.set("tags", document.createNode([]));
  }
  missing.forEach((tag) => document.addIn(["tags"], document.createNode(tag)));
  return missing.length > 0;
}

function entriesAt(document: Record<string, unknown>, key: Key): [string, unknown][] {
  const found = key.reduce<unknown>(
    (value, name) => (typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : null),
    document,
  );
  return typeof found === "object" && found !== null ? Object.entries(found) : [];
}
