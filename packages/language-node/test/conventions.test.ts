import { existsSync, readFileSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { ProjectReader } from "@backwright/core";
import { describe, expect, it } from "vitest";
import { readConventions } from "../src/index.ts";
import { projectOf } from "./project.ts";

function exampleApp(): ProjectReader {
  const root = fileURLToPath(new URL("../../../examples/express-notes/", import.meta.url));
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter(
    (path) => !/^(node_modules|dist)(\/|$)/.test(path),
  );
  return {
    list: () => files.toSorted(),
    read: (path) => (existsSync(root + path) ? readFileSync(root + path, "utf8") : null),
    has: (path) => existsSync(root + path),
  };
}

describe("readConventions of the example app", () => {
  const conventions = readConventions({ project: exampleApp(), appDir: ".", framework: "express" });

  it("finds language, modules and style", () => {
    expect(conventions).toMatchObject({
      language: "ts",
      modules: "esm",
      importEnding: ".ts",
      sourceDir: "source",
      dependencyRange: "caret",
      style: { semi: false, singleQuote: false, tabWidth: 4, printWidth: 100 },
    });
  });

  it("finds where files of each kind go", () => {
    expect(conventions?.layout).toEqual({
      kind: "by-kind",
      files: "kebab",
      router: { dir: "source/routers", file: "{name}.router.ts", number: "plural" },
      schema: { dir: "source/schemas", file: "{name}.schema.ts", number: "plural" },
      repository: { dir: "source/store", file: "{name}.store.ts", number: "plural" },
      test: { dir: "checks", file: "{name}.check.ts", number: "plural" },
      shared: "source/lib",
    });
  });

  it("finds how errors are made and what they become", () => {
    expect(conventions?.errors).toMatchObject({
      className: "ApiError",
      parameters: [{ role: "code" }, { role: "message" }, { role: "status" }, { role: "details", optional: true }],
      body: { message: "message", code: "reason", details: "fields" },
      details: "record",
      codes: { 404: "not_found", 422: "invalid_input" },
      codeType: { name: "Reason", module: "source/lib/api-error.ts" },
    });
    expect(conventions?.validation).toMatchObject({
      library: "zod",
      version: "^4.6.7",
      status: 422,
      helper: { name: "check", module: "source/lib/check.ts" },
    });
  });

  it("finds database, application and tests", () => {
    expect(conventions?.database?.layer).toEqual({
      kind: "drizzle",
      dialect: "sqlite",
      driver: "better-sqlite3",
      sync: true,
      client: { name: "db", module: "source/store/database.ts", exported: "named" },
      schema: ["source/store/tables.ts"],
      migrations: "drizzle",
      migrates: false,
    });
    expect(conventions?.app?.access).toEqual({ kind: "factory", name: "buildApp", exported: "named" });
    expect(conventions?.tests).toEqual({ runner: "vitest", config: "vitest.config.ts" });
    expect(conventions?.auth).toBeNull();
  });

  it("says for each where it was read", () => {
    const fields = new Set(conventions?.evidence.map(({ field }) => field));

    expect([...fields].toSorted()).toEqual(
      ["app", "database", "errors", "importEnding", "layout", "style", "tests", "validation"].toSorted(),
    );
    expect(conventions?.evidence).toContainEqual(
      expect.objectContaining({ field: "validation", value: "422", file: "source/lib/check.ts", line: 15 }),
    );
  });
});

describe("readConventions of a CommonJS app by features", () => {
  const conventions = readConventions({
    project: projectOf({
      "api/package.json": '{ "dependencies": { "express": "4.0.0", "mongoose": "8.0.0", "jsonwebtoken": "9.0.0" } }',
      "api/server.js":
        "const express = require('express');\nconst users = require('./users/userRoutes');\nconst app = express();\napp.use('/users', users);\nmodule.exports = app;\n",
      "api/users/userRoutes.js":
        "const express = require('express');\nconst router = express.Router();\nrouter.get('/', (req, res) => res.json([]));\nmodule.exports = router;\n",
      "api/users/userModel.js": "const mongoose = require('mongoose');\n",
      "api/lib/AppError.js":
        "class AppError extends Error {\n  constructor(message, code) {\n    super(message);\n    this.statusCode = code;\n  }\n}\nmodule.exports = AppError;\n",
      "api/lib/onError.js":
        "module.exports = (err, req, res, next) => {\n  res.status(err.statusCode || 500).json({ error: { message: err.message } });\n};\n",
    }),
    appDir: "api",
    framework: "express",
  });

  it("keeps to JavaScript, require and its names", () => {
    expect(conventions).toMatchObject({ language: "js", modules: "cjs", importEnding: "", sourceDir: "api" });
    expect(conventions?.layout).toMatchObject({
      kind: "by-feature",
      files: "camel",
      router: { dir: "api/{name}", file: "{name}Routes.js", number: "singular" },
      schema: { dir: "api/{name}", file: "{name}Schema.js" },
      repository: { dir: "api/{name}", file: "{name}Model.js" },
    });
    expect(conventions?.style).toMatchObject({ singleQuote: true, semi: true });
    expect(conventions?.dependencyRange).toBe("exact");
  });

  it("reads roles of parameters from what the class keeps", () => {
    expect(conventions?.errors).toMatchObject({
      className: "AppError",
      exported: "default",
      parameters: [{ role: "message" }, { role: "status" }],
      body: { message: "error.message", code: null, details: null },
    });
  });

  it("names the ORM and the authentication that are there", () => {
    expect(conventions?.database).toEqual({ orm: "mongoose", layer: null });
    expect(conventions?.auth).toEqual({ kind: "jwt", source: "api/package.json:1" });
    expect(conventions?.app?.access).toEqual({ kind: "instance", name: "app", exported: "default" });
  });
});

it("reads the body of an answer from the variable that holds it", () => {
  const conventions = readConventions({
    project: projectOf({
      "package.json": '{ "dependencies": { "express": "5.0.0" } }',
      "src/errors.ts":
        "export class AppError extends Error {\n  constructor(message: string, readonly statusCode = 400) {\n    super(message);\n  }\n}\n",
      "src/app.ts":
        "import express from 'express';\nexport const app = express();\napp.use((err, _req, res, next) => {\n  if (err instanceof AppError) {\n    const message = err.expose ? err.message : 'Bad request';\n    const body: ErrorResponse = { error: { message } };\n    return res.status(err.statusCode).json(body);\n  }\n  const body = { error: { message: 'Failed' } };\n  return res.status(500).json(body);\n});\n",
    }),
    appDir: ".",
    framework: "express",
  });

  expect(conventions?.errors?.body).toEqual({ message: "error.message", code: null, details: null });
});

it("leaves out a code whose type tells no codes", () => {
  const conventions = readConventions({
    project: projectOf({
      "package.json": '{ "dependencies": { "express": "5.0.0" } }',
      "src/codes.ts": "export const codes = { GONE: 'GONE' } as const;\nexport type Code = keyof typeof codes;\n",
      "src/errors.ts":
        "import type { Code } from './codes';\nexport class AppError extends Error {\n  constructor(readonly statusCode: number, message: string, readonly code?: Code) {\n    super(message);\n  }\n}\n",
    }),
    appDir: ".",
    framework: "express",
  });

  expect(conventions?.errors?.parameters.map(({ role }) => role)).toEqual(["status", "message", "other"]);
});

it("finds features by the folders that most routers own, and puts other files beside them", async () => {
  const router = "import express from 'express';\nexport const router = express.Router();\n";
  const conventions = readConventions({
    project: projectOf({
      "package.json": '{ "dependencies": { "express": "5.0.0" } }',
      "src/api/user/userRouter.ts": router,
      "src/api/user/userModel.ts": "",
      "src/api/team/teamRouter.ts": router,
      "src/api-docs/openApiRouter.ts": router,
      "src/api/user/__tests__/userRouter.test.ts": "",
    }),
    appDir: ".",
    framework: "express",
  });

  expect(conventions?.layout).toMatchObject({
    kind: "by-feature",
    router: { dir: "src/api/{name}", file: "{name}Router.ts", number: "singular" },
    schema: { dir: "src/api/{name}", file: "{name}Schema.ts" },
    repository: { dir: "src/api/{name}", file: "{name}Model.ts" },
  });
});

it.each([
  ["no manifest", {}],
  ["broken code", { "package.json": "{", "a.js": "const app = express(; class X extends Error { constructor(" }],
])("does not throw for %s", (_case, files: Record<string, string>) => {
  const conventions = readConventions({ project: projectOf(files), appDir: ".", framework: "express" });

  expect(conventions?.app ?? null).toBeNull();
});
