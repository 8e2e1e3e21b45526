import type { PlanField } from "../plan/schema.ts";

export interface SampleOptions {
  /** Which row: rows differ in their unique values, and every second one in the others. */
  row: number;
}

/** What a sample is made of. */
export type SampleField = Pick<
  PlanField,
  "name" | "type" | "format" | "enum" | "minLength" | "maxLength" | "minimum" | "maximum" | "unique" | "secret"
>;

/** A field's value as JSON text, within all of its constraints. Unique values differ in each run. */
export function sampleValue(field: SampleField, { row }: SampleOptions): string {
  if (field.enum !== null) return JSON.stringify(field.enum[row % field.enum.length] ?? field.enum[0]);
  switch (field.type) {
    case "boolean":
      return row % 2 === 0 ? "true" : "false";
    case "integer":
    case "number":
      return sampleNumber(field, row);
    case "date":
      return field.unique ? `"2{{digits:3}}-01-1${row}"` : `"2026-01-1${row}"`;
    case "date-time":
      return field.unique ? `"2{{digits:3}}-01-1${row}T10:00:00.000Z"` : `"2026-01-1${row}T10:00:00.000Z"`;
    case "uuid":
      return `"{{hex:8}}-{{hex:4}}-4{{hex:3}}-8{{hex:3}}-{{hex:11}}${row}"`;
    case "string":
      return `"${sampleText(field, row)}"`;
  }
}

/** What a secret field holds; its appearance in any answer is a leak. `null` where the field is too narrow for it. */
export function canary(field: SampleField): string | null {
  const room = field.maxLength ?? 255;
  const isText = field.secret && field.type === "string" && field.enum === null && field.format === null;
  return isText && room >= canaryLength + field.name.length ? `canary-${field.name}-{{hex:12}}` : null;
}

const canaryLength = 22;

function sampleText(field: SampleField, row: number): string {
  const secret = canary(field);
  if (secret !== null) {
    return padded(`${secret}.${row}`, { has: canaryLength + field.name.length, least: field.minLength ?? 0 });
  }
  if (field.format === "email") return sampleEmail(field, row);
  if (field.format === "uri") {
    const long = `https://example.com/{{hex:12}}/${row}`;
    return padded(long, { has: 34, least: field.minLength ?? 0 });
  }
  if (field.format === "slug") return bounded(field, { long: `p-{{hex:12}}-${row}`, length: 16, row });
  const word = field.name.replaceAll(/[^A-Za-z]/g, "").slice(0, 20);
  return bounded(field, { long: `${word} {{hex:12}} ${row}`, length: word.length + 15, row });
}

/** As long as it must be: up to 64 characters in front of the `@`, the rest in a part of the domain. */
function sampleEmail(field: SampleField, row: number): string {
  if ((field.maxLength ?? 255) < 32) return `p{{hex:4}}${row}@e.co`;
  const lacking = Math.max((field.minLength ?? 0) - 27, 0);
  const inFront = Math.min(lacking, 49);
  const behind = lacking - inFront;
  const front = inFront > 0 ? `{{x:${inFront}}}` : "";
  const domain = behind > 0 ? `{{x:${behind}}}.example.com` : "example.com";
  return `p${front}{{hex:12}}.${row}@${domain}`;
}

interface Draft {
  long: string;
  /** Of `long`, once it is filled. */
  length: number;
  row?: number;
}

/** The long form where it fits, else as much of the random part as does. */
function bounded(field: SampleField, { long, length, row }: Draft): string {
  const limit = field.maxLength ?? 255;
  const least = Math.min(field.minLength ?? 0, limit);
  if (length <= limit) return padded(long, { has: length, least });
  const end = row === undefined ? "" : String(row);
  const room = Math.min(12, limit - end.length);
  return room < 1 ? end || "x" : padded(`{{hex:${room}}}${end}`, { has: room + end.length, least });
}

function padded(text: string, { has, least }: { has: number; least: number }): string {
  return has >= least ? text : `${text}{{x:${least - has}}}`;
}

function sampleNumber(field: SampleField, row: number): string {
  const lowest = Math.ceil(field.minimum ?? 1);
  const highest = Math.floor(field.maximum ?? 2_000_000_000);
  const random = field.unique ? [8, 7, 6, 5, 4, 3, 2, 1].find((count) => fits(count, { lowest, highest })) : undefined;
  if (random !== undefined) return `{{digits:${random}}}${row}`;
  const first = lowest <= 1 && highest >= 10 ? 1 : lowest;
  const span = highest - first + 1;
  // A range without a whole number in it has only its borders.
  return span < 1 ? String(field.minimum ?? field.maximum ?? 1) : String(first + (row % span));
}

/** Whether every number of so many digits and one more lies in the range. */
function fits(count: number, { lowest, highest }: { lowest: number; highest: number }): boolean {
  return lowest <= 10 ** count && 10 ** (count + 1) - 1 <= highest;
}

/** Whether an answer shows the value as it was sent; formats and fractions may come back in another spelling. */
export function isEchoed(field: SampleField): boolean {
  if (field.secret) return false;
  if (field.enum !== null) return field.enum.every((word) => /^[\w -]+$/.test(word));
  return field.type === "integer" || field.type === "boolean" || (field.type === "string" && field.format === null);
}
