import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { apiNames, apiPlan, apis, newApi } from "./new-api-support.ts";
import { postgresBinaries, startPostgres } from "./postgres-server.ts";
import type { PostgresServer } from "./postgres-server.ts";
import { transfersOf } from "./started-ledger.ts";

const minutes = 60_000;
const root = mkdtempSync(join(tmpdir(), "backwright-api-"));
const names = apiNames;
/** Those whose build and migrations are looked at too. */
const examples: readonly string[] = ["conduit", "ledger", "workshop"];
const binaries = postgresBinaries();
let server: PostgresServer | null = null;

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

beforeAll(async () => {
  for (const name of names) {
    for (const [path, content] of await newApi(await apiPlan(apis[name]))) {
      mkdirSync(dirname(join(root, name, path)), { recursive: true });
      writeFileSync(join(root, name, path), content);
    }
  }
  const [first = "conduit", ...others] = names;
  run(join(root, first), ["npm", "install", "--no-audit", "--no-fund"]);
  for (const name of others) {
    symlinkSync(join(root, first, "node_modules"), join(root, name, "node_modules"));
  }
  server = binaries === null ? null : await startPostgres(binaries);
}, 5 * minutes);

afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

describe.each(names)("a new API of %s", { timeout: 5 * minutes }, (name) => {
  const dir = join(root, name);

  it.each(examples.includes(name) ? ["build", "typecheck"] : ["typecheck"])("passes its own %s", (script) => {
    expect(run(dir, ["npm", "run", script])).not.toMatch(/\berror TS/);
  });

  it("passes its own lint", () => {
    expect(run(dir, ["npm", "run", "lint"])).toContain("Found 0 warnings and 0 errors.");
  });

  it("passes its own tests", () => {
    expect(run(dir, ["npm", "test"])).toMatch(/Tests {2}\d{3} passed/);
  });

  it.skipIf(binaries === null)("passes them on PostgreSQL (skipped where Debian's PostgreSQL is not installed)", () => {
    server?.createDatabase(name);

    expect(run(dir, ["npm", "test"], { TEST_DATABASE_URL: server?.url(name) })).toMatch(/Tests {2}\d{3} passed/);
  });

  it("leaves drizzle-kit nothing to migrate, for either database", () => {
    expect(run(dir, ["npm", "run", "db:generate"]).match(/No schema changes/g)).toHaveLength(2);
  });
});

describe("the started ledger", { timeout: minutes }, () => {
  const ledger = join(root, "ledger");

  beforeAll(() => {
    run(ledger, ["npm", "run", "build"]);
  }, minutes);

  it("moves exactly what is there when 12 ask at the same time, on SQLite", async () => {
    expect(await transfersOf(ledger, join(ledger, "transfers.db"))).toEqual({
      done: 10,
      refused: 2,
      balances: [0, 200],
    });
  });

  it.skipIf(binaries === null)("does so on PostgreSQL (skipped where Debian's is not installed)", async () => {
    server?.createDatabase("transfers");

    expect(await transfersOf(ledger, server?.url("transfers") ?? "")).toEqual({
      done: 10,
      refused: 2,
      balances: [0, 200],
    });
  });
});
