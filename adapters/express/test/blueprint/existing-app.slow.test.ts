import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { exampleFiles, exampleInput } from "./existing-support.ts";

const minutes = 60_000;

describe("the example app with the plan written into it", { timeout: 5 * minutes }, async () => {
  const dir = mkdtempSync(join(tmpdir(), "backwright-existing-"));
  const before = exampleFiles();
  const change = await writeExistingApp(await exampleInput(before));
  for (const [path, content] of [
    ...Object.entries(before),
    ...change.files.map((file) => [file.path, file.content] as const),
  ]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  function run(...argv: [string, ...string[]]): { status: number | null; output: string } {
    const [command, ...args] = argv;
    const { status, stdout, stderr } = spawnSync(command, args, {
      cwd: dir,
      encoding: "utf8",
      timeout: 4 * minutes,
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
    expect(output).toContain("checks/notebooks.check.ts");
    expect(status).toBe(0);
  });

  it("leaves drizzle-kit nothing to migrate", () => {
    const { status, output } = run("npx", "--no-install", "drizzle-kit", "generate");

    expect(output).toContain("No schema changes");
    expect(status).toBe(0);
  });
});
