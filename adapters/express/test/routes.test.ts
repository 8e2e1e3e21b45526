import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-express";
import { applicationOf, fixture } from "./fixtures.ts";

const head = 'const express = require("express");\nconst app = express();\n';

function pathsOf(files: Readonly<Record<string, string>>): string[] {
  const project = memoryProject({ "package.json": '{ "dependencies": { "express": "5" } }', ...files });
  return adapter.routes(project, applicationOf(project)).routes.map(({ method, path }) => `${method} ${path}`);
}

describe("routes", () => {
  it("reads paths, handlers, guards and logins of a CommonJS application", async () => {
    const project = await fixture("commonjs-guards");

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, guards, authenticated, file, line }) => [
        `${method} ${path}`,
        handler,
        guards,
        authenticated,
        `${file}:${line}`,
      ]),
    ).toEqual([
      ["POST /session", "(inline)", [], false, "routes/session.js:2"],
      ["GET /orders", "list", ["requireAuth"], true, "routes/orders.js:9"],
      ["POST /orders", "(inline)", ["requireAuth", 'requireRole("buyer")'], true, "routes/orders.js:10"],
      ["DELETE /orders/:id", "(inline)", ["requireAuth", 'requireRole("admin")'], true, "routes/orders.js:11"],
      ["GET /me", "me", ["requireAuth"], true, "app.js:10"],
    ]);
    expect(unresolved).toEqual([
      { what: "GET with a path that is not known: process.env.REPORT_PATH", file: "routes/orders.js", line: 12 },
    ]);
  });

  it("takes methods that wrap handlers that reject for those that they wrap", () => {
    const wrapped =
      'const router = wrap(express.Router());\nrouter.getAsync("/a", list);\nrouter.allowAsync("/b", x);\n';

    expect(pathsOf({ "app.js": `${head}${wrapped}app.use("/notes", router);\n` })).toEqual(["GET /notes/a"]);
  });

  it("follows classes, path aliases and prefixes put together", async () => {
    const project = await fixture("typescript-classes");

    expect(
      adapter
        .routes(project, applicationOf(project))
        .routes.map(({ method, path, confidence }) => [method, path, confidence]),
    ).toEqual([
      ["GET", "/api/health", 0.98],
      ["GET", "/api/users/:id", 0.98],
    ]);
  });

  it.each([
    [
      "a list of mounts",
      `${head}const a = express.Router();\na.get("/x", h);\n[{ path: "/a", router: a }, { path: "/b", router: a }].forEach((m) => app.use(m.path, m.router));`,
      ["GET /a/x", "GET /b/x"],
    ],
    [
      "several prefixes at once",
      `${head}const a = express.Router();\na.get("/x", h);\napp.use(["/a", "/b"], a);`,
      ["GET /a/x", "GET /b/x"],
    ],
    [
      "routers in routers",
      `${head}const a = express.Router(), b = express.Router();\nb.get("/", h);\na.use("/b", b);\napp.use("/a", a);`,
      ["GET /a/b"],
    ],
    [
      "a router that a function makes",
      `${head}function users() { const r = express.Router(); r.get("/:id", h); return r; }\napp.use("/users", users());`,
      ["GET /users/:id"],
    ],
    [
      "an application in a callback",
      `${head}connect().then(() => { app.get("/late", h); app.listen(1); });`,
      ["GET /late"],
    ],
    [
      "every method",
      `${head}app.all("/any", h);`,
      ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"].map((method) => `${method} /any`),
    ],
    ["a chain with guards for all", `${head}app.route("/c").all(auth).get(h).put(h);`, ["GET /c", "PUT /c"]],
    [
      "settings and not found handlers",
      `${head}app.set("a", 1); app.get("env"); app.options("*", cors()); app.all("*", (req, res) => res.sendStatus(404));`,
      ["ALL /*"],
    ],
    [
      "clients of other servers",
      `${head}const api = require("axios").create();\napi.get("/remote", {});\napp.get("/own", h);`,
      ["GET /own"],
    ],
  ])("reads %s", (_what, text, expected) => {
    expect(pathsOf({ "app.js": text })).toEqual(expected);
  });

  it("follows what makes an application of settings and nothing in sight calls", () => {
    const files = {
      "server.js":
        'const express = require("express");\nmodule.exports = async function (options) {\n  const app = express();\n  app.set("env", "production").disable("etag").get("/notes", list);\n  app.listen(3000);\n};\n',
    };

    expect(pathsOf(files)).toEqual(["GET /notes"]);
  });

  it("gives what nothing in sight calls to the application, and is less sure of routers that nothing mounts", () => {
    const project = memoryProject({
      "package.json": '{ "dependencies": { "express": "5" } }',
      "app.js": `${head}require("load-all")(__dirname + "/routes", app);\napp.listen(1);`,
      "routes/a.js": "module.exports = (app) => { app.get('/a', h); };",
      "routes/b.js": "const router = require('express').Router(); router.get('/b', h); module.exports = router;",
    });

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, confidence }) => `${path} ${confidence}`).toSorted()).toEqual(["/a 0.98", "/b 0.49"]);
  });

  it("reads controllers with decorators, under their prefix", () => {
    const project = memoryProject({
      "package.json": '{ "dependencies": { "express": "5", "routing-controllers": "1" } }',
      "app.ts":
        'import { createExpressServer } from "routing-controllers";\ncreateExpressServer({ routePrefix: "/api" }).listen(1);\n',
      "users.ts":
        'import { Authorized, Get, JsonController, Post } from "routing-controllers";\n@JsonController("/users")\nexport class Users {\n  @Get()\n  all() {}\n  @Authorized()\n  @Post("/:id/ban")\n  ban() {}\n}\n',
    });

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, authenticated, line }) => [method, path, handler, authenticated, line]),
    ).toEqual([
      ["GET", "/api/users", "all", false, 4],
      ["POST", "/api/users/:id/ban", "ban", true, 7],
    ]);
  });

  it("follows routes that files of a folder name", () => {
    const project = memoryProject({
      "package.json": '{ "dependencies": { "express": "5" } }',
      "app.js": `${head}const { globSync } = require("glob");\nconst { basename } = require("path");\nfor (const file of globSync("./models/**/*.js")) {\n  app.get("/" + basename(file, ".js").toLowerCase(), h);\n}\napp.listen(1);`,
      "models/User.js": "",
      "models/shop/Order.js": "",
    });

    const { routes } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path }) => path)).toEqual(["/user", "/order"]);
  });

  it("lists mounts and packages that it cannot follow", () => {
    const project = memoryProject({
      "package.json": '{ "dependencies": { "express": "5" } }',
      "app.js": `${head}const { initialize } = require("express-openapi");\napp.use("/x", await import(name + "-router"), otherRouter);\ninitialize({ app });`,
    });

    expect(adapter.routes(project, applicationOf(project)).unresolved).toEqual([
      { what: "mount of what is not known: otherRouter", file: "app.js", line: 4 },
      { what: "routes that express-openapi registers", file: "app.js", line: 3 },
    ]);
  });
});
