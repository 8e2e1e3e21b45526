import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";
import { example, fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "gin-layers", project: await fixture("gin-layers"), tools: ["go", "make"] },
    { name: "standard", project: await fixture("standard"), tools: ["go"] },
    { name: "gateway", project: await fixture("gateway"), tools: ["go"] },
    { name: "the example", project: await example(), tools: ["go", "make"] },
  ],
});

describe("adapter-go", () => {
  it.each(cases)("$title", ({ run }) => run());
});
