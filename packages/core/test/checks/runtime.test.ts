import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSupervisor } from "@backwright/supervisor";
import type { Supervisor } from "@backwright/supervisor";
import { afterEach, beforeEach, expect, it, onTestFinished } from "vitest";
import { checkRuntime } from "../../src/checks/runtime.ts";
import type { EnvironmentNeed } from "../../src/adapter/contract.ts";
import type { Check } from "../../src/report/schema.ts";
import type { Command } from "../../src/understanding/schema.ts";

let dir: string;
let supervisor: Supervisor;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "backwright-runtime-"));
  supervisor = await openSupervisor({ workspace: join(dir, ".orchestrator"), runId: "runtime-test" });
});

afterEach(async () => {
  await supervisor.close();
  rmSync(dir, { recursive: true, force: true });
});

/** Starts a program of Node as the server. */
function check(
  program: string,
  probe: (url: string) => Promise<readonly Check[]> = () => Promise.resolve([]),
  more: { needs?: readonly EnvironmentNeed[]; migrate?: string } = {},
): Promise<Check[]> {
  const environment = { PATH: process.env["PATH"] ?? "" };
  const signal = new AbortController().signal;
  return checkRuntime(
    { supervisor, dir, environment, signal, progress: () => undefined },
    {
      start: inNode(program),
      migrate: more.migrate === undefined ? null : inNode(more.migrate),
      stop: null,
      needs: more.needs ?? [],
      readyTimeoutMs: 600,
      probe,
    },
  );
}

function inNode(program: string): Command {
  return { argv: [process.execPath, "-e", program], cwd: ".", env: {}, source: "test" };
}

function running(): readonly string[] {
  return readdirSync(join(dir, ".orchestrator", "pids")).filter((name) => name.endsWith(".pid"));
}

it("fails a server that never listens once its time is over, and ends it", async () => {
  const checks = await check("console.log('thinking'); setInterval(() => {}, 1000)");

  expect(checks.map(({ id, result }) => [id, result])).toEqual([["start", "failed"]]);
  expect(checks[0]?.detail).toMatch(/opened no port in 600 ms[\s\S]*thinking/);
  expect(running()).toEqual([]);
});

it("does not take a stranger's port for that of a server that waits for it", async () => {
  const stranger = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void stranger.close());
  await once(stranger, "listening");
  const { port } = stranger.address() as AddressInfo;

  const checks = await check(
    `const server = require("net").createServer(); server.on("error", (error) => { console.log(error.message); setTimeout(() => server.listen(${port}, "127.0.0.1"), 100) }); server.listen(${port}, "127.0.0.1")`,
  );

  expect(checks.map(({ id, result }) => [id, result])).toEqual([["start", "failed"]]);
  expect(checks[0]?.detail).toContain(`Port ${port} is held by process ${process.pid} (`);
  expect(stranger.listening).toBe(true);
  expect(running()).toEqual([]);
});

it.each([
  [
    "uvicorn",
    "ERROR: [Errno 98] error while attempting to bind on address ('127.0.0.1', PORT): address already in use",
  ],
  ["gunicorn", "[ERROR] Connection in use: ('127.0.0.1', PORT): Address already in use"],
  ["flask", "Address already in use\nPort PORT is in use by another program."],
  ["go", "listen tcp 127.0.0.1:PORT: bind: address already in use"],
  ["go on all addresses", "2026/11/23 10:00:00 listen tcp :PORT: bind: address already in use"],
])("names the stranger from the words of %s", async (_name, words) => {
  const stranger = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void stranger.close());
  await once(stranger, "listening");
  const { port } = stranger.address() as AddressInfo;

  const checks = await check(`console.log(${JSON.stringify(words.replace("PORT", String(port)))}); process.exit(1)`);

  expect(checks[0]?.detail).toContain(`Port ${port} is held by process ${process.pid} (`);
});

it("ends the server and passes the error on where the probes break off", async () => {
  const server = "require('net').createServer().listen(process.env.PORT, '127.0.0.1')";

  await expect(check(server, () => Promise.reject(new Error("broken off")))).rejects.toThrow("broken off");

  expect(running()).toEqual([]);
});

it.each([
  ["removes the database that was made for it, once the server has ended", "mongodb://127.0.0.1:1/shop", true],
  ["removes no database where none was made", null, false],
])("%s", async (_case, value, removed) => {
  const server = "require('net').createServer().listen(process.env.PORT, '127.0.0.1')";
  const note = "require('fs').writeFileSync('dropped', String(process.env.MONGODB_URI))";
  const drop = { argv: [process.execPath, "-e", note] as [string, ...string[]], cwd: ".", env: {}, source: "test" };

  const checks = await checkRuntime(
    {
      supervisor,
      dir,
      environment: { PATH: process.env["PATH"] ?? "" },
      signal: new AbortController().signal,
      progress: () => undefined,
    },
    {
      start: { argv: [process.execPath, "-e", server], cwd: ".", env: {}, source: "test" },
      stop: null,
      needs: [{ name: "MONGODB_URI", kind: "mongodb", value, drop }],
      probe: () => Promise.resolve([]),
    },
  );

  expect(checks.map(({ id, result }) => [id, result])).toEqual([
    ["start", "passed"],
    ["running", "passed"],
  ]);
  expect(existsSync(join(dir, "dropped"))).toBe(removed);
  if (removed) {
    expect(readFileSync(join(dir, "dropped"), "utf8")).toMatch(/^mongodb:\/\/127\.0\.0\.1:1\/backwright_[0-9a-f]{12}$/);
  }
});

it("has a data file at a fixed place made where it is missing, and removes it again", async () => {
  const make = 'require("fs").writeFileSync("data.db", "made")';
  const serve =
    'const has = require("fs").readFileSync("data.db", "utf8"); console.log(has); require("http").createServer((_, answer) => answer.end(has)).listen(process.env.PORT, "127.0.0.1")';
  const needs = [{ name: "data.db", kind: "data-file" }] as const;
  const answers: string[] = [];
  async function probe(url: string): Promise<readonly Check[]> {
    answers.push(await (await fetch(url)).text());
    return [];
  }

  await check(serve, probe, { needs, migrate: make });
  expect([answers, existsSync(join(dir, "data.db"))]).toEqual([["made"], false]);

  writeFileSync(join(dir, "data.db"), "mine");
  await check(serve, probe, { needs, migrate: make });
  expect([answers, readFileSync(join(dir, "data.db"), "utf8")]).toEqual([["made", "mine"], "mine"]);
});
