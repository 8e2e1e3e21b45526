import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openSupervisor } from "@backwright/supervisor";
import type { Supervisor } from "@backwright/supervisor";
import { fillEnvironment } from "../../src/checks/environment.ts";
import { checkCommand } from "../../src/checks/command.ts";
import type { CommandRun } from "../../src/checks/command.ts";
import { installIsolated, isolate } from "../../src/checks/isolation.ts";
import type { Check } from "../../src/report/schema.ts";

const isolation = { path: "own", programs: "own/bin", create: ["mkdir", "own"] } as const;
let dir: string;
let supervisor: Supervisor;
let run: CommandRun;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "backwright-isolation-"));
  mkdirSync(join(dir, "api"));
  supervisor = await openSupervisor({ workspace: join(dir, ".orchestrator"), runId: "isolation" });
  const environment = { PATH: process.env["PATH"] ?? "" };
  run = { supervisor, dir, environment, signal: new AbortController().signal, progress: () => undefined };
});

afterEach(async () => {
  await supervisor.close();
  rmSync(dir, { recursive: true, force: true });
});

function install(program: string): () => Promise<Check> {
  const command = { argv: [program] as [string], cwd: "api", env: {}, source: "test" };
  return () => checkCommand(run, { id: "install", title: "Dependencies install", command, timeoutMs: 20_000 });
}

describe("isolation", () => {
  it("lets commands find the folder's programs first", () => {
    expect(isolate(run, { isolation, dir: "api" }).environment["PATH"]?.split(":")[0]).toBe(join(dir, "api/own/bin"));
    expect(isolate(run, { isolation: null, dir: "api" })).toBe(run);
  });

  it("makes the folder before it installs, and dates it by the end of the installation", async () => {
    const began = Date.now();

    expect((await installIsolated(run, { isolation, dir: "api" }, install("true"))).result).toBe("passed");
    expect(statSync(join(dir, "api/own")).mtimeMs).toBeGreaterThanOrEqual(began - 1);
  });

  it("keeps the folder out of git", async () => {
    await installIsolated(run, { isolation, dir: "api" }, install("true"));

    expect(readFileSync(join(dir, "api/own/.gitignore"), "utf8")).toBe("*\n");
  });

  it("leaves the folder looking old after an installation that failed", async () => {
    expect((await installIsolated(run, { isolation, dir: "api" }, install("false"))).result).toBe("failed");
    expect(statSync(join(dir, "api/own")).mtimeMs).toBe(0);
  });

  it("says so when the folder cannot be made", async () => {
    const impossible = { ...isolation, create: ["mkdir", "missing/own"] } as const;

    expect((await installIsolated(run, { isolation: impossible, dir: "api" }, install("true"))).result).toBe("failed");
  });
});

describe("the port", () => {
  it("reaches servers that read it from a variable of their own", () => {
    const filled = fillEnvironment([{ name: "SERVER_PORT", kind: "port" }], {
      dir: "/nowhere",
      port: 4321,
      environment: {},
    });

    expect(filled.values).toEqual({ SERVER_PORT: "4321" });
    filled.dispose();
  });
});

describe("a file that a start command asks for", () => {
  const needs = [{ name: ".env", kind: "file" }] as const;

  it("is made where it is missing, and removed again", () => {
    const filled = fillEnvironment(needs, { dir, port: 4321, environment: {} });
    expect(filled.values).toEqual({});
    expect(readFileSync(join(dir, ".env"), "utf8")).toBe("");

    filled.dispose();

    expect(existsSync(join(dir, ".env"))).toBe(false);
  });

  it("stays as it is where there is one", () => {
    writeFileSync(join(dir, ".env"), "A=1\n");

    fillEnvironment(needs, { dir, port: 4321, environment: {} }).dispose();

    expect(readFileSync(join(dir, ".env"), "utf8")).toBe("A=1\n");
  });
});
