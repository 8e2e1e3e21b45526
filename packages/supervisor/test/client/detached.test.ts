import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import {
  followLog,
  freePort,
  listProcesses,
  portOwner,
  readLog,
  startDetached,
  stopProcess,
  sweepStale,
  type DetachedOptions,
} from "../../src/index.ts";
import { living } from "../support/living.ts";
import { eventually, makeMark } from "../support/survivors.ts";
import { env, fixture, makeWorkspace } from "../support/workspace.ts";

function detached(workspace: string, more: Partial<DetachedOptions> = {}): DetachedOptions {
  const command = {
    name: "web",
    argv: ["node", fixture("server.mjs"), "60"] as [string, ...string[]],
    cwd: "/tmp",
    env,
  };
  return { workspace, runId: "cli", command, ready: { timeoutMs: 10_000 }, ...more };
}

async function start(options: DetachedOptions): Promise<Awaited<ReturnType<typeof startDetached>>> {
  const record = await startDetached(options);
  onTestFinished(async () => {
    await stopProcess({ workspace: options.workspace, name: record.name, graceMs: 0 }).catch(() => {});
  });
  return record;
}

/** A process of another writer, with its pid file, as a shell agent makes it. */
function startForeign(workspace: string, argv: [string, ...string[]]): number {
  const [program, ...args] = argv;
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  mkdirSync(join(workspace, "pids"), { recursive: true });
  writeFileSync(join(workspace, "pids/agent.pid"), `${child.pid}\n`);
  return child.pid ?? 0;
}

describe("a process that outlives its command", () => {
  it("is listed, logged, and ends with stop", async () => {
    const workspace = makeWorkspace();
    const port = await freePort();
    const record = await start(
      detached(workspace, {
        ready: { port, timeoutMs: 10_000 },
        command: { ...detached(workspace).command, env: { ...env, PORT: String(port) } },
      }),
    );

    expect(record).toMatchObject({ name: "web", port, detached: true, state: "running" });
    expect((await listProcesses(workspace)).ours).toMatchObject([{ name: "web", alive: true, port }]);
    // It listens before it says so.
    await eventually(async () => (await readLog({ workspace, name: "web" })) !== "", 5_000);
    expect(await readLog({ workspace, name: "web", lines: 1 })).toBe(`listening on ${port}\n`);
    expect((await portOwner(port))?.pid).toBe(record.process?.pid);
    expect((await sweepStale(workspace)).removed).toEqual([]);

    const result = await stopProcess({ workspace, name: "web" });

    expect(result).toMatchObject({ name: "web", outcome: "stopped", pid: record.process?.pid });
    expect(await portOwner(port)).toBeNull();
    expect((await listProcesses(workspace)).ours).toEqual([]);
    await eventually(
      () =>
        spawnSync("ps", ["-p", String(record.supervisor.pid), "-o", "stat="])
          .stdout.toString()
          .trim() in { "": 1, Z: 1, Zs: 1 },
      2_000,
    );
  });

  it("goes on when the command that started it is killed, but only once it is ready", async () => {
    const workspace = makeWorkspace();
    const mark = makeMark();
    const source = new URL("../../src/index.ts", import.meta.url).href;
    function script(ready: boolean): string {
      const wait = ready ? "" : `, ready: { port: 1, timeoutMs: 60000 }`;
      return `import { startDetached } from ${JSON.stringify(source)};
        const starting = startDetached({ workspace: ${JSON.stringify(workspace)}, runId: "x",
          command: { name: "job", argv: ["sleep", "${mark}"], cwd: "/tmp", env: { PATH: process.env.PATH } }${wait} });
        ${ready ? "await starting; process.kill(process.pid, 'SIGKILL');" : "setTimeout(() => process.kill(process.pid, 'SIGKILL'), 500);"}`;
    }

    spawnSync(process.execPath, ["--input-type=module", "-e", script(true)], { timeout: 10_000 });
    expect(living(mark).filter(({ command }) => command.startsWith("sleep"))).toHaveLength(1);
    await stopProcess({ workspace, name: "job" });
    expect(living(mark)).toEqual([]);

    spawnSync(process.execPath, ["--input-type=module", "-e", script(false)], { timeout: 10_000 });
    await eventually(() => living(mark).length === 0, 2_000);
  });

  it("is ended when it does not become ready", async () => {
    const workspace = makeWorkspace();
    const mark = makeMark();
    const command = { ...detached(workspace).command, argv: ["sleep", mark] as [string, string] };

    const starting = startDetached(detached(workspace, { command, ready: { timeoutMs: 200 } }));

    await expect(starting).rejects.toMatchObject({ code: "NOT_READY" });
    expect(living(mark)).toEqual([]);
    expect((await listProcesses(workspace)).ours).toEqual([]);
  });

  it("is ended by its own stop command first", async () => {
    const workspace = makeWorkspace();
    const script =
      "process.on('SIGUSR2', () => { console.log('asked'); process.exit(); }); console.log('up', 1); setInterval(() => {}, 1000)";
    const command = {
      ...detached(workspace).command,
      argv: ["node", "-e", `require("fs").writeFileSync("${workspace}/own", String(process.pid)); ${script}`] as [
        string,
        ...string[],
      ],
    };
    const { ready: _ready, ...rest } = detached(workspace);
    const stopCommand = {
      ...command,
      name: "web-stop",
      argv: ["sh", "-c", `kill -USR2 $(cat ${workspace}/own)`] as [string, ...string[]],
    };
    await start({ ...rest, command, stopCommand });
    await eventually(async () => (await readLog({ workspace, name: "web" })) !== "", 5_000);

    await stopProcess({ workspace, name: "web" });

    expect(await readLog({ workspace, name: "web" })).toBe("up 1\nasked\n");
  });

  it("has a log that can be followed", async () => {
    const workspace = makeWorkspace();
    const command = {
      ...detached(workspace).command,
      argv: ["sh", "-c", "for i in 1 2 3 4 5; do echo line $i; sleep 0.1; done; sleep 60"] as [string, ...string[]],
    };
    const { ready: _ready, ...rest } = detached(workspace);
    await start({ ...rest, command });
    const stop = new AbortController();
    let text = "";

    for await (const part of followLog({ workspace, name: "web", signal: stop.signal })) {
      text += part;
      if (text.includes("line 5\n")) {
        stop.abort();
      }
    }

    expect(text).toBe("line 1\nline 2\nline 3\nline 4\nline 5\n");
  });

  it("is not known by a name that nothing has", async () => {
    const workspace = makeWorkspace();

    await expect(stopProcess({ workspace, name: "nobody" })).rejects.toMatchObject({ code: "PROCESS_UNKNOWN" });
    await expect(readLog({ workspace, name: "nobody" })).rejects.toMatchObject({ code: "PROCESS_UNKNOWN" });
    await expect(stopProcess({ workspace, name: "../x" })).rejects.toMatchObject({ code: "NAME_INVALID" });
  });
});

