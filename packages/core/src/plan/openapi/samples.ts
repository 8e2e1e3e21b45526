import type { Entity, PlanField } from "../schema.ts";
import type { RowIds } from "../store.ts";
import type { Json } from "./fields.ts";

const moment = "2026-01-31T12:00:00.000Z";

/** A value that the field may have, always the same. */
export function sampleValue(field: PlanField): string | number | boolean {
  switch (field.type) {
    case "string":
      return field.enum?.[0] ?? sampleText(field);
    case "integer":
    case "number":
      return sampleNumber(field);
    case "boolean":
      return typeof field.default === "boolean" ? field.default : true;
    case "date":
      return moment.slice(0, 10);
    case "date-time":
      return moment;
    case "uuid":
      return "3f2504e0-4f89-41d3-9a0c-0305e82c3301";
  }
}

/** A request body that creates a row. */
export function sampleInput({ fields }: Entity): Json {
  return Object.fromEntries(fields.map((field) => [field.name, sampleValue(field)]));
}

/** A request body that changes one field of a row. */
export function sampleChange({ fields }: Entity): Json {
  const field = fields.find(({ secret, unique }) => !secret && !unique) ?? fields[0];
  return field === undefined ? {} : { [field.name]: sampleValue(field) };
}

/** A row as it is answered. */
export function sampleRow(entity: Entity, id: RowIds["sample"]): Json {
  const shown = entity.fields.filter(({ secret }) => !secret).map((field) => [field.name, sampleValue(field)] as const);
  return {
    id,
    ...(entity.owned ? { ownerId: id } : {}),
    ...Object.fromEntries(shown),
    createdAt: moment,
    updatedAt: moment,
  };
}

export function sampleAccount(roles: readonly string[], id: RowIds["sample"]): Json {
  return { id, email: "ada@example.com", ...(roles[0] === undefined ? {} : { role: roles[0] }), createdAt: moment };
}

function sampleNumber({ minimum, maximum }: PlanField): number {
  return Math.min(Math.max(1, minimum ?? 1), maximum ?? 1_000_000);
}

const pads = {
  email: { start: "a", middle: "a", end: "@b.io" },
  uri: { start: "http://a.b", middle: "/a", end: "" },
  slug: { start: "a", middle: "a", end: "" },
  text: { start: "A", middle: "a", end: "" },
};
const usual = { email: "ada@example.com", uri: "https://example.com/", slug: "a-slug" };

function sampleText({ name, format, minLength, maxLength }: PlanField): string {
  const min = minLength ?? 0;
  const max = maxLength ?? 255;
  const text = format === null ? `A ${name}` : usual[format];
  if (text.length >= min && text.length <= max) return text;

  const { start, middle, end } = pads[format ?? "text"];
  let padded = start;
  while (padded.length + end.length < min) padded += middle;
  return (padded + end).slice(0, max);
}
