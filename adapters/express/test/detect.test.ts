import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-express";
import { applicationOf, fixture } from "./fixtures.ts";

const server =
  'const express = require("express");\nconst app = express();\napp.get("/", (req, res) => res.end());\napp.listen(3000);\n';

describe("detect", () => {
  it.each([
    ["a program that starts anew at each change", "start", "node-dev server.js", "server.js"],
    ["a server beside a desktop application", "start-server", "nodemon server.js", "server.js"],
    ["a program that a build writes", "start", "node --preserve-symlinks server/bin/www.js", "api/www.js"],
  ])("takes a package that is published for an application where it is started: %s", (_what, name, text, file) => {
    const manifest = { name: "notes", version: "1.0.0", bin: "run.js", files: ["server"], scripts: { [name]: text } };
    const project = memoryProject({
      "package.json": JSON.stringify({ ...manifest, dependencies: { express: "5" } }),
      [file]: 'const app = require("express")();\napp.get("/notes", list);\napp.listen(3000);\n',
    });

    expect(adapter.detect(project)).toMatchObject([{ dir: ".", entry: file }]);
    const alone = JSON.stringify({ ...manifest, scripts: {}, dependencies: { express: "5" } });
    expect(adapter.detect(memoryProject({ "package.json": alone, [file]: project.read(file) ?? "" }))).toEqual([]);
  });

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

  it("applies migrations by Prisma's own command where no script does", () => {
    const files = {
      "package.json":
        '{ "name": "api", "scripts": { "migrate": "prisma migrate dev", "start": "node index.js" }, "dependencies": { "express": "5", "@prisma/client": "7" } }',
      "index.js": `const { PrismaClient } = require("@prisma/client");\n${server}`,
      "prisma/schema.prisma": 'datasource db {\n  provider = "sqlite"\n}\n',
    };
    const lock = "prisma/migrations/migration_lock.toml";
    function migrateOf(project: ReturnType<typeof memoryProject>): unknown {
      return adapter.commands(project, applicationOf(project)).migrate;
    }

    expect(migrateOf(memoryProject(files))).toBeNull();
    expect(migrateOf(memoryProject({ ...files, [lock]: 'provider = "sqlite"\n' }))).toEqual({
      argv: ["npx", "--no-install", "prisma", "migrate", "deploy"],
      cwd: ".",
      env: {},
      source: lock,
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
    [
      "a repository that gives a package to others, with an example",
      {
        "package.json":
          '{ "name": "middleware", "version": "1.0.0", "files": ["lib"], "peerDependencies": { "express": "5" } }',
        "examples/app/package.json": '{ "dependencies": { "express": "5" } }',
        "examples/app/server.js": server,
      },
    ],
    [
      "a frontend with a server for work on it",
      {
        "package.json":
          '{ "scripts": { "start": "vite", "server": "node mock-server.js" }, "devDependencies": { "express": "5" } }',
        "mock-server.js": server.replace('"/"', '"/items"'),
      },
    ],
    [
      "a frontend whose server only delivers pages",
      {
        "package.json":
          '{ "scripts": { "start": "node server.js" }, "dependencies": { "express": "5", "react-dom": "19" } }',
        "server.js": server.replace('"/"', '"*"'),
      },
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

  it("finds what a server beside a frontend answers with data", () => {
    const project = memoryProject({
      "package.json":
        '{ "scripts": { "start": "node server.js" }, "dependencies": { "express": "5", "react-dom": "19" } }',
      "server.js": server.replace('"/"', '"/items"'),
    });

    expect(applicationOf(project)).toMatchObject({ dir: ".", apiStyles: ["rest"] });
  });

  it("gives the application where a package of the repository makes what it serves", () => {
    const project = memoryProject({
      "package.json": '{ "workspaces": ["packages/*"] }',
      "packages/http/package.json":
        '{ "name": "@acme/http", "exports": "./dist/index.js", "dependencies": { "express": "5" } }',
      "packages/http/src/index.ts": 'import express from "express";\nexport const makeApp = () => express();\n',
      "packages/api/package.json": '{ "name": "@acme/api", "scripts": { "start": "node dist/main.js" } }',
      "packages/api/src/main.ts":
        'import { makeApp } from "@acme/http";\nimport type { Request } from "express";\nconst app = makeApp();\napp.get("/a", (q: Request, r) => r.end());\napp.listen(3100);\n',
    });

    expect(adapter.detect(project)).toMatchObject([{ dir: "packages/api", ports: [{ port: 3100 }] }]);
    expect(adapter.routes(project, applicationOf(project)).routes.map(({ path }) => path)).toEqual(["/a"]);
  });

  it("finds the port of settings that another module describes", () => {
    const project = memoryProject({
      "server.js":
        'const express = require("express");\nconst config = require("./config");\nconst port = config.get("port");\nexpress().listen(port);\n',
      "config.js":
        'module.exports = convict({\n  port: {\n    format: "port",\n    default: 3080,\n    env: "PORT",\n  },\n});\n',
    });

    expect(applicationOf(project).ports).toEqual([{ port: 3080, source: "config.js:4" }]);
  });

  it("takes an application in TypeScript for that although a small file in JavaScript starts it", () => {
    const sources = ["a", "b", "c", "d"].map((name) => [`server/${name}.ts`, "export const made = 1;\n"]);
    const project = memoryProject({
      "package.json": '{ "scripts": { "start": "node index.js" }, "dependencies": { "express": "5" } }',
      "tsconfig.json": "{}",
      "index.js": 'require("./dist/app");\n',
      "server/app.ts": 'import express from "express";\nexpress().listen(3000);\n',
      ...Object.fromEntries(sources),
    });

    expect(applicationOf(project).language).toBe("typescript");
  });

  it.each([
    ["process.env.PORT || 3100", 3100],
    ["Number(process.env['PORT'] ?? '3100')", 3100],
    ["{ host: '0.0.0.0', port: parseInt(process.env.PORT, 10) || 3100 }", 3100],
    ["+port", 4100],
    ["settings.port", 5100],
    ["NAMED", 6100],
  ])("reads the port of listen(%s)", (written, port) => {
    const project = memoryProject({
      "package.json": '{ "dependencies": { "express": "5" }, "scripts": { "start": "node server.js" } }',
      "settings.js": "module.exports = { port: 5100 };\n",
      "server.js": `const express = require("express");\nconst settings = require("./settings");\nconst { NAMED = 6100 } = process.env;\nconst port = process.env.API_PORT || 4100;\nconst app = express();\napp.listen(${written});\n`,
    });

    expect(applicationOf(project).ports[0]).toMatchObject({ port });
  });

  it("reads a folder without any manifest", () => {
    expect(applicationOf(memoryProject({ "server.js": server }))).toMatchObject({
      dir: ".",
      entry: "server.js",
      ports: [{ port: 3000 }],
    });
  });
});
