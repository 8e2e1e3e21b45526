import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planSchema } from "../../src/plan/schema.ts";
import { validationMatrix } from "../../src/plan/validation-matrix.ts";
import { lint, planOf } from "./plan-of.ts";
import { randomTask } from "./random-task.ts";

describe("planTask on random tasks", () => {
  it("always gives a valid plan, a valid contract, bounded inputs and no leak", { timeout: 120_000 }, async () => {
    let operationsSeen = 0;

    await fc.assert(
      fc.asyncProperty(randomTask, async (made) => {
        const plan = planOf(JSON.stringify(made));

        expect(planSchema.parse(plan)).toEqual(plan);
        expect(await lint(plan)).toEqual([]);
        for (const { inputs, leaks } of validationMatrix(plan)) {
          expect(inputs.filter(({ validatedBy }) => validatedBy === null)).toEqual([]);
          expect(leaks).toEqual([]);
        }
        operationsSeen += plan.operations.length;
      }),
      { seed: 20_261_123, numRuns: 60 },
    );

    expect(operationsSeen).toBeGreaterThan(250);
  });
});
