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

/** Values that are wrong in one way each. */
export function invalidValues(field: FieldView): ResourceTest["invalid"] {
  const { name, human } = field;
  const cases: ResourceTest["invalid"][number][] = [];
  const add = (title: string, value: ResourceTest["invalid"][number]["value"]): void => {
    cases.push({ title: `${title}`, field: name, value });
  };
  if (!field.nullable) {
    add(`null as ${human}`, null);
  }
  if (field.enum !== null) {
    add(`an unknown ${human}`, "no such value");
  } else if (field.type === "string") {
    addTexts(field, add);
  } else {
    add(`a value of the wrong type as ${human}`, field.type === "boolean" ? "true" : "not right");
    addNumbers(field, add);
  }
  return cases;
}

type Add = (title: string, value: ResourceTest["invalid"][number]["value"]) => void;

function addTexts(field: FieldView, add: Add): void {
  const { human, format, minLength, maxLength } = field;
  add(`a number as ${human}`, 1);
  if (format !== null) {
    add(`a malformed ${human}`, "Not Right");
  }
  if (minLength !== null && minLength > 0) {
    add(`too short a ${human}`, { prefix: "", repeat: minLength - 1 });
  }
  if (maxLength !== null) {
    const prefix = format === "uri" ? "https://example.com/" : "";
    add(`too long a ${human}`, { prefix, repeat: maxLength + 1 - prefix.length });
  }
}

function addNumbers(field: FieldView, add: Add): void {
  const { human, type, minimum, maximum } = field;
  if (type === "integer") {
    add(`a fraction as ${human}`, 1.5);
  }
  if (minimum !== null) {
    add(`too small a ${human}`, minimum - 1);
  }
  if (maximum !== null) {
    add(`too large a ${human}`, maximum + 1);
  }
}

/** Query strings with a value that the filter's field cannot have. */
export function badQuery(field: FieldView): readonly string[] {
  return field.enum !== null || (field.type !== "string" && field.type !== "number") || field.format !== null
    ? [`${field.name}=no+such+value`]
    : field.type === "number"
      ? [`${field.name}=x`]
      : [];
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
