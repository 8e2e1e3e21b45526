import { describe, expect, it } from "vitest";
import { readConventions } from "../src/index.ts";
import type { ValidationMiddleware } from "../src/index.ts";
import { projectOf } from "./project.ts";

/** What is read of one module of an app with a library. */
function read(library: string, text: string): ValidationMiddleware | null {
  const project = projectOf({
    "package.json": JSON.stringify({ dependencies: { express: "4", [library]: "17" } }),
    "src/app.js": "const express = require('express');\nmodule.exports = express();\n",
    "src/middleware/check-body.js": text,
  });
  return readConventions({ project, appDir: ".", framework: "express" })?.validation.middleware ?? null;
}

describe("a middleware that validates with joi", () => {
  it.each([
    [
      "a schema",
      "exports.validate = (schema) => (req, res, next) => { const { error, value } = schema.validate(req.body); if (error) return next(new Failure(400)); req.body = value; next(); };",
      { name: "validate", exported: "named", takes: "schema", converts: true },
    ],
    [
      "schemas of the request's parts",
      "const validate = (schema) => (req, res, next) => {\n  const valid = pick(schema, ['params', 'query', 'body']);\n  const { value, error } = Joi.compile(valid).prefs({ abortEarly: false }).validate(pick(req, Object.keys(valid)));\n  if (error) return next(new Failure(400));\n  Object.assign(req, value);\n  return next();\n};\nmodule.exports = validate;",
      { name: "validate", exported: "default", takes: "parts", converts: true },
    ],
    [
      "a schema, in a module of its own, and leaves bodies as they are",
      "module.exports = function (schema) { return function (req, res, next) { const { error } = schema.validate(req.body); if (error) throw new Failure(400); next(); }; };",
      { name: "checkBody", exported: "default", takes: "schema", converts: false },
    ],
  ])("takes %s", (_case, text, expected) => {
    expect(read("joi", text)).toMatchObject({ ...expected, answers: { kind: "error", className: "Failure" } });
  });

  it("answers with a body of its own", () => {
    const text =
      "export function validate(schema) {\n  return async (req, res, next) => {\n    try { await schema.validateAsync(req.body); next(); } catch (e) { res.status(422).json({ error: { message: e.message } }); }\n  };\n}\n";

    expect(read("joi", text)).toMatchObject({ answers: { kind: "body", paths: ["error", "error.message"] } });
  });

  it.each([
    [
      "lets unknown fields pass",
      "exports.v = (s) => (req, res, next) => { s.validate(req.body, { allowUnknown: true }); next(new E()); next(); };",
    ],
    [
      "drops unknown fields",
      "exports.v = (s) => (req, res, next) => { s.validate(req.body, { stripUnknown: true }); next(new E()); next(); };",
    ],
    [
      "is a handler itself",
      "exports.create = (service) => (req, res, next) => { const { error } = service.validate(req.body); if (error) throw new E(); res.json({}); };",
    ],
    [
      "checks queries",
      "exports.v = (s) => (req, res, next) => { const { error } = s.validate(req.query); if (error) throw new E(); next(); };",
    ],
    [
      "is for the module alone",
      "const v = (s) => (req, res, next) => { const { error } = s.validate(req.body); if (error) throw new E(); next(); };",
    ],
  ])("is not understood where it %s", (_case, text) => {
    expect(read("joi", text)).toBeNull();
  });
});

describe("a middleware that looks at what express-validator found", () => {
  it.each([
    [
      "stands behind the chains",
      "exports.check = (req, res, next) => { if (!validationResult(req).isEmpty()) throw new Failure(400); next(); };",
      "nothing",
    ],
    [
      "runs the chains",
      "exports.check = (chains) => async (req, res, next) => { for (const chain of chains) await chain.run(req); if (!validationResult(req).isEmpty()) return next(new Failure(400)); next(); };",
      "chains",
    ],
  ])("%s", (_case, text, takes) => {
    expect(read("express-validator", text)).toMatchObject({ name: "check", takes });
  });

  it("is no handler that looks itself", () => {
    const text =
      "exports.create = (req, res, next) => { if (!validationResult(req).isEmpty()) throw new Failure(400); res.json({}); };";

    expect(read("express-validator", text)).toBeNull();
  });
});
