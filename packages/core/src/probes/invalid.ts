import type { PlanField } from "../plan/schema.ts";

export interface InvalidValue {
  /** Behind the status in a step's id. */
  readonly name: string;
  /** What is wrong, after "a request with". */
  readonly words: string;
  /** As JSON. */
  readonly json: string;
}

/** A value of another type than the field has. */
export function wrongType(field: PlanField): InvalidValue {
  const json = field.type === "string" || field.enum !== null ? '{"no":1}' : '"not-a-value"';
  return { name: `${field.name}-type`, words: `a \`${field.name}\` of the wrong type`, json };
}

/** Values of the right type that break each constraint of the field. */
export function brokenConstraints(field: PlanField): InvalidValue[] {
  const { name } = field;
  const values: InvalidValue[] = [];
  if (field.enum !== null) {
    return [
      { name: `${name}-enum`, words: `a \`${name}\` that is none of its values`, json: '"none-of-these-{{hex:4}}"' },
    ];
  }
  if (field.type === "string") {
    if (field.format !== null) {
      values.push({
        name: `${name}-format`,
        words: `a \`${name}\` that is no ${field.format}`,
        json: '"no such form!"',
      });
    }
    if (field.maxLength !== null && field.maxLength <= 50_000) {
      const json = `"${tooLong(field, field.maxLength)}"`;
      values.push({ name: `${name}-long`, words: `a \`${name}\` that is too long`, json });
    }
    if (field.minLength !== null && field.minLength > 1) {
      values.push({ name: `${name}-short`, words: `a \`${name}\` that is too short`, json: '"x"' });
    }
  }
  if (field.type === "integer" || field.type === "number") {
    if (field.maximum !== null) {
      values.push({ name: `${name}-high`, words: `a \`${name}\` that is too high`, json: String(field.maximum + 1) });
    }
    if (field.minimum !== null) {
      values.push({ name: `${name}-low`, words: `a \`${name}\` that is too low`, json: String(field.minimum - 1) });
    }
    if (field.type === "integer") {
      values.push({ name: `${name}-fraction`, words: `a \`${name}\` that is no whole number`, json: between(field) });
    }
  }
  return values;
}

/** Longer than allowed, and otherwise in form. */
function tooLong(field: PlanField, limit: number): string {
  if (field.format === "uri") return `https://example.com/{{x:${limit}}}`;
  if (field.format === "email") return `p{{x:${limit}}}@example.com`;
  return `{{x:${limit + 1}}}`;
}

/** A fraction that breaks no other constraint where there is room for one. */
function between(field: PlanField): string {
  const whole = field.minimum ?? (field.maximum === null ? 1 : field.maximum - 1);
  return String(whole + 0.5);
}
