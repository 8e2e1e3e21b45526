import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { detection, examplePlan } from "./existing-support.ts";
import { fixtureFiles, tasks, write as writtenInto } from "./layers/support.ts";

type Files = Readonly<Record<string, string>>;

/** A small app in CommonJS on Express 4 that tests with jest, with a class of errors. */
function app(dependencies: Files, more: Files = {}): Files {
  return {
    "package.json": JSON.stringify({
      scripts: { start: "node src/index.js", test: "jest" },
      dependencies: { express: "^4.21.1", ...dependencies },
      devDependencies: { jest: "^30.0.0", supertest: "^7.0.0" },
    }),
    "src/index.js": "const app = require('./app');\n\napp.listen(process.env.PORT);\n",
    "src/app.js": `const express = require('express');
const { handleError } = require('./middleware/errors');
const labels = require('./routes/labels');

const app = express();

app.use(express.json());
app.use('/labels', labels);
app.use(handleError);

module.exports = app;
`,
    "src/middleware/errors.js": `class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

function handleError(err, req, res, next) {
  const status = err instanceof ApiError ? err.status : 500;
  res.status(status).json({ message: status === 500 ? 'Something went wrong' : err.message });
}

module.exports = { ApiError, handleError };
`,
    "src/routes/labels.js": `const express = require('express');

const router = express.Router();
router.get('/', (req, res) => res.json([]));

module.exports = router;
`,
    ...more,
  };
}

async function input(files: Files, generated = new Set<string>()) {
  const project = memoryProject(files);
  const plan = await examplePlan(project);
  return { project, plan, generated, detection: { ...detection, framework: { name: "express", version: "4.21.1" } } };
}

