import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-django";
import { example, fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "pages", project: await fixture("pages"), tools: ["python"] },
    { name: "api", project: await fixture("api"), tools: ["uv"] },
    { name: "the example", project: await example(), tools: ["python", "ruff"] },
  ],
});

describe("adapter-django", () => {
  it.each(cases)("$title", ({ run }) => run());
});
