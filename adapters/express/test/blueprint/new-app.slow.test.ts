import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { boxes, furtherApp, newApp, tasks } from "./new-support.ts";
import { postgresBinaries, startPostgres } from "./postgres-server.ts";

const minutes = 60_000;
const root = mkdtempSync(join(tmpdir(), "backwright-new-"));

/** The one whose packages the others use too: no other needs more. */
const fullest = "bookmarks";

/** The output of a command that has to succeed. */
function run(cwd: string, argv: readonly [string, ...string[]], env: NodeJS.ProcessEnv = {}): string {
  const [command, ...args] = argv;
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    timeout: 4 * minutes,
    env: { ...process.env, CI: "true", NO_COLOR: "1", NODE_ENV: "", NODE_OPTIONS: "", ...env },
  });
  if (status !== 0) {
    throw new Error(`${argv.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
  }
  return stdout + stderr;
}

/** @param later a task that is added to the application before anything is tried */
async function writeApp(name: keyof typeof tasks, later: string | null = null): Promise<string> {
  const dir = join(root, name);
  const files = await newApp(tasks[name]);
  for (const [path, content] of later === null ? files : await furtherApp(files, later)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return dir;
}

beforeAll(async () => {
  run(await writeApp(fullest), ["npm", "install", "--no-audit", "--no-fund"]);
}, 5 * minutes);

afterAll(() => rmSync(root, { recursive: true, force: true }), minutes);

describe.each([
  { name: fullest, title: fullest, later: null },
  { name: "catalogue", title: "catalogue", later: null },
  { name: "newsroom", title: "newsroom, with the boxes of a further task", later: boxes },
] as const)("a new application of $title", { timeout: 5 * minutes }, ({ name, later }) => {
  const dir = join(root, name);

  beforeAll(async () => {
    if (name !== fullest) {
      await writeApp(name, later);
      symlinkSync(join(root, fullest, "node_modules"), join(dir, "node_modules"));
    }
  });

  it.each(["build", "typecheck"])("passes its own %s", (script) => {
    expect(run(dir, ["npm", "run", script])).not.toMatch(/\berror TS/);
  });

  it("passes its own lint", () => {
    expect(run(dir, ["npm", "run", "lint"])).toContain("Found 0 warnings and 0 errors.");
  });

  it("passes its own tests", () => {
    expect(run(dir, ["npm", "test"])).toMatch(/Tests {2}\d{3} passed/);
  });

  it("leaves drizzle-kit nothing to migrate, for either database", () => {
    expect(run(dir, ["npm", "run", "db:generate"]).match(/No schema changes/g)).toHaveLength(2);
  });
});

const binaries = postgresBinaries();

describe.skipIf(binaries === null)(
  "a new application on PostgreSQL (skipped where Debian's PostgreSQL is not installed)",
  { timeout: 5 * minutes },
  () => {
    it("passes the same tests", async () => {
      const server = await startPostgres(binaries ?? "");
      try {
        server.createDatabase(fullest);

        const output = run(join(root, fullest), ["npm", "test"], { TEST_DATABASE_URL: server.url(fullest) });

        expect(output).toMatch(/Tests {2}\d{3} passed/);
      } finally {
        await server.stop();
      }
    });
  },
);
