import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { expect, it } from "vitest";

import { openSupervisor, type ProcessRecord } from "../../src/index.ts";
import { living } from "../support/living.ts";
import { eventually, makeMark } from "../support/survivors.ts";
import { env, makeWorkspace } from "../support/workspace.ts";

it("says so when its supervisor is killed, and leaves nothing", async () => {
  const workspace = makeWorkspace();
  const mark = makeMark();
  const supervisor = await openSupervisor({ workspace, runId: "r" });
  const command = { name: "server", argv: ["sleep", mark] as [string, string], cwd: "/tmp", env };
  const tracked = await supervisor.start(command);
  const record = JSON.parse(readFileSync(join(workspace, "backwright/processes/server.json"), "utf8")) as ProcessRecord;

  const running = supervisor.run({ ...command, name: "build" }, { timeoutMs: 10_000 });
  process.kill(record.supervisor.pid, "SIGKILL");

  await expect(running).rejects.toMatchObject({ code: "SUPERVISOR_LOST" });
  expect(await tracked.exited).toMatchObject({ exitCode: null, signal: "SIGKILL" });
  expect(await tracked.stop()).toMatchObject({ signal: "SIGKILL" });
  // A command that was just being started ends by itself when nobody lets it go.
  await eventually(() => living(mark).length === 0, 5_000);
  await expect(supervisor.start(command)).rejects.toMatchObject({ code: "SUPERVISOR_LOST" });
  expect(await supervisor.close()).toEqual({ stillRunning: [] });
});

it("refuses a workspace that cannot be written", async () => {
  const opening = openSupervisor({ workspace: "/dev/null/workspace", runId: "r" });

  await expect(opening).rejects.toMatchObject({ code: "WORKSPACE_UNWRITABLE" });
});

it("starts nothing when its record or its log cannot be written, and goes on", async () => {
  const workspace = makeWorkspace();
  const mark = makeMark();
  const supervisor = await openSupervisor({ workspace, runId: "r" });
  const command = { name: "server", argv: ["sleep", mark] as [string, string], cwd: "/tmp", env };
  const broken = ["process-logs", "backwright/processes", "pids"];

  for (const folder of broken) {
    const path = join(workspace, folder);
    rmSync(path, { recursive: true });
    writeFileSync(path, "");
    await expect(supervisor.start(command)).rejects.toMatchObject({ code: "WORKSPACE_UNWRITABLE" });
    rmSync(path);
    mkdirSync(path);
    expect(living(mark)).toEqual([]);
    expect(readdirSync(join(workspace, "backwright/processes"))).toEqual([]);
  }

  expect((await supervisor.run({ ...command, argv: ["true"] }, { timeoutMs: 5_000 })).exitCode).toBe(0);
  expect(await supervisor.close()).toEqual({ stillRunning: [] });
});

it("starts nothing after it was closed, and closes twice", async () => {
  const supervisor = await openSupervisor({ workspace: makeWorkspace(), runId: "r" });

  await supervisor.close();

  await expect(supervisor.start({ name: "x", argv: ["true"], cwd: "/", env })).rejects.toMatchObject({
    code: "SUPERVISOR_LOST",
  });
  expect(await supervisor.close()).toEqual({ stillRunning: [] });
});
