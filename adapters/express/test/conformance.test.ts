import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases } from "@backwright/core/testing";
import adapter from "@backwright/adapter-express";
import packageJson from "@backwright/adapter-express/package.json" with { type: "json" };
import { fixture } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson,
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
