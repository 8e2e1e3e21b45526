import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newApp, tasks } from "./new-support.ts";

const minutes = 60_000;
const root = mkdtempSync(join(tmpdir(), "backwright-new-"));

/** The one whose packages the others use too: no other needs more. */
const fullest = "bookmarks";

function run(cwd: string, ...argv: [string, ...string[]]): { status: number | null; output: string } {
  const [command, ...args] = argv;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 4 * minutes,
    env: { ...process.env, CI: "true", NO_COLOR: "1", NODE_ENV: "", NODE_OPTIONS: "" },
  });
  return { status, output: stdout + stderr };
}

async function writeApp(name: keyof typeof tasks): Promise<string> {
  const dir = join(root, name);
  for (const [path, content] of await newApp(tasks[name])) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

beforeAll(async () => {
  const installed = run(await writeApp(fullest), "npm", "install", "--no-audit", "--no-fund");
  expect(installed.status, installed.output).toBe(0);
}, 5 * minutes);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each([fullest, "catalogue", "newsroom"] as const)("a new application of %s", { timeout: 5 * minutes }, (name) => {
  const dir = join(root, name);

  beforeAll(async () => {
    if (name !== fullest) {
      await writeApp(name);
      symlinkSync(join(root, fullest, "node_modules"), join(dir, "node_modules"));
    }
  });

  it.each(["build", "typecheck", "lint"])("passes its own %s", (script) => {
    const { status, output } = run(dir, "npm", "run", script);

    expect(status, output).toBe(0);
  });

  it("passes its own tests", () => {
    const { status, output } = run(dir, "npm", "test");

    expect(output).toMatch(/Tests {2}\d{3} passed/);
    expect(status, output).toBe(0);
  });

  it("leaves drizzle-kit nothing to migrate, for either database", () => {
    const { status, output } = run(dir, "npm", "run", "db:generate");

    expect(output.match(/No schema changes/g)).toHaveLength(2);
    expect(status, output).toBe(0);
  });
});