/** The files after the plan was written in, which it is again without a change. */
async function write(before: Files): Promise<(name: RegExp) => string> {
  const { files } = await writeExistingApp(await input(before));
  const after: Files = { ...before, ...Object.fromEntries(files.map(({ path, content }) => [path, content])) };
  const generated = new Set(files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
  const again = await writeExistingApp(await input(after, generated));
  expect(again.files.filter(({ path, content }) => after[path] !== content)).toEqual([]);
  return (name) => {
    const found = Object.keys(after).filter((path) => name.test(path));
    expect({ name, found }).toMatchObject({ found: [expect.any(String)] });
    return after[found[0] ?? ""] ?? "";
  };
}

const validate = `const { ApiError } = require('./errors');

const validate = (schema) => (req, res, next) => {
  const { error, value } = schema.validate(req.body, { abortEarly: false });
  if (error) {
    return next(new ApiError(400, error.message));
  }
  req.body = value;
  return next();
};

module.exports = validate;
`;

describe("an app that validates with joi", async () => {
  const text = await write(app({ joi: "^17.13.3" }));

  it("gets schemas of joi, and no zod", () => {
    expect(JSON.parse(text(/^package\.json$/)).dependencies).not.toHaveProperty("zod");
    expect(text(/src\/schemas\/notebooks\.js$/)).toContain("const Joi = require('joi');");
    expect(text(/src\/schemas\/notebooks\.js$/)).toContain("name: fields.name.required(),");
    expect(text(/access-?settings\.js$/i)).not.toMatch(/zod|Joi/);
  });

  it("checks in its handlers, with an error of the app's own", () => {
    expect(text(/src\/routes\/notebooks\.js$/)).toMatch(/parse\(newNotebook, req\.body\)/);
    expect(text(/\/parse\.js$/)).toContain("throw new ApiError(400, problems);");
  });
});

describe("an app that validates with joi in a middleware of its own", async () => {
  const files = app({ joi: "^17.13.3" }, { "src/middleware/validate.js": validate });
  const text = await write(files);

  it("gets routes that use it", () => {
    const routes = text(/src\/routes\/notebooks\.js$/);

    expect(routes).toContain("const validate = require('../middleware/validate');");
    expect(routes).toContain("validate(newNotebook), (req, res) => {");
    expect(routes).toContain("insertNotebook({ ...req.body, ownerId: user.id })");
    expect(routes).toContain("parse(notebookQuery, req.query)");
    expect(routes).not.toContain("parse(newNotebook");
    expect(text(/src\/routes\/auth\.js$/)).toMatch(/authLimit,\s+validate\(registration\),/);
  });

  it.each([
    ["lets fields through that the schema does not name", "abortEarly: false", "abortEarly: false, allowUnknown: true"],
    [
      "answers in another shape",
      "return next(new ApiError(400, error.message));",
      "return res.status(400).json({ errors: error.details });",
    ],
  ])("leaves one alone that %s", async (_case, before, after) => {
    const other = { ...files, "src/middleware/validate.js": validate.replace(before, after) };

    expect((await write(other))(/src\/routes\/notebooks\.js$/)).toContain("parse(newNotebook, req.body)");
  });

  it("leaves values to handlers where it does not convert them", async () => {
    const plain = { ...files, "src/middleware/validate.js": validate.replace("  req.body = value;\n", "") };

    expect((await write(plain))(/src\/routes\/auth\.js$/)).toContain("parse(registration, req.body)");
  });
});

describe("an app that validates with express-validator", async () => {
  const text = await write(app({ "express-validator": "^7.2.1" }));

  it("gets chains, and somebody who looks at what they find", () => {
    expect(JSON.parse(text(/^package\.json$/)).dependencies).not.toHaveProperty("zod");
    expect(text(/src\/schemas\/notebooks\.js$/)).toContain("body('name').isString()");
    expect(text(/refuse-?invalid\.js$/i)).toContain("throw new ApiError(400, problems);");
    expect(text(/src\/routes\/notebooks\.js$/)).toContain("...newNotebook, refuseInvalid,");
    expect(text(/src\/routes\/notebooks\.js$/)).toContain("matchedData(req, { locations: ['body'] })");
  });

  it("uses the app's own where there is one", async () => {
    const own = `const { validationResult } = require('express-validator');
const { ApiError } = require('./errors');

exports.checked = (req, res, next) => {
  const errors = validationResult(req);
  if (!errors.isEmpty()) throw new ApiError(400, 'Validation failed');
  next();
};
`;
    const other = await write(app({ "express-validator": "^7.2.1" }, { "src/middleware/checked.js": own }));

    expect(other(/src\/routes\/notebooks\.js$/)).toContain("...newNotebook, checked,");
  });
});

it("takes the ids of documents with any library", async () => {
  const own = fixtureFiles("mongoose-books");
  const manifest = JSON.parse(own["package.json"] ?? "{}") as { dependencies: object };
  const texts = await Promise.all(
    [{ joi: "^17.13.3" }, { "express-validator": "^7.2.1" }].map(async (library) => {
      const dependencies = { ...manifest.dependencies, ...library };
      return writtenInto({
        files: { ...own, "package.json": JSON.stringify({ ...manifest, dependencies }) },
        task: tasks.library,
      });
    }),
  );

  for (const files of texts) {
    expect(files.get("src/lib/input.js")).toContain("!/^[0-9a-f]{24}$/.test(value)");
    expect(files.get("src/lib/input.js")).not.toContain("rowId");
    expect([...files.values()].filter((text) => /require\('zod/.test(text))).toEqual([]);
  }
});

it("adds accounts to settings of an earlier task that has none", async () => {
  const before = app({ joi: "^17.13.3" });
  const boxes = fileURLToPath(new URL("tasks/boxes.yaml", import.meta.url));
  const first = await writeExistingApp({
    ...(await input(before)),
    plan: await examplePlan(memoryProject(before), boxes),
  });
  const between = { ...before, ...Object.fromEntries(first.files.map(({ path, content }) => [path, content])) };

  const text = await write(between);

  expect(text(/access-?settings\.js$/i)).toContain("JWT_SECRET: secret('JWT_SECRET'),");
  expect(text(/access-?settings\.js$/i)).toContain("function secret(name) {");
});

it("puts zod beside a joi that is too old for it", async () => {
  const text = await write(app({ "@hapi/joi": "^15.1.1" }));

  expect(JSON.parse(text(/^package\.json$/)).dependencies).toHaveProperty("zod");
});
