import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { errorCodes, exitCodes } from "../src/errors.ts";
import { taskJsonSchema } from "../src/json-schemas.ts";
import type { JsonSchema } from "../src/json-schemas.ts";
import { checkTask } from "../src/task/check.ts";
import { readYaml } from "../src/task/yaml-source.ts";

function page(name: string): string {
  return readFileSync(new URL(`../../../docs/${name}`, import.meta.url), "utf8");
}

describe("docs/errors.md", () => {
  const sections = page("errors.md").split(/^## /m).slice(1);

  it("has a section for every code, and no other", () => {
    const headings = sections.map((section) => /^[A-Z_]+/.exec(section)?.[0]);

    expect(headings).toEqual(Object.keys(errorCodes));
  });

  it.each(Object.entries(errorCodes))("tells what %s means and what to do, and its exit code", (code, outcome) => {
    const section = sections.find((each) => each.startsWith(`${code}\n`)) ?? "";

    expect(section).toContain("**What happened.**");
    expect(section).toContain("**Why.**");
    expect(section).toContain("**What to do.**");
    expect(section).toContain(`Exit code ${exitCodes[outcome]}.`);
  });
});

describe("docs/task-file.md", () => {
  const text = page("task-file.md");

  it("names every field of the schema, and every word that a field can be", () => {
    const names = namesIn(taskJsonSchema());

    expect(names.size).toBeGreaterThan(50);
    expect([...names].filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
  });

  it("shows only examples that load", () => {
    const examples = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example]) => example ?? "");

    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) {
      const { value, lineOf } = readYaml({ text: example, file: "example" });
      expect(
        checkTask({ id: "T-1", objective: "x", ...(value as object) }, { file: "example", lineOf }).id,
      ).toBeTruthy();
    }
  });
});

/** Names of properties and words of enums, at any depth. */
function namesIn(value: unknown): Set<string> {
  if (typeof value !== "object" || value === null) return new Set();
  if (Array.isArray(value)) return new Set(value.flatMap((each) => [...namesIn(each)]));

  const { enum: words = [], properties = {}, ...rest } = value as JsonSchema;
  const fields = Object.values(properties as object).flatMap((field) => [...namesIn(field)]);
  const below = Object.values(rest).flatMap((each) => [...namesIn(each)]);
  return new Set([...(words as string[]), ...Object.keys(properties as object), ...fields, ...below]);
}
