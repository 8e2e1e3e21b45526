import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { renderOpenapi, renderPlan } from "../../src/plan/render.ts";
import { planOf, planOfResource } from "./plan-of.ts";

const example = new URL("../../../../examples/tasks/express-empty.yaml", import.meta.url);

describe("renderPlan", () => {
  it("renders the whole plan as a page", async () => {
    const plan = planOf(readFileSync(example, "utf8"));

    await expect(renderPlan(plan)).toMatchFileSnapshot("__snapshots__/express-empty.plan.md");
  });

  it("says what comes beside what the application has, and nothing of that for a new one", () => {
    const plan = planOfResource("{ fields: { a: string } }");
    const decision = {
      question: "What checks the input?",
      decision: "zod, beside joi of the app",
      reason: "It is old.",
    };

    expect(renderPlan(plan)).not.toContain("## In the application");
    expect(renderPlan({ ...plan, application: [decision] })).toContain(
      "## In the application\n\n| Question | Decision | Reason |\n|---|---|---|\n| What checks the input? | zod, beside joi of the app | It is old. |\n\n## Database",
    );
  });

  it("keeps a text with pipes and line breaks within its cell", () => {
    const page = renderPlan(planOfResource('{ fields: { a: { enum: ["x|y", "z\\nw"] } } }'));

    expect(page).toContain("| `a` | `a` | string | nullable; one of x\\|y, z w |");
  });

  it("says of a task in prose that there is nothing to plan", () => {
    const page = renderPlan(planOf("{ id: T-1, objective: Speed it up }"));

    expect(page).toContain("The task says in prose what to do");
    expect(page).not.toContain("## Operations");
  });
});

describe("renderOpenapi", () => {
  it("gives YAML that reads back as the document, whatever the version of YAML", () => {
    const plan = planOfResource(
      '{ fields: { state: { enum: ["yes", "no", "12", "null", "2026-01-31"], default: "no" } } }',
    );

    const text = renderOpenapi(plan);

    expect(parse(text)).toEqual(plan.openapi);
    expect(parse(text, { version: "1.1" })).toEqual(plan.openapi);
  });
});
