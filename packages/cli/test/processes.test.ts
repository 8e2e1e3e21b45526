import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, identify } from "@backwright/supervisor";
import { describe, expect, onTestFinished, test } from "vitest";
import { backwright, commandLine, type CommandOutput } from "./support/command.ts";
import { folderWith } from "./support/folder.ts";
import { until } from "./support/wait.ts";

const server = [
  'const { createServer } = require("node:http");',
  'console.log("token", process.env.API_TOKEN);',
  'createServer((_, answer) => answer.end("ok")).listen(process.env.PORT, "127.0.0.1", () => console.log("up"));',
].join("\n");

interface Listing {
  readonly ours: readonly { name: string; port: number | null; alive: boolean; process: { pid: number } }[];
  readonly strangers: readonly { port: number; pid: number | null }[];
}

async function start(dir: string, env: NodeJS.ProcessEnv, ...options: string[]): Promise<CommandOutput> {
  onTestFinished(async () => {
    await backwright(["stop", "api", "--dir", dir]);
  });
  return backwright(["start", "api", "--dir", dir, "--json", ...options, "--", process.execPath, "server.cjs"], {
    env,
  });
}

async function list(dir: string, ...options: string[]): Promise<Listing> {
  const { stdout } = await backwright(["ps", "--dir", dir, "--json", ...options]);
  return JSON.parse(stdout) as Listing;
}

