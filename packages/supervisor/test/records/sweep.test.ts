import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { openSupervisor, sweepStale, type ProcessRecord } from "../../src/index.ts";
import { makeWorkspaceFolders } from "../../src/records/paths.ts";
import { bootId, identify, pidNamespace } from "../../src/system/identity.ts";
import { hasProc } from "../../src/system/proc.ts";
import { env, makeWorkspace } from "../support/workspace.ts";

interface Staged {
  workspace: string;
  pid: number;
  alive: () => boolean;
}

/** A workspace after a crash: a record of a supervisor that is gone, which names a process that lives. */
function stage(change: (record: ProcessRecord) => Partial<ProcessRecord>): Staged {
  const workspace = makeWorkspace();
  const paths = makeWorkspaceFolders(workspace);
  const child = spawn("sleep", ["60"], { stdio: "ignore" });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const identity = identify(pid);
  const record: ProcessRecord = {
    name: "server",
    runId: "crashed",
    state: "running",
    containment: "process-group",
    command: "sleep 60",
    cwd: "/tmp",
    logFile: join(paths.logs, "server.log"),
    startedAt: "2026-01-01T00:00:00+00:00",
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    supervisor: { pid: 4_000_000, start: "1" },
    holder: null,
    guard: null,
    process: identity,
    cgroup: null,
    marker: null,
    ledger: [],
    detached: false,
    port: null,
  };
  writeFileSync(join(paths.records, "server.json"), JSON.stringify({ ...record, ...change(record) }));
  writeFileSync(join(paths.pids, "server.pid"), `${pid}\n`);
  return {
    workspace,
    pid,
    alive: () => child.exitCode === null && child.signalCode === null && identify(pid) !== null,
  };
}

function left(workspace: string): string[] {
  return [...readdirSync(join(workspace, "pids")), ...readdirSync(join(workspace, "backwright/processes"))];
}

it("ends what a crashed run left, and removes its record and pid file", async () => {
  const { workspace, pid, alive } = stage(() => ({}));

  const report = await sweepStale(workspace);

  expect(report).toEqual({ removed: ["server"], ended: [{ name: "server", pid }], survivors: [] });
  expect(alive()).toBe(false);
  expect(left(workspace)).toEqual([]);
});

it("finds what left the process group by the ledger", async () => {
  const { workspace, alive } = stage(({ process }) => ({
    process: { pid: 4_000_001, start: "1" },
    ledger: process === null ? [] : [process],
  }));

  await sweepStale(workspace);

  expect(alive()).toBe(false);
});

it.skipIf(!hasProc)("finds what left the process group by its marker, and no other process", async () => {
  const { workspace, alive } = stage(() => ({ process: null, marker: "0123456789abcdef" }));
  const marked = spawn("sleep", ["60"], { stdio: "ignore", env: { ...env, BACKWRIGHT_TREE: "0123456789abcdef" } });
  const ended = once(marked, "exit");

  const report = await sweepStale(workspace);

  expect(report.ended).toEqual([{ name: "server", pid: marked.pid }]);
  expect(await ended).toEqual([null, "SIGKILL"]);
  expect(alive()).toBe(true);
});

it.each<[string, (record: ProcessRecord) => Partial<ProcessRecord>]>([
  ["started at another time", ({ process }) => ({ process: { pid: process?.pid ?? 0, start: "1" } })],
  ["has no start time", ({ process }) => ({ process: { pid: process?.pid ?? 0, start: "" } })],
  ["was recorded before the machine was started", () => ({ bootId: "00000000-0000-0000-0000-000000000000" })],
  ["was recorded in another pid namespace", () => ({ pidNamespace: "pid:[1]" })],
])("never touches a process that %s", async (_title, change) => {
  const { workspace, alive } = stage(change);

  const report = await sweepStale(workspace);

  expect(report).toEqual({ removed: ["server"], ended: [], survivors: [] });
  expect(alive()).toBe(true);
  expect(existsSync(join(workspace, "backwright/processes/server.json"))).toBe(false);
});

it.each([-1, 0, 1, 1.5, "12", null, 99_999_999])("never signals the id %j of a record", async (pid) => {
  const { workspace, alive } = stage(() => ({
    process: { pid, start: "1" } as ProcessRecord["process"],
    ledger: [{ pid, start: "" }] as ProcessRecord["ledger"],
  }));

  const report = await sweepStale(workspace);

  expect(report.ended).toEqual([]);
  expect(alive()).toBe(true);
});

it("never writes to a control group that does not bear our name", async () => {
  const { workspace, alive } = stage(() => ({ cgroup: "/sys/fs/cgroup/unified", process: null }));

  const report = await sweepStale(workspace);

  expect(report).toEqual({ removed: ["server"], ended: [], survivors: [] });
  expect(alive()).toBe(true);
});

it("removes a record that cannot be read", async () => {
  const workspace = makeWorkspace();
  const { records } = makeWorkspaceFolders(workspace);
  writeFileSync(join(records, "torn.json"), '{"name":"torn","supervi');

  expect((await sweepStale(workspace)).removed).toEqual(["torn"]);
  expect(readdirSync(records)).toEqual([]);
});

it("removes files that a crash left between two steps of a write, but not those of a write going on", async () => {
  const workspace = makeWorkspace();
  const { records } = makeWorkspaceFolders(workspace);
  const [old, young] = [join(records, ".a.json.0123.tmp"), join(records, ".b.json.4567.tmp")];
  writeFileSync(old, "");
  writeFileSync(young, "");
  utimesSync(old, 1, 1);

  await sweepStale(workspace);

  expect(readdirSync(records)).toEqual([".b.json.4567.tmp"]);
});

it("leaves alone what a living supervisor holds", async () => {
  const workspace = makeWorkspace();
  const supervisor = await openSupervisor({ workspace, runId: "r" });
  const tracked = await supervisor.start({ name: "server", argv: ["sleep", "60"], cwd: "/tmp", env });

  const report = await sweepStale(workspace);

  expect(report).toEqual({ removed: [], ended: [], survivors: [] });
  expect(identify(tracked.pid)).not.toBeNull();
  expect(readFileSync(join(workspace, "pids/server.pid"), "utf8")).toBe(`${tracked.pid}\n`);
  await supervisor.close();
});

it("has nothing to do in a folder that holds no workspace", async () => {
  expect(await sweepStale("/no/such/folder")).toEqual({ removed: [], ended: [], survivors: [] });
});
