import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openProject } from "@backwright/core";
import adapter from "@backwright/adapter-nestjs";
import { applicationOf, exampleDir } from "./fixtures.ts";

/** Writes the list that the running application itself has. */
const ownList = `
import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./dist/app.module.js";
import { setUp } from "./dist/set-up.js";
const app = await NestFactory.create(AppModule, { logger: false });
setUp(app);
await app.init();
const layers = app.getHttpAdapter().getInstance().router.stack.filter(({ route }) => route !== undefined);
const found = layers.flatMap(({ route }) => {
  const methods = Object.keys(route.methods);
  // What answers every method is Nest's own word that nothing is there.
  return methods.length > 20 ? [] : methods.map((method) => method.toUpperCase() + " " + route.path);
});
console.log(JSON.stringify(found));
await app.close();
`;
const environment = { ...process.env, PASSPHRASE: "any", TOKEN_SECRET: "any" };

describe("the example, running", () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-nestjs-"));

  beforeAll(() => {
    cpSync(exampleDir, dir, { recursive: true, filter: (path) => !path.includes("node_modules") });
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: dir, timeout: 240_000, stdio: "pipe" });
    execFileSync("npm", ["run", "build"], { cwd: dir, timeout: 120_000, stdio: "pipe" });
    writeFileSync(join(dir, "own-list.mjs"), ownList);
  }, 300_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it("lists the routes that were read from its code", async () => {
    const output = execFileSync("node", ["own-list.mjs"], {
      cwd: dir,
      encoding: "utf8",
      timeout: 60_000,
      env: { ...environment, DATABASE_PATH: join(dir, "any.db") },
    });
    const running = JSON.parse(output.trim().split("\n").at(-1) ?? "[]") as string[];

    const project = await openProject(exampleDir);
    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(running.toSorted());
    expect(unresolved).toEqual([]);
  });
});
