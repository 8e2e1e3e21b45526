import { describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastify";
import { applicationOf, exampleDir, linesOf, loaded, registered, routesOf } from "./fixtures.ts";

const server = 'const app = require("fastify")();\napp.get("/", async () => "");\napp.listen({ port: 3000 });\n';

function files(manifest: object, rest: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return { "package.json": JSON.stringify(manifest), ...rest };
}

describe("detect", () => {
  it("reads a plugin that fastify-cli starts, and the port that it listens on by itself", () => {
    expect(applicationOf(memoryProject(loaded))).toMatchObject({
      language: "javascript",
      framework: { name: "fastify", version: "5.3.0" },
      packageManager: "npm",
      auth: ["jwt"],
      apiStyles: ["rest"],
      validation: ["json-schema"],
      entry: "app.js",
      ports: [{ port: 3000, source: "package.json:5" }],
    });
  });

  it("takes what a bundler makes and a script starts for an application, and not what others can import", () => {
    const built = {
      version: "1.0.0",
      bin: "dist/index.js",
      scripts: { start: "node --enable-source-maps dist/index.js" },
      devDependencies: { fastify: "5" },
    };
    const code = { "server/web.js": server };

    expect(applicationOf(memoryProject(files({ name: "notes", ...built }, code)))).toMatchObject({ dir: "." });
    expect(adapter.detect(memoryProject(files({ name: "notes", ...built, main: "dist/index.js" }, code)))).toEqual([]);
  });

  it("reads routes and their schemas from options that are typed as such, whatever registers them", () => {
    const project = memoryProject(
      files(
        { dependencies: { fastify: "5", "fastify-socket.io": "5" } },
        {
          "app.ts":
            'import fastify from "fastify";\nimport socket from "fastify-socket.io";\nconst app = fastify();\napp.register(socket);\nloadAll().forEach(app.route);\napp.listen({ port: 3000 });\n',
          "notes.ts":
            'import type { RouteOptions } from "fastify";\nexport const list: RouteOptions = {\n  method: "GET",\n  url: "/notes",\n  schema: listSchema,\n  handler,\n};\n',
        },
      ),
    );

    const { apiStyles, validation, evidence } = applicationOf(project);

    expect(apiStyles).toEqual(["rest", "websocket"]);
    expect(validation).toEqual(["json-schema"]);
    expect(evidence).toContainEqual(expect.objectContaining({ field: "validation", file: "notes.ts", line: 2 }));
  });

  it("tells the import of types from that of the framework, in code without semicolons", () => {
    const project = memoryProject(
      files(
        { dependencies: { fastify: "5" } },
        {
          "src/app.ts":
            "import type { FastifyInstance } from 'fastify'\nimport Fastify from 'fastify'\nexport const app: FastifyInstance = Fastify()\n",
          "src/server.ts": "import { app } from './app.js'\napp.listen({ port: 3100 })\n",
        },
      ),
    );

    expect(applicationOf(project)).toMatchObject({ dir: ".", ports: [{ port: 3100 }] });
  });

  it("finds the port that a description of the environment gives by default", () => {
    const options = "{\n  port: process.env.PORT || env.API_PORT,\n  host: env.HOST,\n}";
    const project = memoryProject({
      "src/server.ts": `import Fastify from "fastify"\nimport { env } from "./env"\nconst app = Fastify()\nconst options: any = ${options}\nawait app.listen(options)\n`,
      "src/env.ts": `import { z } from "zod"\nconst shape = z.object({\n  API_PORT: z.string().default("5070"),\n})\nexport const env = new Proxy(shape.parse(process.env), {})\n`,
    });

    expect(applicationOf(project).ports[0]).toEqual({ port: 5070, source: "src/server.ts:8" });
  });

  it("finds the port of a module that an index gives on", () => {
    const project = memoryProject({
      "src/main.ts":
        'import Fastify from "fastify";\nimport { env } from "./config/index.ts";\nconst app = Fastify();\nawait app.listen({ port: env.server.port });\n',
      "src/config/index.ts": 'export { default as env } from "./env.ts";\n',
      "src/config/env.ts":
        "const schema = Type.Object({\n  PORT: Type.Number({ default: 3090 }),\n});\nconst env = envSchema({ schema });\nexport default { server: { port: env.PORT } };\n",
    });

    expect(applicationOf(project).ports[0]).toEqual({ port: 3090, source: "src/config/env.ts:2" });
  });

  it("follows an application that @fastify/restartable starts anew", () => {
    const manifest = JSON.stringify({ dependencies: { fastify: "5", "@fastify/restartable": "3" } });
    const application = {
      "package.json": manifest,
      "server.js":
        'import fastify from "fastify";\nimport { restartable } from "@fastify/restartable";\nasync function make(create, options) {\n  const made = create(options);\n  made.get("/notes", async () => []);\n  return made;\n}\nconst app = await restartable(make, {}, fastify);\nawait app.listen({ port: 3200 });\n',
    };

    expect(applicationOf(memoryProject(application))).toMatchObject({ ports: [{ port: 3200 }] });
    expect(linesOf(routesOf(application))).toEqual(["GET /notes"]);
  });

  it("takes the import of types alone for no use of a package", () => {
    const project = memoryProject({ "server.js": server, "types.ts": 'import "@fastify/websocket";\n' });

    expect(applicationOf(project).apiStyles).toEqual(["rest"]);
  });

  it("takes the port that the start script gives to fastify-cli", () => {
    const manifest = (loaded["package.json"] ?? "").replace("-l info", "-p 8044");

    expect(applicationOf(memoryProject({ ...loaded, "package.json": manifest })).ports[0]?.port).toBe(8044);
  });

  it.each([
    [
      "@fastify/env",
      'import env from "@fastify/env";\nawait app.register(env, { schema });\napp.listen({ port: app.config.API_PORT });\n',
    ],
    [
      "env-schema",
      'import envSchema from "env-schema";\nconst env = envSchema({ schema });\napp.listen({ port: env.API_PORT });\n',
    ],
  ])("finds the port behind a variable that %s reads", (_package, listen) => {
    const project = memoryProject({
      "server.js": `import Fastify from "fastify";\nconst app = Fastify();\n${listen}`,
      ".env.example": "API_PORT=5050\n",
    });

    expect(applicationOf(project).ports).toEqual([{ port: 5050, source: ".env.example:1" }]);
  });

  it("reads an application that listens itself", () => {
    const detection = applicationOf(memoryProject(registered));

    expect(detection).toMatchObject({ entry: "server.js", databases: ["postgresql"], orms: ["pg"], validation: [] });
    expect(detection.ports[0]).toEqual({ port: 4100, source: "server.js:6" });
    expect(detection.evidence.filter(({ field }) => field === "framework").map(({ rule }) => rule)).toEqual([
      "dependency",
      "import",
      "construction",
      "listen",
    ]);
  });

  it.each([
    ["Fastify itself", files({ name: "fastify" }, { "server.js": server })],
    [
      "a plugin for applications of others",
      files(
        { name: "fastify-thing", main: "index.js", peerDependencies: { fastify: "5" } },
        { "index.js": 'const fp = require("fastify-plugin");\nmodule.exports = fp(async (fastify) => {});\n' },
      ),
    ],
    ["a package that only makes one in tests", files({ devDependencies: { fastify: "5" } }, { "test/a.js": server })],
    ["a dead dependency", files({ dependencies: { fastify: "5" } }, { "index.js": "console.log(1);\n" })],
    [
      "types alone",
      files({ dependencies: { fastify: "5" } }, { "a.ts": 'import type { FastifyInstance } from "fastify";\n' }),
    ],
  ])("finds nothing in %s", (_what, given) => {
    expect(adapter.detect(memoryProject(given))).toEqual([]);
  });

  it("reads a folder without any manifest", () => {
    expect(applicationOf(memoryProject({ "server.js": server }))).toMatchObject({ dir: ".", entry: "server.js" });
  });

  it("puts an application before one that stands in for others in tests", () => {
    const manifest = JSON.stringify({ dependencies: { fastify: "5" }, scripts: { start: "node server.js" } });
    const project = memoryProject({
      "a-mock/package.json": manifest,
      "a-mock/server.js": server,
      "mock/package.json": manifest,
      "mock/server.js": server,
      "service/package.json": manifest,
      "service/server.js": server,
    });

    expect(adapter.detect(project).map(({ dir }) => dir)).toEqual(["a-mock", "service", "mock"]);
  });
});

describe("commands", () => {
  it("runs the start script", () => {
    const project = memoryProject(loaded);

    expect(adapter.commands(project, applicationOf(project))).toMatchObject({
      install: { argv: ["npm", "install"] },
      start: { argv: ["npm", "start"] },
      test: { argv: ["npm", "test"] },
    });
  });

  it.each([
    ["the Dockerfile", {}, { Dockerfile: 'FROM node:24\nCMD ["node", "--enable-source-maps", "dist/main.js"]\n' }],
    [
      "a Dockerfile whose program is the entry point",
      {},
      { Dockerfile: 'ENTRYPOINT ["node"]\nCMD ["dist/main.js"]\n' },
    ],
    ["the Procfile", {}, { Procfile: "web: node dist/main.js\n" }],
    ["the main field", { main: "dist/main.js" }, {}],
  ])("starts by %s where there is no script", (_what, manifest, rest) => {
    const project = memoryProject({
      "package.json": JSON.stringify({ dependencies: { fastify: "5" }, scripts: { build: "tsc" }, ...manifest }),
      "src/main.ts": 'import Fastify from "fastify";\nconst app = Fastify();\nawait app.listen({ port: 3000 });\n',
      ...(rest as Record<string, string>),
    });

    expect(adapter.commands(project, applicationOf(project)).start?.argv.at(-1)).toBe("dist/main.js");
  });
});

describe("the example", () => {
  it("is understood as a whole", async () => {
    const project = await openProject(exampleDir);
    const detection = applicationOf(project);

    expect({
      detection,
      commands: adapter.commands(project, detection),
      ...adapter.routes(project, detection),
      models: adapter.models(project, detection),
      practices: adapter.practices(project, detection),
    }).toMatchSnapshot();
  });

  it("needs its secrets and a database to start in a check", async () => {
    const project = await openProject(exampleDir);

    expect(adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "DATABASE_FILE", kind: "database-file", value: "$FILE" },
      { name: "PASSWORD", kind: "secret" },
      { name: "TOKEN_SECRET", kind: "secret" },
    ]);
  });
});
