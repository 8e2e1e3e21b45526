import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-flask";
import { example, fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "blueprints", project: await fixture("blueprints"), tools: ["pipenv"] },
    { name: "restx", project: await fixture("restx"), tools: ["python"] },
    { name: "the example", project: await example(), tools: ["python", "pytest", "flake8", "flask"] },
  ],
});

describe("adapter-flask", () => {
  it.each(cases)("$title", ({ run }) => run());
});
