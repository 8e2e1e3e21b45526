import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-express";
import { applicationOf, fixture } from "./fixtures.ts";

const server =
  'const express = require("express");\nconst app = express();\napp.get("/", (req, res) => res.end());\napp.listen(3000);\n';

describe("detect", () => {
  it("reads a CommonJS application, whose entry has no ending", async () => {
    const detection = applicationOf(await fixture("commonjs-guards"));

    expect(detection).toMatchObject({
      dir: ".",
      language: "javascript",
      framework: { name: "express", version: "4.21.0" },
      packageManager: "npm",
      databases: ["mongodb"],
      orms: ["mongoose"],
      auth: ["jwt"],
      apiStyles: ["rest"],
      validation: [],
      entry: "bin/www",
    });
    expect(detection.ports[0]).toEqual({ port: 4100, source: "bin/www:11" });
  });

  it("reads a TypeScript application, whose start script runs what the build writes", async () => {
    const detection = applicationOf(await fixture("typescript-classes"));

    expect(detection).toMatchObject({
      language: "typescript",
      packageManager: "pnpm",
      databases: ["postgresql"],
      orms: ["pg"],
      validation: ["zod"],
      entry: "src/server.ts",
    });
    expect(detection.ports[0]).toEqual({ port: 8088, source: "src/config.ts:4" });
    expect(
      detection.evidence
        .filter(({ field }) => field === "framework")
        .map(({ rule, file, line }) => `${rule} ${file}:${line}`),
    ).toEqual([
      "dependency package.json:12",
      "import src/app.ts:1",
      "construction src/app.ts:5",
      "listen src/app.ts:13",
    ]);
  });

  it("finds the member of a workspace that is an application, and not the front end", async () => {
    const project = await fixture("workspace");

    expect(adapter.detect(project).map(({ dir, packageManager }) => [dir, packageManager])).toEqual([
      ["packages/api", "yarn"],
    ]);
    expect(adapter.commands(project, applicationOf(project))).toMatchObject({
      install: { argv: ["yarn", "install", "--frozen-lockfile"], cwd: "." },
      lint: { argv: ["yarn", "run", "lint"], cwd: "." },
      test: null,
      start: { argv: ["node", "src/index.mjs"], cwd: "packages/api" },
    });
  });

  it.each([
    ["Express itself", { "package.json": '{ "name": "express" }', "index.js": server }],
    [
      "a library that makes one for its users",
      {
        "package.json": '{ "name": "mock", "main": "index.js", "peerDependencies": { "express": "5" } }',
        "index.js": server.replace("app.listen(3000);", "module.exports = app;"),
      },
    ],
    [
      "a package that only makes one in tests",
      { "package.json": '{ "devDependencies": { "express": "5" } }', "test/server.js": server },
    ],
    ["a dead dependency", { "package.json": '{ "dependencies": { "express": "5" } }', "index.js": "console.log(1);" }],
    [
      "types alone",
      { "package.json": '{ "dependencies": { "express": "5" } }', "a.ts": 'import type { Request } from "express";' },
    ],
    ["what was built", { "package.json": '{ "dependencies": { "express": "5" } }', "dist/server.js": server }],
  ])("finds nothing in %s", (_what, files) => {
    expect(adapter.detect(memoryProject(files as unknown as Record<string, string>))).toEqual([]);
  });

  it("reads a folder without any manifest", () => {
    expect(applicationOf(memoryProject({ "server.js": server }))).toMatchObject({
      dir: ".",
      entry: "server.js",
      ports: [{ port: 3000 }],
    });
  });
});
