import type { Plan } from "@backwright/core";
import { describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { apiInput, reasons, writtenApi } from "./existing-api-support.ts";
import { detection } from "./existing-support.ts";
import { apiPlan, apis, newApi } from "./new-api-support.ts";

type Files = Readonly<Record<string, string>>;

interface Kind {
  readonly version?: string;
  readonly tools?: Files;
  readonly script?: string;
}

/** A small app in CommonJS, whose tests run on one of the runners. */
function required(runner: "jest" | "mocha", { version = "^4.21.2", tools = {}, script = runner }: Kind = {}): Files {
  return {
    "package.json": JSON.stringify({
      name: "plain",
      scripts: { start: "node src/server.js", test: script },
      dependencies: { express: version },
      devDependencies: { [runner]: runner === "jest" ? "^30.0.0" : "^11.0.0", ...tools },
    }),
    "src/server.js": "const app = require('./app');\n\napp.listen(process.env.PORT || 3000);\n",
    "src/app.js": `const express = require('express');

const app = express();

app.use(express.json());
app.get('/', (req, res) => res.json({}));

module.exports = app;
`,
    "test/app.test.js": "const app = require('../src/app');\n\nit('is', () => app);\n",
  };
}

const express4 = { ...detection, framework: { name: "express", version: "4.21.2" } };

async function write(files: Files, plan?: Plan): Promise<ReadonlyMap<string, string>> {
  return writtenApi(await apiInput(files, { detection: express4, ...(plan === undefined ? {} : { plan }) }));
}

/** The same, and once more into the result, which changes nothing. */
async function writeTwice(files: Files): Promise<ReadonlyMap<string, string>> {
  const first = await write(files);
  const more = { detection: express4 };
  const generated = new Set([...first.keys()].filter((path) => !(path in files)));
  const again = await writtenApi(await apiInput({ ...files, ...Object.fromEntries(first) }, { ...more, generated }));
  expect([...again].filter(([path, content]) => (first.get(path) ?? files[path]) !== content)).toEqual([]);
  return first;
}

function code(files: ReadonlyMap<string, string>): [string, string][] {
  return [...files].filter(([path]) => path.endsWith(".js"));
}

describe("an API in an app in CommonJS on Express 4 that tests with jest", async () => {
  const files = await writeTwice(required("jest"));

  it("is CommonJS", () => {
    expect(code(files).length).toBeGreaterThan(30);
    expect(code(files).filter(([, text]) => /^(?:import|export) |\bawait import\(|\bvi\.|vitest/m.test(text))).toEqual(
      [],
    );
  });

  it("passes the failures of every asynchronous handler on", () => {
    const asynchronous = code(files).filter(([path, text]) => path.startsWith("src/") && /async \(_?req, /.test(text));

    expect(asynchronous.length).toBeGreaterThan(2);
    for (const [path, text] of asynchronous) {
      expect({ path, bare: text.match(/(?<!passErrors\()async \(_?req, /g) ?? [] }).toEqual({ path, bare: [] });
    }
    expect(files.get("src/conduit/middleware/pass-errors.js")).toContain("handler(req, res, next).catch(next);");
  });

  it("tests with jest, in an environment of its own", () => {
    const manifest = JSON.parse(files.get("package.json") ?? "{}") as Record<string, Record<string, unknown>>;

    expect(manifest["jest"]).toEqual({
      setupFiles: ["<rootDir>/test/conduit/environment.js"],
      setupFilesAfterEnv: ["<rootDir>/test/conduit/setup.js"],
    });
    expect(files.get("test/conduit/environment.js")).toContain("DATABASE_URL: ':memory:'");
    expect(manifest["devDependencies"]).not.toHaveProperty("vitest");
  });

  it("tells the faults of a driver by what they say, of which jest loads several", () => {
    expect(files.get("src/conduit/db/violations.js")).not.toContain("instanceof");
  });
});

describe.each(["conduit", "ledger", "workshop"] as const)(
  "%s in an app in CommonJS that tests with mocha",
  async (name) => {
    const files = await write(required("mocha"), await apiPlan(apis[name]));

    it("asserts with what Node.js has, and expects nothing else", () => {
      const tests = code(files).filter(([path]) => path.startsWith("test/"));

      expect(tests.length).toBeGreaterThan(10);
      expect(tests.filter(([, text]) => /\bexpect\(|\bexpect\.|vitest|\bvi\./.test(text))).toEqual([]);
      expect(tests.filter(([, text]) => text.includes("assert.")).length).toBeGreaterThan(10);
    });

    it("empties its database in front of each test, and has mocha find tests in folders", () => {
      expect(JSON.parse(files.get(".mocharc.json") ?? "{}")).toEqual({
        require: [`./test/${name}/environment.js`, `./test/${name}/setup.js`],
        spec: ["./test", `./test/${name}/**/*.test.js`],
      });
      expect(files.get(`test/${name}/setup.js`)).toContain("beforeAll: migrateDatabase,");
      expect(files.get(`test/${name}/setup.js`)).toContain("module.exports = { mochaHooks };");
    });
  },
);

describe("the ways of an app", () => {
  it("leaves mocha's own patterns alone where they find the tests", async () => {
    const files = await write(required("mocha", { script: "mocha 'test/**/*.test.js'" }));

    expect(JSON.parse(files.get(".mocharc.json") ?? "{}")).not.toHaveProperty("spec");
  });

  it("asserts with chai where the app does", async () => {
    const files = await write(required("mocha", { tools: { chai: "^4.5.0" } }));
    const tests = code(files).filter(([path]) => path.endsWith(".test.js"));

    expect(tests.length).toBeGreaterThan(10);
    expect(tests.filter(([, text]) => /\bassert\b|\.(?:not\.)?to(?:Be|Equal|Have|Match|Contain)/.test(text))).toEqual(
      [],
    );
    expect(files.get("test/conduit/support.js")).toContain("expect(res.status).to.equal(status);");
  });

  it("needs no wrapper on Express 5", async () => {
    const files = await writtenApi(await apiInput(required("jest", { version: "^5.1.0" })));

    expect([...files.values()].filter((text) => text.includes("passErrors"))).toEqual([]);
  });
});

it("stands in an application that another whole API has made, beside its tests and migrations", async () => {
  const made = Object.fromEntries(await newApi(await apiPlan(apis.conduit)));
  const files = await writtenApi(await apiInput(made, { plan: await apiPlan(apis.ledger) }));

  const folders = [...files.keys()].flatMap((path) => /^.*?(?=\/ledger\/)/.exec(path) ?? []);
  expect([...new Set(folders)].toSorted()).toEqual(["migrations", "src", "test"]);
  expect(files.get("src/ledger/config.ts")).toContain("LEDGER_JWT_SECRET");
});

describe("an API in an app that validates with joi", () => {
  const joi = { tools: { joi: "^18.0.0" } };

  it.each(["conduit", "ledger"] as const)("checks the input of %s with joi alone", async (name) => {
    const files = await write(required("mocha", joi), await apiPlan(apis[name]));
    const checked = code(files).filter(([, text]) => text.includes("require('joi')"));

    expect(code(files).filter(([, text]) => /\bzod\b|\bz\./.test(text))).toEqual([]);
    expect(JSON.parse(files.get("package.json") ?? "{}")).not.toHaveProperty("dependencies.zod");
    expect(checked.length).toBeGreaterThan(3);
    await expect(checked.map(([path, text]) => `// ${path}\n${text}`).join("\n")).toMatchFileSnapshot(
      `__snapshots__/joi-${name}.js.txt`,
    );
  });

  it("takes joi as the app imports it", async () => {
    const app = required("mocha", { tools: { celebrate: "^15.0.0" } });
    const files = await write({ ...app, "src/labels.js": "const { Joi } = require('celebrate');\n\nJoi.object();\n" });

    expect(files.get("src/conduit/validation.js")).toContain("const { Joi } = require('celebrate');");
  });

  it("checks with zod beside express-validator, whose chains check requests and no values", async () => {
    const files = required("mocha", { tools: { "express-validator": "^7.2.0" } });
    const decisions = await blueprint.decisions?.(await apiInput(files, { detection: express4 }));

    expect(decisions?.find(({ question }) => question === "What checks the input?")).toEqual({
      question: "What checks the input?",
      decision: "zod, beside express-validator of the app",
      reason: "The blueprint writes such checks for zod and joi alone.",
    });
  });

  it("checks with zod beside a joi that is too old", async () => {
    const request = await apiInput(required("mocha", { tools: { joi: "^14.0.0" } }), { detection: express4 });
    const decisions = await blueprint.decisions?.(request);

    expect(decisions?.find(({ question }) => question === "What checks the input?")).toEqual({
      question: "What checks the input?",
      decision: "zod, beside joi of the app",
      reason: "The blueprint does not write checks for joi ^14.0.0.",
    });
    expect((await writtenApi(request)).get("src/conduit/validation.js")).toContain("require('zod')");
  });
});

describe("refusing", () => {
  it("refuses packages of the app that are too old, by what it declares and by what is locked", async () => {
    const tools = { "express-rate-limit": "^5.5.1", jose: ">=4", pg: "github:brianc/node-postgres" };
    const locked = JSON.stringify({ packages: { "node_modules/jose": { version: "4.15.9" } } });

    expect(await reasons(await apiInput({ ...required("jest", { tools }), "package-lock.json": locked }))).toBe(
      "The app has express-rate-limit ^5.5.1, and the new code needs 7.5.0 or later.\nThe app has jose 4.15.9, and the new code needs 5.0.0 or later.",
    );
    expect(await reasons(await apiInput(required("jest", { tools: { jose: ">=4", jest: "^26.0.1" } })))).toBe(
      "The app has jest ^26.0.1, and the new code needs 28.0.0 or later.",
    );
  });

  it("refuses vitest over CommonJS modules", async () => {
    const files = required("jest");
    const manifest = (files["package.json"] ?? "").replaceAll("jest", "vitest");

    expect(await reasons(await apiInput({ ...files, "package.json": manifest }))).toContain("loads a second copy");
  });
});
