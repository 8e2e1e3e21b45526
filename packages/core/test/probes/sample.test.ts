import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PlanField } from "../../src/plan/schema.ts";
import { fill, newValues } from "../../src/probes/fill.ts";
import { brokenConstraints, wrongType } from "../../src/probes/invalid.ts";
import { sampleValue } from "../../src/probes/sample.ts";
import { accepts } from "../fixtures/accepts.ts";

const plain: PlanField = {
  name: "value",
  column: "value",
  type: "string",
  format: null,
  enum: null,
  required: true,
  nullable: false,
  unique: false,
  secret: false,
  default: null,
  minLength: null,
  maxLength: 255,
  minimum: null,
  maximum: null,
};

const texts = fc
  .record({
    least: fc.integer({ min: 1, max: 60 }),
    more: fc.integer({ min: 0, max: 300 }),
    unique: fc.boolean(),
    secret: fc.boolean(),
  })
  .map(({ least, more, ...rest }): PlanField => ({ ...plain, ...rest, minLength: least, maxLength: least + more }));
const formats = fc
  .record({
    format: fc.constantFrom("email", "uri", "slug"),
    unique: fc.boolean(),
    more: fc.integer({ min: 0, max: 2000 }),
  })
  .map(({ more, ...rest }): PlanField => ({ ...plain, ...rest, maxLength: 40 + more }));
const numbers = fc
  .record({
    type: fc.constantFrom("integer", "number"),
    minimum: fc.option(fc.integer({ min: -1000, max: 1000 })),
    span: fc.option(fc.integer({ min: 0, max: 100_000 })),
    unique: fc.boolean(),
  })
  .map(({ span, ...rest }): PlanField => ({
    ...plain,
    ...rest,
    maximum: span === null ? null : (rest.minimum ?? 1) + span,
  }));
const others = fc
  .record({ type: fc.constantFrom("boolean", "date", "date-time", "uuid"), unique: fc.boolean() })
  .map((rest): PlanField => ({ ...plain, ...rest }));
const words = fc.constant<PlanField>({ ...plain, enum: ["one", "two"] });
const fields = fc.oneof(texts, formats, numbers, others, words);

function read(json: string): unknown {
  return JSON.parse(fill(json, newValues()).text) as unknown;
}

const runs = { seed: 42, numRuns: 1000 };

describe("sampleValue", () => {
  it("keeps to every constraint of a field", () => {
    const holds = fc.property(fields, fc.integer({ min: 1, max: 8 }), (field, row) =>
      accepts(field, read(sampleValue(field, { row }))),
    );

    expect(fc.check(holds, runs)).toMatchObject({ counterexample: null, numRuns: 1000 });
  });

  it("gives rows of one run different values where they must differ and the range has room", () => {
    const roomy = fields.filter(
      (field) => field.unique && field.type !== "boolean" && (field.maximum ?? 1e9) - (field.minimum ?? 1) > 10,
    );

    const holds = fc.property(roomy, (field) => {
      const values = newValues();
      const seen = [1, 2, 3, 4].map((row) => fill(sampleValue(field, { row }), values).text);
      return new Set(seen).size === 4;
    });

    expect(fc.check(holds, runs)).toMatchObject({ counterexample: null, numRuns: 1000 });
  });

  it("gives two runs different values where they must differ", () => {
    const field: PlanField = { ...plain, unique: true };

    expect(read(sampleValue(field, { row: 1 }))).not.toBe(read(sampleValue(field, { row: 1 })));
  });
});

describe("what must be refused", () => {
  it("breaks the constraint that it is named after", () => {
    const holds = fc.property(fields, (field) =>
      [wrongType(field), ...brokenConstraints(field)].every(({ json }) => !accepts(field, read(json))),
    );

    expect(fc.check(holds, runs)).toMatchObject({ counterexample: null, numRuns: 1000 });
  });
});
