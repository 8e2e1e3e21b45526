import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastapi";
import { example, fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "factory-poetry", project: await fixture("factory-poetry"), tools: ["poetry"] },
    { name: "class-views", project: await fixture("class-views"), tools: ["python"] },
    { name: "the example", project: await example(), tools: ["python", "make", "uvicorn"] },
  ],
});

describe("adapter-fastapi", () => {
  it.each(cases)("$title", ({ run }) => run());
});
