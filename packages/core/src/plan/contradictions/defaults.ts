import type { FieldTask } from "../../task/schema.ts";
import { didYouMean, wordList } from "../../task/suggest.ts";

interface DefaultProblem {
  readonly at: readonly ["default"];
  readonly text: string;
}

/** Why the default of a field is not a value that the field may have. */
export function problemsOfDefault(field: FieldTask): DefaultProblem[] {
  const text = field.default === undefined ? null : wrongDefault(field, field.default);
  return text === null ? [] : [{ at: ["default"], text }];
}

function wrongDefault(field: FieldTask, value: string | number | boolean): string | null {
  switch (field.type ?? "string") {
    case "string":
      return typeof value === "string" ? wrongText(field, value) : `${value} is not a text. Put it in quotes.`;
    case "integer":
    case "number":
      return typeof value === "number" ? wrongNumber(field, value) : `\`${value}\` is not a number.`;
    case "boolean":
      return typeof value === "boolean" ? null : `\`${value}\` is neither \`true\` nor \`false\`.`;
    case "date":
      return isDate(value) ? null : `\`${value}\` is not a date, like 2026-01-31.`;
    case "date-time":
      return isTime(value) ? null : `\`${value}\` is not a time, like 2026-01-31T12:00:00Z.`;
    case "uuid":
      return typeof value === "string" && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
        ? null
        : `\`${value}\` is not a UUID.`;
  }
}

function wrongText(field: FieldTask, value: string): string | null {
  if (field.enum !== undefined) {
    if (field.enum.includes(value)) return null;
    const guess = didYouMean(value, field.enum);
    return `\`${value}\` is not one of ${wordList(field.enum)}${guess === "" ? "." : guess}`;
  }
  const { length } = value;
  if (length < (field.minLength ?? 0)) return `\`${value}\` is shorter than \`minLength\`, ${field.minLength}.`;
  if (length > (field.maxLength ?? 255)) return `It is longer than \`maxLength\`, ${field.maxLength ?? 255}.`;
  return field.format !== undefined && !isFormat[field.format](value)
    ? `\`${value}\` is not of the format ${field.format}.`
    : null;
}

const isFormat = {
  email: (value: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value),
  uri: (value: string): boolean => URL.canParse(value),
  slug: (value: string): boolean => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value),
};

function wrongNumber({ type, minimum, maximum }: FieldTask, value: number): string | null {
  if (!Number.isFinite(value)) return `${value} is not a number that can be kept.`;
  if (type === "integer" && !Number.isSafeInteger(value)) return `${value} is not a whole number.`;
  if (minimum !== undefined && value < minimum) return `${value} is less than \`minimum\`, ${minimum}.`;
  if (maximum !== undefined && value > maximum) return `${value} is more than \`maximum\`, ${maximum}.`;
  return null;
}

function isDate(value: unknown): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && dayExists(value);
}

function isTime(value: unknown): boolean {
  const form = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;
  const day = typeof value === "string" ? form.exec(value)?.[1] : undefined;
  return day !== undefined && dayExists(day) && !Number.isNaN(Date.parse(String(value)));
}

function dayExists(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
