import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import adapter from "@backwright/adapter-fastify";
import { applicationOf, exampleDir } from "./fixtures.ts";

/** Writes the list that the running application itself has. */
const ownList = `
import Fastify from "fastify";
import app from "./app.js";
const found = new Set();
const server = Fastify({ exposeHeadRoutes: false });
server.addHook("onRoute", ({ method, url }) => {
  // A plugin's own path answers with a slash at its end too.
  [method].flat().forEach((verb) => found.add(verb + " " + (url.length > 1 ? url.replace(/\\/$/, "") : url)));
});
server.register(app);
await server.ready();
console.log(JSON.stringify([...found]));
await server.close();
`;
const environment = { ...process.env, PASSWORD: "any", TOKEN_SECRET: "any" };

describe("the example, running", () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-fastify-"));

  beforeAll(() => {
    cpSync(exampleDir, dir, { recursive: true, filter: (path) => !path.includes("node_modules") });
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: dir, timeout: 240_000, stdio: "pipe" });
    writeFileSync(join(dir, "own-list.mjs"), ownList);
  }, 300_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("lists the routes that were read from its code", async () => {
    const output = execFileSync("node", ["own-list.mjs"], {
      cwd: dir,
      encoding: "utf8",
      timeout: 60_000,
      env: { ...environment, DATABASE_FILE: join(dir, "any.db") },
    });
    const running = JSON.parse(output.trim().split("\n").at(-1) ?? "[]") as string[];

    const project = await openProject(exampleDir);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(running.toSorted());
    expect(unresolved).toEqual([]);
  });
});
