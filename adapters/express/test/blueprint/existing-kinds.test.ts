import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { refuseExistingApp, writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { verification } from "../../src/verification.ts";
import { detection, examplePlan } from "./existing-support.ts";

type Files = Readonly<Record<string, string>>;

interface Written {
  readonly before: Files;
  readonly after: Files;
  text(path: string): string;
}

async function input(files: Files, { version = "5.1.0", generated = new Set<string>() } = {}) {
  const project = memoryProject(files);
  return {
    project,
    plan: await examplePlan(project),
    detection: { ...detection, framework: { name: "express", version } },
    generated,
  };
}

/** Writes the plan into an app, and again into the result, which changes nothing. */
async function write(before: Files, version?: string): Promise<Written> {
  const options = version === undefined ? {} : { version };
  const { files } = await writeExistingApp(await input(before, options));
  const after = { ...before, ...Object.fromEntries(files.map(({ path, content }) => [path, content])) };
  const generated = new Set(files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
  const again = await writeExistingApp(await input(after, { ...options, generated }));
  expect(again.files.filter(({ path, content }) => after[path] !== content)).toEqual([]);
  return { before, after, text: (path) => after[path] ?? `${path} is missing` };
}

function manifest(type: "module" | "commonjs", packages: Files, tools: Files = {}): string {
  return JSON.stringify({
    type,
    scripts: { start: "node src/index.js" },
    dependencies: packages,
    devDependencies: tools,
  });
}

const plainModules: Files = {
  "package.json": manifest("module", { express: "^5.1.0", zod: "^3.25.67" }, { vitest: "^3.2.4" }),
  "src/index.js": 'import app from "./app.js";\n\napp.listen(process.env.PORT);\n',
  "src/app.js": `import express from "express";
import { notFound, handleError } from "./middlewares.js";

const app = express();

app.use(express.json());
app.get("/", (req, res) => {
  res.json({ message: "hello" });
});

app.use(notFound);
app.use(handleError);

export default app;
`,
  "src/middlewares.js": `export function notFound(req, res, next) {
  next(new Error("nothing here"));
}

export function handleError(err, req, res, _next) {
  if (res.headersSent) {
    throw err;
  }
  else {
    res.status(500);
  }
  // eslint-disable-next-line node/no-process-env
  const { NODE_ENV } = process.env;
  res.json({ success: false, message: err.message, stack: NODE_ENV === "production" ? "" : err.stack });
}
`,
};

const required: Files = {
  "package.json": manifest("commonjs", { express: "^4.21.1" }, { jest: "^29.7.0" }),
  "src/index.js": "const app = require('./app');\n\napp.listen(process.env.PORT);\n",
  "src/app.js": `const express = require('express');

const app = express();

app.use(express.json());
app.get('/', (req, res) => res.json({}));

module.exports = app;
`,
};

describe("an app in JavaScript without a database and without a class of errors", async () => {
  const { after, text } = await write(plainModules);

  it("gets a database, with migrations that run when it is opened", () => {
    expect(text("src/db/client.js")).toContain('migrate(db, { migrationsFolder: "migrations" });');
    expect(text("src/lib/access-settings.js")).toContain('DATABASE_FILE: z.string().min(1).default("data/');
    expect(text("drizzle.config.js")).toContain('schema: "./src/db/*-tables.js"');
    expect(JSON.parse(text("migrations/meta/0000_snapshot.json"))).toMatchObject({
      prevId: "00000000-0000-0000-0000-000000000000",
      views: {},
    });
    expect(text(".gitignore")).toBe("data/\n");
    expect(JSON.parse(text("package.json")).dependencies).toHaveProperty("better-sqlite3");
  });

  it("answers errors in the shape of its other answers, where its routers are mounted", () => {
    expect(text("src/lib/answer-errors.js")).toContain(
      "res.status(known.status).json({ success: false, message: known.message });",
    );
    expect(text("src/app.js")).toContain('app.use("/notebooks", generalLimit, notebooksRouter, answerErrors);');
    expect(text("src/app.js").indexOf("notebooksRouter, answerErrors")).toBeLessThan(
      text("src/app.js").indexOf("app.use(notFound)"),
    );
  });

  it("tells the plan the same shape", async () => {
    const convention = await verification.errors(memoryProject(plainModules), detection);

    expect(convention).toMatchObject({
      invalidStatus: 400,
      mediaType: "application/json",
      schema: { required: ["message"], properties: { message: { type: "string" } } },
    });
  });

  it("holds no TypeScript", () => {
    expect(Object.keys(after).filter((path) => path.endsWith(".ts"))).toEqual([]);
    expect(text("src/schemas/notebooks.schema.js")).not.toMatch(/\btype\b|: string|interface/);
  });

  it("keeps to its zod, its style and its linter's exceptions", () => {
    expect(text("src/schemas/notebooks.schema.js")).toContain('import * as z from "zod/v4";');
    expect(text("src/scripts/set-role.js")).toContain("}\nelse {");
    expect(text("src/lib/access-settings.js")).toContain(
      "// eslint-disable-next-line node/no-process-env\n  const result = environment.safeParse(process.env);",
    );
  });
});

describe("an app in CommonJS on Express 4 that tests with jest", async () => {
  const { after, text } = await write(required, "4.21.1");

  it("gets CommonJS modules", () => {
    const code = Object.keys(after).filter((path) => path.endsWith(".js"));

    expect(code.filter((path) => /^(import|export) /m.test(after[path] ?? ""))).toEqual([]);
    expect(text("drizzle.config.js")).toContain("module.exports = defineConfig({");
    expect(text("src/lib/http-error.js")).toContain("module.exports = { HttpError };");
  });

  it("passes the failures of asynchronous handlers on", () => {
    expect(text("src/lib/require-auth.js")).toContain("const requireAuth = passErrors(async (req, res, next) => {");
    expect(text("src/routes/auth.routes.js").match(/passErrors\(async/g)).toHaveLength(2);
  });

  it("answers with problem documents where nothing tells how it answers errors", () => {
    expect(text("src/lib/answer-errors.js")).toContain("application/problem+json");
  });

  it("tests with jest, in an environment of its own", () => {
    expect(JSON.parse(text("package.json")).jest).toEqual({
      setupFiles: ["<rootDir>/test/api-environment.js"],
      setupFilesAfterEnv: ["<rootDir>/test/api-setup.js"],
    });
    expect(text("test/api-environment.js")).toContain("DATABASE_FILE: ':memory:'");
    expect(text("test/rate-limit.test.js")).toContain("jest.resetModules();");
    expect(JSON.parse(text("package.json")).dependencies.jose).toBe("^5.10.0");
  });
});

describe("an app in CommonJS that tests with mocha", async () => {
  const { text } = await write({
    ...required,
    "package.json": manifest("commonjs", { express: "^5.1.0" }, { mocha: "^10.0.0" }),
    ".eslintrc.js": "module.exports = {\n  extends: 'airbnb-base',\n};\n",
  });

  it("tests with mocha and node:assert", () => {
    expect(JSON.parse(text(".mocharc.json"))).toEqual({
      require: ["./test/api-environment.js", "./test/api-setup.js"],
    });
    expect(text("test/api-setup.js")).toContain("module.exports = { mochaHooks };");
    expect(text("test/notebooks.test.js")).toContain("assert.equal(res.status, 201);");
    expect(text("test/notebooks.test.js")).not.toMatch(/\bexpect\(|vitest/);
  });

  it("declares what it uses first, as its linter asks", () => {
    const limits = text("src/lib/rate-limit.js");

    expect(limits.indexOf("function limitTo")).toBeLessThan(limits.indexOf("const generalLimit"));
    expect(text(".eslintrc.js")).toContain("ecmaVersion: 2022");
  });
});

describe("an app in TypeScript with an alias and a class of answers", async () => {
  const { text } = await write({
    "package.json": manifest(
      "module",
      { express: "5.1.0", dotenv: "17.2.1" },
      { vitest: "3.2.4", typescript: "5.9.2" },
    ),
    "tsconfig.json": '{ "compilerOptions": { "module": "ESNext", "baseUrl": "./src", "paths": { "@/*": ["*"] } } }',
    "src/server.ts": `import express from "express";
import { usersRouter } from "@/api/user/userRouter";
import { openAPIRouter } from "@/api-docs/openAPIRouter";

const app = express();
app.use(express.json());
app.use("/users", usersRouter);
app.use(openAPIRouter);

export { app };
`,
    "src/api/user/userRouter.ts": `import { Router } from "express";
import { userRepository } from "./userRepository";
import { Answer } from "@/common/answer";

export const usersRouter: Router = Router();
usersRouter.get("/", (_req, res) => res.send(Answer.failure(userRepository, 404)));
`,
    "src/api/health/healthRouter.ts":
      'import { Router } from "express";\nexport const healthRouter: Router = Router();\n',
    "src/api/user/userRepository.ts": "export const userRepository = 'none';\n",
    "src/api-docs/openAPIRouter.ts":
      'import { Router } from "express";\nexport const openAPIRouter: Router = Router();\n',
    "src/common/answer.ts": `export class Answer {
  readonly success: boolean;
  readonly message: string;
  readonly statusCode: number;
  private constructor(success: boolean, message: string, statusCode: number) {
    this.success = success;
    this.message = message;
    this.statusCode = statusCode;
  }
  static failure(message: string, statusCode: number) {
    return new Answer(false, message, statusCode);
  }
}
`,
  });

  it("makes answers with that class and imports by the alias", () => {
    expect(text("src/common/answerErrors.ts")).toContain(
      "res.status(known.status).json(Answer.failure(known.message, known.status));",
    );
    expect(text("src/api/notebook/notebookRouter.ts")).toContain('from "@/common/');
  });

  it("mounts routers in front of what answers all that is left", () => {
    expect(text("src/server.ts").indexOf('app.use("/notebooks"')).toBeLessThan(
      text("src/server.ts").indexOf("app.use(openAPIRouter)"),
    );
  });

  it("leaves modules alone that are called users already, and reads .env first", () => {
    expect(text("src/api/user/userRepository.ts")).toBe("export const userRepository = 'none';\n");
    expect(text("src/api/account/accountRepository.ts")).toContain("export function findUser(");
    expect(text("src/common/accessSettings.ts")).toMatch(/^import "dotenv\/config";/);
  });
});

it("gives the same again whatever the app's formatter has made of it", async () => {
  const first = await writeExistingApp(await input(required, { version: "4.21.1" }));
  const generated = new Set(first.files.flatMap(({ path, kind }) => (kind === "generated" ? [path] : [])));
  const after = first.files.map(({ path, content }) => [
    path,
    generated.has(path) && path.endsWith(".js")
      ? content.replaceAll("'", '"').replaceAll(/^( *)(if \(.*\)) (\w.*;)$/gm, "$1$2\n$1{\n$1    $3\n$1}")
      : content,
  ]);

  const again = await writeExistingApp(
    await input({ ...required, ...Object.fromEntries(after) }, { version: "4.21.1", generated }),
  );

  const contents = new Map(first.files.map(({ path, content }) => [path, content]));
  expect(again.files.filter(({ path, content }) => contents.get(path) !== content)).toEqual([]);
});

describe("refusing", () => {
  it.each([
    [
      "mocha in ECMAScript modules",
      manifest("module", { express: "5.1.0" }, { mocha: "12.0.0" }),
      "mocha in ECMAScript",
    ],
    ["jest in ECMAScript modules", manifest("module", { express: "5.1.0" }, { jest: "30.0.0" }), "jest in ECMAScript"],
  ])("refuses %s", async (_case, text, reason) => {
    const refusals = refuseExistingApp(await input({ ...plainModules, "package.json": text }));

    expect(refusals.map((refusal) => refusal.reason)).toEqual([expect.stringContaining(reason)]);
  });
});
