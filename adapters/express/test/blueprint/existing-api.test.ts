import { memoryProject } from "@backwright/core/testing";
import { describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { reasons, apiInput as input, writtenApi as written } from "./existing-api-support.ts";
import { exampleFiles } from "./existing-support.ts";
import { apiPlan, apis } from "./new-api-support.ts";

describe("a whole API in the example app", async () => {
  const files = await written(await input(exampleFiles()));

  it("stands in a folder of its own, tests and migrations beside those of the app", () => {
    const folders = new Set(
      [...files.keys()].filter((path) => path.includes("/conduit/")).map((path) => path.split("/conduit/")[0]),
    );

    expect([...folders].toSorted()).toEqual(["checks", "drizzle", "source"]);
    expect([...files.keys()]).toContain("checks/conduit/articles/create-article.check.ts");
    expect([...files.keys()].filter((path) => /server\.ts$|^src\/|tsconfig|oxlintrc/.test(path))).toEqual([]);
  });

  it("is mounted behind the app's routes, its parser in front of the app's", () => {
    const lines = (files.get("source/app.ts") ?? "").split("\n").map((line) => line.trim());

    expect(lines.filter((line) => line.startsWith("app.use("))).toEqual([
      'app.use("/api", conduitBody)',
      'app.use(express.json({ limit: "100kb" }))',
      'app.use("/health", healthRouter)',
      'app.use("/notes", notesRouter)',
      'app.use("/api", conduitRouter)',
      "app.use(answerUnknownRoute)",
      "app.use(answerError)",
    ]);
  });

  it("imports nothing that is neither of the app nor of its packages", () => {
    const manifest = JSON.parse(files.get("package.json") ?? "{}") as Record<string, Record<string, string>>;
    const packages = Object.keys({ ...manifest["dependencies"], ...manifest["devDependencies"] });
    const app = memoryProject({ ...exampleFiles(), ...Object.fromEntries(files) });
    const modules = [...files].filter(([path]) => path.endsWith(".ts"));
    const specifiers = modules.flatMap(([path, text]) =>
      [...text.matchAll(/(?:from|import|import\() ?"([^"]+)"/g)].map(([, specifier = ""]) => ({ path, specifier })),
    );

    expect(specifiers.length).toBeGreaterThan(100);
    for (const { path, specifier } of specifiers) {
      const found = specifier.startsWith(".")
        ? app.has(new URL(specifier, `file:///${path}`).pathname.slice(1))
        : specifier.startsWith("node:") ||
          packages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
      expect({ path, specifier, found }).toMatchObject({ found: true });
    }
  });

  it("gives the same bytes again, and changes nothing of its own result", async () => {
    const before = exampleFiles();
    const generated = new Set([...files.keys()].filter((path) => !(path in before)));
    const again = await written(await input({ ...before, ...Object.fromEntries(files) }, { generated }));

    for (const [path, content] of again) {
      expect({ path, content }).toEqual({ path, content: files.get(path) });
    }
    expect([...again.keys()].filter((path) => path in before)).toEqual([]);
  });
});

describe("what an API takes from the app around it", () => {
  it("calls its settings by another name where the app has one of that name", async () => {
    const settings = exampleFiles()["source/settings.ts"] ?? "";
    const files = await written(
      await input(exampleFiles({ "source/settings.ts": settings.replaceAll("DATABASE_FILE", "DATABASE_URL") })),
    );

    expect(files.get("source/conduit/config.ts")).toContain("CONDUIT_DATABASE_URL: z");
    expect(files.get("source/conduit/config.ts")).toContain(" JWT_SECRET: z");
    expect(files.get("source/conduit/db/client.ts")).toContain("config.CONDUIT_DATABASE_URL");
    expect(files.get("vitest.config.ts")).toContain('CONDUIT_DATABASE_URL: ":memory:"');
    expect(files.get(".env.example")).toContain("# CONDUIT_DATABASE_URL=");
  });

  it("stands in front of the app's parser and what is said of it", async () => {
    const before = exampleFiles()["source/app.ts"] ?? "";
    const said = "    // Bodies are small.\n    // Larger ones are refused.\n";
    const app = before.replace(/^ *app\.use\(express\.json/m, (line) => `${said}${line}`);
    const files = await written(await input(exampleFiles({ "source/app.ts": app })));

    expect(files.get("source/app.ts")).toContain(
      `    app.use("/api", conduitBody)\n\n${said}    app.use(express.json(`,
    );
  });

  it("leaves requests below its base path alone that are the app's", async () => {
    const app = (exampleFiles()["source/app.ts"] ?? "").replace('"/notes"', '"/api/notes"');
    const files = await written(await input(exampleFiles({ "source/app.ts": app })));
    const router = files.get("source/conduit/router.ts") ?? "";

    expect(router).toMatch(/const paths = \["\/articles", "\/profiles", "\/tags", "\/user", "\/users"\]/);
    expect(router).toContain("conduitRouter.use(paths, generalLimit)");
    expect(router).not.toContain("notFoundHandler");
  });

  it("is JavaScript in a JavaScript app", async () => {
    const files = await written(
      await input({
        "package.json": JSON.stringify({
          name: "plain",
          type: "module",
          scripts: { start: "node src/index.js", test: "vitest run" },
          dependencies: { express: "^5.1.0" },
          devDependencies: { vitest: "^5.0.0" },
        }),
        "src/app.js":
          'import express from "express";\n\nconst app = express();\n\napp.use(express.json());\napp.get("/", (req, res) => {\n  res.json({});\n});\n\nexport default app;\n',
        "src/index.js": 'import app from "./app.js";\n\napp.listen(process.env.PORT ?? 3000);\n',
        "test/app.test.js": 'import { it } from "vitest";\nimport app from "../src/app.js";\n\nit("is", () => app);\n',
      }),
    );
    const code = [...files].filter(([path]) => path.startsWith("src/conduit/") && !path.endsWith(".yaml"));

    expect(code.length).toBeGreaterThan(20);
    for (const [path, text] of code) {
      expect(path).toMatch(/\.js$/);
      expect(text).not.toMatch(/^(?:export )?(?:interface|type) |import type| as unknown|<boolean>|\): Promise</m);
    }
    expect(files.get("test/conduit/support.js")).toContain('import app from "../../src/app.js"');
  });
});

describe("what a plan says of the app before a file is touched", () => {
  it("names what comes beside what the app has", async () => {
    const manifest = JSON.parse(exampleFiles()["package.json"] ?? "{}") as { dependencies: Record<string, string> };
    const { zod: _, ...dependencies } = manifest.dependencies;
    const older = { ...manifest, dependencies: { ...dependencies, joi: "^14.0.0", jsonwebtoken: "^9.0.0" } };
    const request = await input(exampleFiles({ "package.json": JSON.stringify(older, null, 2) }));

    const decisions = await blueprint.decisions?.(request);

    expect(decisions?.map(({ question, decision }) => [question, decision])).toEqual([
      ["Where do the routes stand?", "In a router of its own at /api, behind the app's in source/app.ts"],
      [
        "What keeps the data?",
        "A database of its own through drizzle, named by DATABASE_URL, beside the connection of the app",
      ],
      ["What checks the input?", "zod, beside joi of the app"],
      ["How do errors look?", "As the task says, for the routes of the API alone"],
      [
        "Whose accounts are they?",
        expect.stringMatching(/^Its own, beside those of the app \(jwt, package\.json:\d+\)$/),
      ],
      ["What runs the tests?", "vitest, as in the app"],
    ]);
    expect(decisions?.every(({ reason }) => reason.endsWith("."))).toBe(true);
  });

  it("says nothing of an app that it cannot be added to", async () => {
    const app = (exampleFiles()["source/app.ts"] ?? "").replace("export function", "function");

    expect(await blueprint.decisions?.(await input(exampleFiles({ "source/app.ts": app })))).toEqual([]);
  });
});

describe("refusing to add a whole API", () => {
  it("refuses a folder of the app's own where the API's would stand", async () => {
    const taken = exampleFiles({
      "source/conduit/router.ts": "export {};\n",
      "checks/conduit/rows.ts": "export {};\n",
    });

    expect(await reasons(await input(taken))).toBe(
      "The app has a folder source/conduit already.\nThe app has a folder checks/conduit already.",
    );
  });

  it("refuses an app that tests cannot reach", async () => {
    const app = (exampleFiles()["source/app.ts"] ?? "").replace("export function", "function");

    expect(await reasons(await input(exampleFiles({ "source/app.ts": app })))).toContain("tests cannot reach it");
  });

  it("refuses the application that it has made itself", async () => {
    const plan = await apiPlan(apis.conduit);
    const request = { project: memoryProject({}), plan, detection: null, generated: new Set<string>() };
    const { files } = await blueprint.write(request);
    const own = Object.fromEntries(files.map(({ path, content }) => [path, content]));

    expect(await reasons(await input(own, { plan, generated: new Set(Object.keys(own)) }))).toContain(
      "has made the whole application",
    );
  });
});
