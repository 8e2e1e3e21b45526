import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-express";
import { fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "commonjs-guards", project: await fixture("commonjs-guards"), tools: ["npm"] },
    { name: "typescript-classes", project: await fixture("typescript-classes"), tools: ["pnpm"] },
    { name: "workspace", project: await fixture("workspace"), tools: ["yarn", "node"] },
  ],
});

describe("adapter-express", () => {
  it.each(cases)("$title", ({ run }) => run());
});
