import { fileURLToPath } from "node:url";
import type { Detection, ProjectReader, Route } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastify";

/** A plugin that fastify-cli starts, with folders that are loaded by their names. */
export const loaded: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(
    {
      name: "shelf",
      type: "module",
      scripts: { start: "fastify start -l info app.js", test: "node --test" },
      dependencies: {
        fastify: "^5.3.0",
        "fastify-cli": "7.0.0",
        "@fastify/autoload": "6.0.0",
        "@fastify/jwt": "9.0.0",
      },
    },
    null,
    2,
  ),
  "package-lock.json": "{}",
  "app.js": `import path from "node:path";
import AutoLoad from "@fastify/autoload";

export default async function (fastify, opts) {
  fastify.register(AutoLoad, { dir: path.join(import.meta.dirname, "plugins"), options: { ...opts } });
  fastify.register(AutoLoad, {
    dir: path.join(import.meta.dirname, "routes"),
    autoHooks: true,
    cascadeHooks: true,
    routeParams: true,
    options: { prefix: "/api" },
  });
}
`,
  "plugins/auth.js": `import jwt from "@fastify/jwt";
import fp from "fastify-plugin";

export default fp(async (fastify) => {
  fastify.register(jwt, { secret: process.env.JWT_SECRET });
  fastify.decorate("needAccount", async (request) => request.jwtVerify());
});
`,
  "routes/root.js": `export default async function (fastify) {
  fastify.get("/", async () => ({ hello: "world" }));
}
`,
  "routes/books/autohooks.js": `export default async function (fastify) {
  fastify.addHook("onRequest", fastify.needAccount);
}
`,
  "routes/books/index.js": `export default async function (fastify) {
  fastify.get("/", { schema: { querystring: { type: "object" } } }, listBooks);
  fastify.route({ method: ["GET", "PUT"], url: "/:id", handler: oneBook });
}
`,
  "routes/books/helper.js": `export default async function (fastify) {
  fastify.get("/never", async () => "an index keeps its neighbours out");
}
`,
  "routes/books/_bookId/notes.js": `export const autoPrefix = "/notes";
export default async function (fastify) {
  fastify.post("/", async () => ({}));
}
`,
};

/** Plugins across files in CommonJS, with prefixes and guards. */
export const registered: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify(
    {
      name: "till",
      main: "server.js",
      scripts: { start: "node server.js" },
      dependencies: { fastify: "5.3.2", pg: "8.0.0" },
    },
    null,
    2,
  ),
  "server.js": `const fastify = require("fastify")({ logger: true });
const { Pool } = require("pg");
fastify.register(require("./accounts"));
fastify.register(require("./orders"), { prefix: "/v1" });
fastify.get("/health", async () => "ok");
fastify.listen({ port: process.env.PORT || 4100 });
`,
  "accounts.js": `const fp = require("fastify-plugin");
async function accounts(fastify) {
  fastify.decorate("account", async (request, reply) => reply.code(401).send());
  fastify.post("/login", async () => ({}));
}
module.exports = fp(accounts, { name: "accounts" });
`,
  "orders.js": `module.exports = async function (app, options) {
  app.get("/orders", { preHandler: [app.account] }, list);
  app.register(async (inner) => {
    inner.delete("/:id", { onRequest: async (request) => { await request.jwtVerify(); } }, remove);
    inner.addHook("preHandler", audit);
  }, { prefix: "/orders" });
};
`,
};

/** The folder of the example application of the repository. */
export const exampleDir: string = fileURLToPath(new URL("../../../examples/fastify-notes", import.meta.url));

export function applicationOf(project: ProjectReader): Detection {
  const [detection] = adapter.detect(project);
  if (detection === undefined) {
    throw new Error("There is no application in this project.");
  }
  return detection;
}

/** The routes of an application whose files are given. */
export function routesOf(files: Readonly<Record<string, string>>): readonly Route[] {
  const project = memoryProject(files);
  return adapter.routes(project, applicationOf(project)).routes;
}

/** `METHOD /path guard,guard`, with `!` where an account is needed. */
export function linesOf(routes: readonly Route[]): string[] {
  return routes
    .map(({ method, path, guards, authenticated }) =>
      `${authenticated ? "!" : ""}${method} ${path} ${guards.join(",")}`.trim(),
    )
    .sort();
}
