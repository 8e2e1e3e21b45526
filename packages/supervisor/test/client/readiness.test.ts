import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { expect, it } from "vitest";

import {
  freePort,
  openSupervisor,
  portOwner,
  probeContainment,
  type CommandSpec,
  type Supervisor,
} from "../../src/index.ts";
import { living } from "../support/living.ts";
import { makeMark } from "../support/survivors.ts";
import { env, fixture, makeWorkspace } from "../support/workspace.ts";

const usable = (await probeContainment()).tiers.filter((tier) => tier.usable).map(({ tier }) => tier);

function open(): Promise<Supervisor> {
  return openSupervisor({ workspace: makeWorkspace(), runId: "r" });
}

function server(more: Record<string, string> = {}): CommandSpec {
  return { name: "server", argv: ["node", fixture("server.mjs"), "60"], cwd: "/tmp", env: { ...env, ...more } };
}

it("finds a known port", async () => {
  const supervisor = await open();
  const port = await freePort();
  const tracked = await supervisor.start(server({ PORT: String(port), DELAY: "100" }));

  const address = await tracked.ready({ port, timeoutMs: 10_000 });

  expect(address).toMatchObject({ host: "127.0.0.1", port });
  expect((await portOwner(port))?.pid).toBe(tracked.pid);
  expect(await tracked.ports()).toEqual([port]);
  await supervisor.close();
  expect(await portOwner(port)).toBeNull();
});

it("finds a port that nobody told", async () => {
  const supervisor = await open();
  const lines: string[] = [];
  const tracked = await supervisor.start(server({ DELAY: "50" }));
  tracked.onLine((line) => lines.push(line));

  const { port } = await tracked.ready({ timeoutMs: 10_000 });

  expect((await portOwner(port))?.pid).toBe(tracked.pid);
  await expect.poll(() => lines).toEqual([`listening on ${port}`]);
  await supervisor.close();
});

it("finds a server that listens on ::1 only", async () => {
  const supervisor = await open();
  const tracked = await supervisor.start(server({ HOST: "::1" }));

  expect(await tracked.ready({ timeoutMs: 10_000 })).toMatchObject({ host: "::1" });

  await supervisor.close();
});

it("prefers the port that it was given among several", async () => {
  const supervisor = await open();
  const port = await freePort();
  const script = `for (const p of [0, ${port}, 0]) require("net").createServer().listen(p, "127.0.0.1")`;
  const tracked = await supervisor.start({ ...server({ PORT: String(port) }), argv: ["node", "-e", script] });

  expect(await tracked.ready({ timeoutMs: 10_000 })).toMatchObject({ port });

  await supervisor.close();
});

it("never takes a stranger on the port for its own, and names the stranger", async () => {
  const supervisor = await open();
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const address = stranger.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const tracked = await supervisor.start(server());

  const waiting = tracked.ready({ port, timeoutMs: 300 });

  await expect(waiting).rejects.toMatchObject({ code: "NOT_READY" });
  await expect(waiting).rejects.toThrow(new RegExp(`Port ${port} is held by process ${process.pid} .*not ours`));
  await expect(waiting).rejects.toThrow(/It listens on \d+/);
  stranger.close();
  await supervisor.close();
});

it("fails at once, with the log, when the server ends", async () => {
  const supervisor = await open();
  const tracked = await supervisor.start({ ...server(), argv: ["sh", "-c", "echo missing database; exit 4"] });
  const began = performance.now();

  const waiting = tracked.ready({ timeoutMs: 10_000 });

  await expect(waiting).rejects.toMatchObject({ code: "PROCESS_EXITED", tail: "missing database\n" });
  await expect(waiting).rejects.toThrow("ended with 4");
  expect(performance.now() - began).toBeLessThan(1_000);
  expect(await tracked.exited).toMatchObject({ exitCode: 4, signal: null });
  await supervisor.close();
});

it("goes on with a server whose starter has ended", async () => {
  const supervisor = await open();
  const script = `nohup node ${fixture("server.mjs")} 60 >/dev/null 2>&1 &`;
  const tracked = await supervisor.start({ ...server({ DELAY: "200" }), argv: ["sh", "-c", script] });

  const { port } = await tracked.ready({ timeoutMs: 10_000 });

  expect(await portOwner(port)).not.toBeNull();
  expect(await tracked.stop()).toMatchObject({ exitCode: 0 });
  expect(await portOwner(port)).toBeNull();
  await supervisor.close();
});

it("lets a server stop by itself, and tells its own exit code", async () => {
  const supervisor = await open();
  const script =
    "process.on('SIGTERM', () => { console.log('bye'); process.exit(9); }); setInterval(() => {}, 1000); console.log('up 1')";
  const tracked = await supervisor.start({ ...server(), argv: ["node", "-e", script] });
  await new Promise<void>((resolve) => tracked.onLine(() => resolve()));

  const exit = await tracked.stop();

  expect(exit).toMatchObject({ exitCode: 9, signal: null, tail: "up 1\nbye\n" });
  expect(supervisor.tracked()).toMatchObject([{ name: "server", exit_code: 9, signal: null }]);
  await supervisor.close();
});

it.each(usable)("runs the project's own stop command first, among the same processes, with %s", async (containment) => {
  const workspace = makeWorkspace();
  const supervisor = await openSupervisor({ workspace, runId: "r", containment });
  const pidFile = join(workspace, "own.pid");
  const script = `
    process.on("SIGUSR2", () => process.exit(5));
    process.on("SIGTERM", () => process.exit(6));
    require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(process.pid));
    setInterval(() => {}, 1000);
    console.log("up");`;
  const tracked = await supervisor.start({ ...server(), argv: ["node", "-e", script] });
  await new Promise<void>((resolve) => tracked.onLine(() => resolve()));
  const argv: CommandSpec["argv"] = ["sh", "-c", `echo stopping; kill -USR2 $(cat ${pidFile})`];

  const exit = await tracked.stop({ stopCommand: { ...server(), name: "server-stop", argv } });

  expect(exit.exitCode).toBe(5);
  expect(supervisor.tracked()).toMatchObject([
    { name: "server", exit_code: 5 },
    { name: "server-stop", exit_code: 0 },
  ]);
  expect(readFileSync(join(workspace, "process-logs/server-stop.log"), "utf8")).toBe("stopping\n");
  await supervisor.close();
});

it("does not wait for a stop command that hangs", async () => {
  const mark = makeMark();
  const supervisor = await open();
  const tracked = await supervisor.start({ ...server(), argv: ["sleep", mark] });
  const argv: CommandSpec["argv"] = ["sh", "-c", `sleep ${mark} & sleep ${mark}`];

  const exit = await tracked.stop({ stopCommand: { ...server(), name: "server-stop", argv }, graceMs: 200 });

  expect(exit.signal).toBe("SIGTERM");
  expect(living(mark)).toEqual([]);
  expect(await supervisor.close()).toEqual({ stillRunning: [] });
});
