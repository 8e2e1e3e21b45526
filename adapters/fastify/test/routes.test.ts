import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastify";
import { applicationOf, linesOf, loaded, registered, routesOf } from "./fixtures.ts";

function app(body: string, rest: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  return {
    "server.js": `import Fastify from "fastify";\nconst app = Fastify();\n${body}\napp.listen({ port: 3000 });\n`,
    ...rest,
  };
}

describe("routes", () => {
  it("loads an index that the pattern for files to pass over fits as well", () => {
    const files = {
      "app.js":
        'import AutoLoad from "@fastify/autoload";\nimport { join } from "node:path";\nexport default async function (fastify) {\n  fastify.register(AutoLoad, { dir: join(import.meta.dirname, "routes"), indexPattern: /routes\\.js$/, ignorePattern: /.*\\.js/ });\n}\n',
      "routes/notes/routes.js": 'export default async (app) => { app.get("/", async () => []); };\n',
      "routes/notes/schemas.js": 'export default async (app) => { app.get("/never", async () => []); };\n',
      "package.json": '{ "scripts": { "start": "fastify start app.js" }, "dependencies": { "fastify": "5" } }',
    };

    expect(linesOf(routesOf(files))).toEqual(["GET /notes"]);
  });

  it("follows what makes the application where its start says nothing of Fastify, and no plugin twice", () => {
    const files = {
      "package.json": '{ "scripts": { "start": "node dist/index.js" }, "dependencies": { "fastify": "5" } }',
      "src/begin.js": 'import open from "./web.js";\nopen();\n',
      "src/web.js":
        'import fastify from "fastify";\nimport all from "./all.js";\nexport default async function open() {\n  let instance;\n  if (secure) {\n    instance = fastify({ https });\n  } else {\n    instance = fastify();\n  }\n  await all(instance);\n  await instance.listen({ port: 3000 });\n}\n',
      "src/all.js":
        'import notes from "./a-notes.js";\nexport default async function all(fastify) {\n  await fastify.register(notes, { prefix: "/notes" });\n}\n',
      "src/a-notes.js": 'export default async (fastify) => { fastify.get("/:id", one); };\n',
    };

    expect(linesOf(routesOf(files))).toEqual(["GET /notes/:id"]);
  });

  it("follows folders with their prefixes, parameters and hooks", () => {
    expect(linesOf(routesOf(loaded))).toEqual([
      "!GET /api/books fastify.needAccount",
      "!GET /api/books/:id fastify.needAccount",
      "!POST /api/notes fastify.needAccount",
      "!PUT /api/books/:id fastify.needAccount",
      "GET /api",
    ]);
  });

  it("follows plugins across files, those without encapsulation as well", () => {
    expect(linesOf(routesOf(registered))).toEqual([
      "!DELETE /v1/orders/:id audit,(inline authentication)",
      "!GET /v1/orders app.account",
      "GET /health",
      "POST /login",
    ]);
  });

  it("takes folders for nothing where their names are no prefixes", () => {
    const files = app(
      'app.register(AutoLoad, { dir: join(import.meta.dirname, "routes"), dirNameRoutePrefix: false });',
      {
        "routes/deep/a.js": 'export default async (app) => { app.get("/a", h); };\n',
        "routes/deep/b.test.js": 'export default async (app) => { app.get("/b", h); };\n',
        "routes/c.js": 'export const prefixOverride = "/c";\nexport default async (app) => { app.get("/d", h); };\n',
      },
    );
    const imports = 'import AutoLoad from "@fastify/autoload";\nimport { join } from "node:path";\n';

    expect(linesOf(routesOf({ ...files, "server.js": imports + files["server.js"] }))).toEqual(["GET /a", "GET /c/d"]);
  });

  it("loads only what the filter lets through", () => {
    const files = app(
      'app.register(AutoLoad, { dir: new URL("./modules", import.meta.url).pathname, dirNameRoutePrefix: false, matchFilter: (path) => path.endsWith(".route.js") });',
      {
        "modules/users/list.route.js": 'export default async (app) => { app.get("/users", h); };\n',
        "modules/users/list.handler.js": 'export default async (app) => { app.get("/no", h); };\n',
      },
    );

    expect(
      linesOf(routesOf({ ...files, "server.js": `import AutoLoad from "@fastify/autoload";\n${files["server.js"]}` })),
    ).toEqual(["GET /users"]);
  });

  it.each([
    [
      "a shorthand with everything in its options",
      'app.post("/a", { preHandler: [requireUser], handler: make });',
      "!POST /a requireUser",
    ],
    [
      "a definition that is a constant",
      'const one = { method: "GET", url: "/a", handler };\napp.route(one);',
      "GET /a",
    ],
    ["definitions in a list", '[{ method: "PUT", url: "/a", handler }].forEach((one) => app.route(one));', "PUT /a"],
    ["a method of the application's own", 'app.addHttpMethod("QUERY");\napp.query("/a", handler);', "QUERY /a"],
    ["a parameter with a pattern", 'app.get("/a/:id(^\\\\d+$)", handler);', "GET /a/:id"],
    [
      "a prefix from a constant",
      'const v = "v2";\napp.register(async (it) => it.get("/a", handler), { prefix: `/${v}` });',
      "GET /v2/a",
    ],
    ["a type provider in between", 'app.withTypeProvider().get("/a", handler);', "GET /a"],
    [
      "a plugin that is imported when it is needed",
      'app.register(import("./late.js"), { prefix: "/late" });',
      "GET /late",
    ],
    [
      "options that a function gives",
      'app.register(plugin, () => ({ prefix: "/f" }));\nasync function plugin(it) { it.get("/a", handler); }',
      "GET /f/a",
    ],
    [
      "a plugin that says it shares the instance",
      'plugin[Symbol.for("skip-override")] = true;\napp.register(plugin, { prefix: "/no" });\nfunction plugin(it, o, done) { it.get("/a", handler); done(); }',
      "GET /a",
    ],
    [
      "a path that a plugin of a package takes",
      'app.register(underPressure, { exposeStatusRoute: "/alive" });',
      "GET /alive",
    ],
    [
      "a hook for all, registered after the route",
      'app.get("/a", handler);\napp.addHook("onRequest", authenticate);',
      "!GET /a authenticate",
    ],
    ["a hook that only measures", 'app.addHook("onSend", authenticate);\napp.get("/a", handler);', "GET /a"],
  ])("reads %s", (_what, body, expected) => {
    const files = app(body, { "late.js": 'export default async (it) => { it.get("/", h); };\n' });

    expect(
      linesOf(
        routesOf({
          ...files,
          "server.js": `import underPressure from "@fastify/under-pressure";\n${files["server.js"]}`,
        }),
      ),
    ).toEqual([expected]);
  });

  it("lets everyone pass where a guard verifies a token only if there is one", () => {
    const files = app(
      'async function authenticateOptional(request) { try { await request.jwtVerify(); } catch {} }\napp.get("/a", { onRequest: authenticateOptional }, h);',
    );

    expect(linesOf(routesOf(files))).toEqual(["GET /a authenticateOptional"]);
  });

  it("keeps a hook inside of the plugin that adds it", () => {
    const files = app(
      'app.register(async (it) => { it.addHook("onRequest", verifyToken); it.get("/in", h); });\napp.get("/out", h);',
    );

    expect(linesOf(routesOf(files))).toEqual(["!GET /in verifyToken", "GET /out"]);
  });

  it.each([
    ["a path", 'app.get(pathOf("a"), handler);', "route with a path that is not known"],
    ["a definition", "app.route(define());", "route whose definition is not known"],
    ["a plugin", "app.register(choose());", "plugin that is not known"],
    [
      "the prefix of a folder",
      'app.register(autoLoad, { dir: "/plugins", options: { prefix: read() } });',
      "folder under a prefix that is not known",
    ],
    ["a prefix", 'app.register(async (it) => it.get("/", h), { prefix: read() });', "under a prefix that is not known"],
  ])("lists %s that it cannot know", (_what, body, expected) => {
    const server = `import autoLoad from "@fastify/autoload"; ${app(body)["server.js"]}`;
    const project = memoryProject({ "server.js": server });

    expect(adapter.routes(project, applicationOf(project)).unresolved).toEqual([
      { what: expect.stringContaining(expected) as string, file: "server.js", line: 3 },
    ]);
  });
});
