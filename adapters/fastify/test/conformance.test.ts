import { readFileSync } from "node:fs";
import { describe, it } from "vitest";
import { conformanceCases, memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastify";
import { loaded, registered } from "./fixtures.ts";

const cases = conformanceCases({
  adapter,
  packageJson: JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as unknown,
  readme: readFileSync(new URL("../README.md", import.meta.url), "utf8"),
  fixtures: [
    { name: "loaded folders", project: memoryProject(loaded), tools: ["npm"] },
    { name: "registered plugins", project: memoryProject(registered), tools: ["npm"] },
  ],
});

describe("adapter-fastify", () => {
  it.each(cases)("$title", ({ run }) => run());
});