function pidOf(listing: Listing): number {
  const pid = listing.ours[0]?.process.pid;
  if (pid === undefined) throw new Error("Nothing was listed.");
  return pid;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe("start, ps, logs and stop", () => {
  test("a server outlives the command, is listed, logged without secrets, and ends with stop", async () => {
    const dir = folderWith({ "server.cjs": server });
    const port = await freePort();

    const started = await start(dir, { PORT: String(port) }, "--env", "API_TOKEN=s3cr3t-value-42");
    const answer = await fetch(`http://127.0.0.1:${port}/`);
    const listing = await list(dir);
    const logs = await backwright(["logs", "api", "--dir", dir]);
    const last = await backwright(["logs", "api", "--dir", dir, "--lines", "1"]);
    const stopped = await backwright(["stop", "api", "--dir", dir, "--json"]);

    expect(started).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(started.stdout)).toMatchObject({ name: "api", port });
    expect(answer.status).toBe(200);
    expect(listing.ours).toMatchObject([{ name: "api", port, alive: true }]);
    expect(logs.stdout).toMatch(/^token .*\nup\n$/);
    expect(logs.stdout).not.toContain("s3cr3t");
    expect(last.stdout).toBe("up\n");
    expect(JSON.parse(stopped.stdout)).toMatchObject({ name: "api", outcome: "stopped" });
    expect(isAlive(pidOf(listing))).toBe(false);
    expect((await list(dir)).ours).toEqual([]);
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  test("a command that ends before it listens is told with its last words, and exit code 1", async () => {
    const dir = folderWith({ "server.cjs": 'console.error("no database"); process.exit(3)' });

    const { code, stderr } = await start(dir, { PORT: String(await freePort()) });

    expect(code).toBe(1);
    expect(stderr).toContain("no database");
    expect(stderr).toContain("code: PROCESS_EXITED");
    expect((await list(dir)).ours).toEqual([]);
  });

  test("a stranger on the port never passes for the server", async () => {
    const dir = folderWith({ "server.cjs": "setInterval(() => {}, 1000)" });
    const stranger = createServer().listen(0, "127.0.0.1");
    onTestFinished(() => void stranger.close());
    await new Promise((resolve) => stranger.once("listening", resolve));
    const address = stranger.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;

    const { code, stderr } = await start(dir, { PORT: String(port) }, "--wait", "1");

    expect(code).toBe(1);
    expect(stderr).toContain("code: NOT_READY");
    expect((await list(dir, "--all")).strangers).toContainEqual(expect.objectContaining({ port, pid: process.pid }));
  });

  test("a missing program ends with 4, an unknown name with 2", async () => {
    const dir = folderWith();

    const missing = await backwright(["start", "api", "--dir", dir, "--", "no-such-program"]);
    const unknown = await backwright(["stop", "nobody", "--dir", dir]);
    const wrongPort = await backwright(["start", "api", "--dir", dir, "--", "true"], { env: { PORT: "http" } });

    expect(missing).toMatchObject({ code: 4, stdout: "" });
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toContain("backwright ps");
    expect(wrongPort).toMatchObject({ code: 2, stdout: "" });
  });

  test.each(["node_modules/.bin", ".venv/bin"])("finds the programs of the project's own %s", async (folder) => {
    const dir = folderWith({ [`${folder}/own-server`]: `#!${process.execPath}\n${server}` });
    chmodSync(join(dir, folder, "own-server"), 0o755);
    onTestFinished(async () => {
      await backwright(["stop", "api", "--dir", dir]);
    });
    const port = await freePort();

    const started = await backwright(["start", "api", "--dir", dir, "--json", "--", "own-server"], {
      env: { PORT: String(port) },
    });

    expect(started).toMatchObject({ code: 0, stderr: "" });
    expect(JSON.parse(started.stdout)).toMatchObject({ name: "api", port });
  });

  test("any command ends what a killed one had left behind, and says so", async () => {
    const dir = folderWith({ "server.cjs": server });
    await start(dir, { PORT: String(await freePort()) });
    const [record] = (await list(dir)).ours;
    const file = join(dir, ".orchestrator/backwright/processes/api.json");
    const text = readFileSync(file, "utf8");
    // Without a supervisor, and with the record of before, as a kill of both leaves it.
    await backwright(["stop", "api", "--dir", dir]);
    const left = spawn("sleep", ["60"], { stdio: "ignore" });
    const ended = new Promise((resolve) => left.once("exit", (_code, signal) => resolve(signal)));
    const process = identify(left.pid ?? 0);
    writeFileSync(file, JSON.stringify({ ...(JSON.parse(text) as object), holder: process, process, cgroup: null }));

    const logs = await backwright(["logs", "api", "--dir", dir]);

    expect(record).toMatchObject({ name: "api", alive: true });
    expect(await ended).toBe("SIGKILL");
    expect(logs.stderr).toContain(`Ended api (process ${left.pid}), which a crashed run had left behind.`);
    expect(existsSync(file)).toBe(false);
  });

  test("without a command and without a backend, it says how to name one", async () => {
    const { code, stderr } = await backwright(["start", "api", "--dir", folderWith()]);

    expect(code).toBe(4);
    expect(stderr).toContain("backwright start NAME -- COMMAND");
  });

  test("SIGINT while it waits leaves nothing and ends with 5", async () => {
    const dir = folderWith({ "server.cjs": "console.log(process.pid); setInterval(() => {}, 1000)" });
    const [program, ...first] = commandLine;
    const port = await freePort();
    const child = spawn(program, [...first, "start", "api", "--dir", dir, "--", process.execPath, "server.cjs"], {
      env: { ...process.env, PORT: String(port) },
      stdio: "ignore",
    });
    const log = join(dir, ".orchestrator/process-logs/api.log");
    const ended = new Promise((resolve) => child.on("close", resolve));
    await until(() => existsSync(log) && /\d/.test(readFileSync(log, "utf8")));
    const pids = (await list(dir)).ours.map((record) => record.process.pid);

    child.kill("SIGINT");
    const code = await ended;

    expect(code).toBe(5);
    expect(pids).toHaveLength(1);
    await until(() => pids.every((pid) => !isAlive(pid)));
    expect((await list(dir)).ours).toEqual([]);
  });

  test("logs --follow goes on until its reader goes away", async () => {
    const dir = folderWith({ "server.cjs": "let n = 0; setInterval(() => console.log(`tick ${n++}`), 50)" });
    await start(dir, { PORT: undefined });
    const [program, ...first] = commandLine;
    const child = spawn(program, [...first, "logs", "api", "--follow", "--dir", dir], {
      stdio: ["ignore", "pipe", "ignore"],
      timeout: 20_000,
    });
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => (text += part));
    const ended = new Promise((resolve) => child.on("close", (code, signal) => resolve(code ?? signal)));

    await until(() => /tick 3\n/.test(text));
    child.stdout.destroy();

    expect(await ended).toBe(0);
  });
});
