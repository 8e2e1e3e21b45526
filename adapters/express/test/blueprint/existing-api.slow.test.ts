import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { memoryProject } from "@backwright/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { detection, exampleFiles } from "./existing-support.ts";
import { apiPlan, apis } from "./new-api-support.ts";

const minutes = 60_000;

describe("the example app with a whole API written into it", { timeout: 6 * minutes }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-existing-api-"));
  const before = exampleFiles();
  const plan = await apiPlan(apis.ledger);
  const project = memoryProject(before);
  const change = await blueprint.write({ project, plan, detection, generated: new Set() });
  for (const [path, content] of [
    ...Object.entries(before),
    ...change.files.map((file) => [file.path, file.content] as const),
  ]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }

  afterAll(() => rmSync(dir, { recursive: true, force: true }), minutes);

  function run(...argv: [string, ...string[]]): { status: number | null; output: string } {
    const [command, ...args] = argv;
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: dir,
      encoding: "utf8",
      timeout: 5 * minutes,
      env: { ...process.env, CI: "true", NO_COLOR: "1", NODE_ENV: "", NODE_OPTIONS: "" },
    });
    return { status, output: stdout + stderr };
  }

  it("installs", () => {
    expect(run("npm", "install", "--no-audit", "--no-fund")).toMatchObject({ status: 0 });
  });

  it.each(["build", "typecheck", "lint"])("passes its own %s", (script) => {
    const { status, output } = run("npm", "run", script);

    expect(output).not.toMatch(/\berror TS/);
    expect(status).toBe(0);
  });

  it("stays formatted as its own prettier would have it", () => {
    expect(run("npx", "--no-install", "prettier", "--check", ".")).toMatchObject({ status: 0 });
  });

  it("passes its old tests and the new ones", () => {
    const { status, output } = run("npm", "test");

    expect(output).toContain("checks/notes.check.ts");
    expect(output).toContain("checks/ledger/");
    expect(status).toBe(0);
  });

  it("leaves drizzle-kit nothing to migrate, in the API's database and in its own", () => {
    const api = run("npm", "run", "db:generate:ledger");
    const own = run("npx", "--no-install", "drizzle-kit", "generate");

    expect(api.output.match(/No schema changes/g)).toHaveLength(2);
    expect(own.output).toContain("No schema changes");
    expect([api.status, own.status]).toEqual([0, 0]);
  });
});