describe("a pid file of another writer", () => {
  it("is shown, and its process stopped with its children on request", async () => {
    const workspace = makeWorkspace();
    const mark = makeMark();
    const pid = startForeign(workspace, ["sh", "-c", `sleep ${mark} & trap '' TERM; sleep ${mark}; sleep ${mark}`]);
    await eventually(() => living(mark).length === 3, 2_000);

    const { ours, foreign } = await listProcesses(workspace);
    const result = await stopProcess({ workspace, name: "agent", graceMs: 200 });

    expect(ours).toEqual([]);
    expect(foreign).toMatchObject([{ name: "agent", pid, alive: true, reused: false }]);
    expect(foreign[0]?.command).toContain(mark);
    expect(result).toEqual({ name: "agent", pid, outcome: "stopped" });
    expect(living(mark)).toEqual([]);
    expect(existsSync(join(workspace, "pids/agent.pid"))).toBe(false);
  });

  it("that is older than the process with its id is never acted on", async () => {
    const workspace = makeWorkspace();
    const mark = makeMark();
    startForeign(workspace, ["sleep", mark]);
    const before = new Date(Date.now() - 10_000);
    utimesSync(join(workspace, "pids/agent.pid"), before, before);

    expect((await listProcesses(workspace)).foreign).toMatchObject([{ alive: true, reused: true }]);
    await expect(stopProcess({ workspace, name: "agent" })).rejects.toMatchObject({ code: "PROCESS_REUSED" });

    expect(living(mark)).toHaveLength(1);
  });

  it.each(["-1", "0", "1", "abc", "", "12 34", "99999999999999999999", "1e3"])(
    "that holds %j names no process",
    async (text) => {
      const workspace = makeWorkspace();
      mkdirSync(join(workspace, "pids"));
      writeFileSync(join(workspace, "pids/agent.pid"), text);

      expect((await listProcesses(workspace)).foreign).toEqual([]);
      await expect(stopProcess({ workspace, name: "agent" })).rejects.toMatchObject({ code: "PROCESS_UNKNOWN" });

      expect(readFileSync(join(workspace, "pids/agent.pid"), "utf8")).toBe(text);
    },
  );

  it("keeps its name: ours takes another", async () => {
    const workspace = makeWorkspace();
    const mark = makeMark();
    const pid = startForeign(workspace, ["sleep", mark]);
    const { ready: _ready, ...rest } = detached(workspace);

    const record = await start({ ...rest, command: { ...rest.command, name: "agent" } });

    expect(record.name).toBe("agent-2");
    expect(readFileSync(join(workspace, "pids/agent.pid"), "utf8")).toBe(`${pid}\n`);
  });
});

it("lists strangers on loopback ports with their command, and not our own", async () => {
  const workspace = makeWorkspace();
  const stranger = createServer();
  await new Promise<void>((resolve) => stranger.listen(0, "127.0.0.1", resolve));
  const address = stranger.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const record = await start(detached(workspace));

  const { strangers } = await listProcesses(workspace, { all: true });

  expect(strangers.find((one) => one.port === port)).toMatchObject({ host: "127.0.0.1", pid: process.pid });
  expect(strangers.find((one) => one.port === port)?.command).toContain("node");
  expect(strangers.some((one) => one.port === record.port)).toBe(false);
  expect((await listProcesses(workspace)).strangers).toEqual([]);
  stranger.close();
});
