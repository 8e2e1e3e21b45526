import type { FieldView, ResourceTest, Sample, Value } from "./view.ts";

const maxInt32 = 2_147_483_647;

/** Up to three valid values, which every database puts in this order. */
export function ascendingValues(field: FieldView): readonly Value[] {
  if (field.enum !== null) {
    return field.enum.toSorted().slice(0, 3);
  }
  switch (field.type) {
    case "boolean":
      return [false, true];
    case "integer":
    case "number":
      return ascendingNumbers(field);
    case "date":
      return ["2030-01-01", "2030-01-02", "2030-01-03"];
    case "date-time":
      return ["2030-01-01T00:00:00.000Z", "2030-01-02T00:00:00.000Z", "2030-01-03T00:00:00.000Z"];
    case "uuid":
      return ["a", "b", "c"].map((digit) => `${digit.repeat(8)}-0000-4000-8000-000000000000`);
    case "string":
      return ["a", "b", "c"].map((letter) => textOf(field, letter));
  }
}

/** A valid value that says what it is. */
export function sampleOf(field: FieldView): Sample {
  if (field.enum !== null || field.type !== "string" || field.format !== null) {
    return { field, value: ascendingValues(field).at(-1) ?? "" };
  }
  const sentence = `Some ${field.human}`.padEnd(field.minLength ?? 0, "x");
  return { field, value: fits(field, sentence) ? sentence : textOf(field, "a") };
}

/** A valid value that no row of a test has; `null` where each may be one. */
export function unknownValue(field: FieldView): Value | null {
  if (field.enum !== null) {
    return null;
  }
  switch (field.type) {
    case "integer":
    case "number":
      return field.maximum ?? maxInt32;
    case "uuid":
      return "ffffffff-0000-4000-8000-000000000000";
    case "string":
      return textOf(field, "z");
    default:
      return null;
  }
}

/** Values that are wrong in one way each. */
export function invalidValues(field: FieldView): ResourceTest["invalid"] {
  const wrong = [...(field.nullable ? [] : [{ title: `null for ${field.human}`, value: null }]), ...wrongValues(field)];
  return wrong.map(({ title, value }) => ({ title, field: field.name, value }));
}

interface WrongValue {
  readonly title: string;
  readonly value: ResourceTest["invalid"][number]["value"];
}

function wrongValues(field: FieldView): WrongValue[] {
  const { human, type } = field;
  if (field.enum !== null) {
    return [{ title: `an unknown ${human}`, value: "no such value" }];
  }
  if (type === "string") {
    return wrongTexts(field);
  }
  return [
    { title: `the wrong type for ${human}`, value: type === "boolean" ? "true" : "not right" },
    ...wrongNumbers(field),
  ];
}

function wrongTexts({ human, format, minLength, maxLength }: FieldView): WrongValue[] {
  const prefix = format === "uri" ? "https://example.com/" : "";
  const suffix = format === "email" ? "@example.com" : "";
  const around = prefix.length + suffix.length;
  const short = { prefix: "", repeat: (minLength ?? 1) - 1, suffix: "" };
  const long = { prefix, repeat: (maxLength ?? 0) + 1 - around, suffix };
  return [
    { title: `a number for ${human}`, value: 1 },
    ...(format === null ? [] : [{ title: `${human} malformed`, value: "Not Right" }]),
    ...(minLength === null || minLength === 0 ? [] : [{ title: `${human} too short`, value: short }]),
    ...(maxLength === null || long.repeat < 0 ? [] : [{ title: `${human} too long`, value: long }]),
  ];
}

function wrongNumbers({ human, type, minimum, maximum }: FieldView): WrongValue[] {
  return [
    ...(type === "integer" ? [{ title: `a fraction for ${human}`, value: 1.5 }] : []),
    ...(minimum === null ? [] : [{ title: `${human} too small`, value: minimum - 1 }]),
    ...(maximum === null ? [] : [{ title: `${human} too large`, value: maximum + 1 }]),
  ];
}

/** Query strings with a value that the filter's field cannot have. */
export function badQuery({ name, type, enum: values, format }: FieldView): readonly string[] {
  const takesAnyText = type === "string" && values === null && format === null;
  return takesAnyText ? [] : [`${name}=no+such+value`];
}

function ascendingNumbers({ minimum, maximum, type }: FieldView): readonly Value[] {
  const low = minimum ?? Math.min(1, (maximum ?? 3) - 2);
  const first = type === "integer" ? Math.ceil(low) : low;
  const high = maximum ?? maxInt32;
  return [first, first + 1, first + 2].filter((value) => value <= high);
}

function textOf(field: FieldView, letter: string): string {
  const text = letter.repeat(Math.max(1, field.minLength ?? 1));
  switch (field.format) {
    case "email":
      return `${text}@example.com`;
    case "uri":
      return `https://example.com/${text}`;
    default:
      return text;
  }
}

function fits({ minLength, maxLength }: FieldView, text: string): boolean {
  return text.length >= (minLength ?? 0) && text.length <= (maxLength ?? text.length);
}
