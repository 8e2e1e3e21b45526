import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases, memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-nestjs";
import { guarded, several } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "guards for all", project: memoryProject(guarded), tools: ["npm"] },
    { name: "several applications", project: memoryProject(several), tools: ["npm"] },
  ],
});

describe("adapter-nestjs", () => {
  it.each(cases)("$title", ({ run }) => run());
});
