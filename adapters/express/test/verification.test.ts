import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { openProject } from "@backwright/core";
import { fileURLToPath } from "node:url";
import adapter from "@backwright/adapter-express";
import { applicationOf, fixture } from "./fixtures.ts";

const notes = fileURLToPath(new URL("../../../examples/express-notes", import.meta.url));

describe("verification", () => {
  it("answers with problem documents for an empty folder", async () => {
    const convention = await adapter.verification.errors(memoryProject({}), null);

    expect(convention).toMatchObject({ invalidStatus: 400, mediaType: "application/problem+json" });
    expect(convention.schema["required"]).toEqual(["title", "status"]);
  });

  it("keeps to the error shape and status of an existing application", async () => {
    const project = await openProject(notes);

    const convention = await adapter.verification.errors(project, applicationOf(project));

    expect(convention).toMatchObject({ invalidStatus: 422, mediaType: "application/json" });
    expect(convention.schema["required"]).toEqual(["message", "reason"]);
  });

  it("describes an error that stands inside of another object", async () => {
    const project = memoryProject({
      "package.json": '{ "type": "module", "dependencies": { "express": "5.0.0" } }',
      "app.js": "import express from 'express';\nexport const app = express();\napp.listen(3000);\n",
      "errors.js":
        "export class HttpError extends Error {\n  constructor(status, message) {\n    super(message);\n    this.status = status;\n  }\n}\nexport function onError(err, req, res, next) {\n  res.status(err.status).json({ error: { message: err.message } });\n}\n",
    });

    const convention = await adapter.verification.errors(project, applicationOf(project));

    expect(convention.schema).toEqual({
      type: "object",
      required: ["error"],
      properties: { error: { type: "object", required: ["message"], properties: { message: { type: "string" } } } },
    });
  });

  it("puts the database of the example into a temporary file", async () => {
    const project = await openProject(notes);

    expect(adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "DATABASE_FILE", kind: "database-file", value: "$FILE" },
    ]);
  });

  it("needs the secrets that an application reads", async () => {
    const project = await fixture("commonjs-guards");

    expect(adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "JWT_SECRET", kind: "secret" },
    ]);
  });
});

describe("practices and models", () => {
  it("counts how the example handles errors and is tested, with places", async () => {
    const project = await openProject(notes);
    const detection = applicationOf(project);

    const practices = adapter.practices(project, detection);

    expect(practices.errorHandling).toContain("error classes: 1 (source/lib/api-error.ts:4)");
    expect(practices.tests).toMatch(/^vitest: \d+ cases in \d+ files/);
    expect(adapter.models(project, detection).map(({ name, kind }) => `${kind} ${name}`)).toEqual([
      "model notes",
      "migration notes",
    ]);
  });
});
