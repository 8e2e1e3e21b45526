import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BackwrightError } from "../../src/errors.ts";
import { planTask } from "../../src/plan/planner.ts";
import { checkTask } from "../../src/task/check.ts";
import { parseQueue } from "../../src/task/queue-parse.ts";
import { taskTemplate } from "../../src/task/template.ts";
import { readYaml } from "../../src/task/yaml-source.ts";

const template = taskTemplate();
const debris = fc.constantFrom(
  "",
  " ",
  "\n",
  ":",
  "- ",
  "#",
  "{",
  "]",
  "'",
  "&a ",
  "*a",
  "!!set ",
  "null",
  "-1",
  "\0",
  "💥",
  "\t",
  "owner",
);

const damage = fc.array(fc.record({ at: fc.nat(template.length), length: fc.nat(12), by: debris }), {
  minLength: 1,
  maxLength: 6,
});

function damaged(cuts: readonly { at: number; length: number; by: string }[]): string {
  return cuts.reduce((text, { at, length, by }) => text.slice(0, at) + by + text.slice(at + length), template);
}

/** The code of the refusal, or `null` for a task that was planned. */
function outcome(text: string): string | null {
  try {
    const { value, lineOf } = readYaml({ text, file: "task.yaml" });
    const place = { file: "task.yaml", lineOf };
    planTask(checkTask(value, place), { backend: null, errors: null, ...place });
    return null;
  } catch (error) {
    if (error instanceof BackwrightError) return error.code;
    throw error;
  }
}

describe("a damaged task file", () => {
  it("is planned or refused with a code, never anything else", () => {
    const outcomes = new Set<string | null>();

    fc.assert(
      fc.property(damage, (cuts) => {
        outcomes.add(outcome(damaged(cuts)));
      }),
      { seed: 20_261_123, numRuns: 600 },
    );

    expect([...outcomes]).toEqual(
      expect.arrayContaining([null, "TASK_UNREADABLE", "TASK_INVALID", "PLAN_CONTRADICTION"]),
    );
  });

  it("is refused whatever stands in the place of its parts", () => {
    const outcomes = new Set<string | null>();

    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.constantFrom("auth", "resources", "rateLimit"), (value, key) => {
        outcomes.add(outcome(JSON.stringify({ id: "T-1", objective: "x", [key]: value })));
        const resources = { Thing: { fields: value } };
        outcomes.add(outcome(JSON.stringify({ id: "T-1", objective: "x", auth: "jwt", resources })));
      }),
      { seed: 20_261_123, numRuns: 200 },
    );

    expect([...outcomes]).toEqual(expect.arrayContaining(["TASK_INVALID", "PLAN_CONTRADICTION"]));
  });
});

describe("a damaged queue", () => {
  it("is read for what can be read", () => {
    const queue =
      "## Project Commands\n| Command | Value |\n|--|--|\n| Test | x |\n\n### TASK-1: a\n| Complexity | easy |\n\n**Notes:** n\n- [ ] b\n```yaml\nauth: jwt\n```\n---\n";

    fc.assert(
      fc.property(fc.nat(queue.length), fc.nat(20), debris, (at, length, by) => {
        const text = queue.slice(0, at) + by + queue.slice(at + length);
        for (const { line } of parseQueue(text)) expect(line).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { seed: 20_261_123, numRuns: 400 },
    );
    expect(parseQueue(queue)).toHaveLength(2);
  });
});
