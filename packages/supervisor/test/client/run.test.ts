import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import {
  openSupervisor,
  type CommandSpec,
  type ProcessRecord,
  type RunOptions,
  type Supervisor,
} from "../../src/index.ts";
import { living } from "../support/living.ts";
import { eventually, makeMark } from "../support/survivors.ts";
import { env, fixture, makeWorkspace } from "../support/workspace.ts";

async function open(
  options: { maxLogBytes?: number; secrets?: Record<string, string> } = {},
): Promise<{ supervisor: Supervisor; workspace: string }> {
  const workspace = makeWorkspace();
  return { workspace, supervisor: await openSupervisor({ workspace, runId: "run-1", ...options }) };
}

function shell(script: string, more: Partial<CommandSpec> = {}): CommandSpec {
  return { name: "job", argv: ["sh", "-c", script], cwd: "/tmp", env, ...more };
}

const bounded: RunOptions = { timeoutMs: 10_000 };

describe("run", () => {
  it("tells exit code, output in order, log and pid", async () => {
    const { supervisor, workspace } = await open();
    const seen: string[] = [];

    const result = await supervisor.run(shell("echo one; echo two >&2; echo three; printf four; exit 3"), {
      ...bounded,
      onLine: (line) => seen.push(line),
    });

    expect(result).toMatchObject({ exitCode: 3, signal: null, timedOut: false, aborted: false, outputBytes: 18 });
    expect(result.tail).toBe("one\ntwo\nthree\nfour\n");
    expect(seen).toEqual(["one", "two", "three", "four"]);
    expect(result.logFile).toBe(join(workspace, "process-logs/job.log"));
    expect(readFileSync(result.logFile, "utf8")).toBe(result.tail);
    expect(result.pid).toBeGreaterThan(1);
    await supervisor.close();
  });

  it("names the signal that ended a command", async () => {
    const { supervisor } = await open();

    const result = await supervisor.run(shell("kill -SEGV $$"), bounded);

    expect(result).toMatchObject({ exitCode: 139, signal: "SIGSEGV" });
    await supervisor.close();
  });

  it("hands over arguments, folder and environment as they are", async () => {
    const { supervisor } = await open();
    const script = 'printf "%s|" "$@"; pwd; printenv MINE; printenv HOME || echo none';

    const result = await supervisor.run(
      {
        name: "job",
        argv: ["sh", "-c", script, "x", "a b", "$HOME", "", "it's", "-n"],
        cwd: "/",
        env: { ...env, MINE: 'ü="1"' },
      },
      bounded,
    );

    expect(result.tail).toBe('a b|$HOME||it\'s|-n|/\nü="1"\nnone\n');
    await supervisor.close();
  });

  it("starts the command with default signal handling and no descriptors but its own", async () => {
    const { supervisor } = await open();

    const result = await supervisor.run(
      shell("grep -E '^Sig(Ign|Blk)' /proc/self/status; ls /proc/self/fd | grep -c '^[0-9]$'"),
      bounded,
    );

    // 0, 1, 2, and the folder that `ls` reads.
    expect(result.tail).toMatch(/SigBlk:\t0+\nSigIgn:\t0+\n4\n/);
    await supervisor.close();
  });

  it("lets a script write to its output by name", async () => {
    const { supervisor } = await open();

    const result = await supervisor.run(
      shell("echo one >/dev/stdout; echo two >/dev/stderr; echo three | tee /dev/stderr"),
      bounded,
    );

    expect(result).toMatchObject({ exitCode: 0, outputBytes: 20 });
    expect(result.tail.split("\n").sort()).toEqual(["", "one", "three", "three", "two"]);
    await supervisor.close();
  });

  it("ends a command that hangs, with all that it started", async () => {
    const { supervisor } = await open();
    const mark = makeMark();

    const result = await supervisor.run(shell(`trap '' TERM; sleep ${mark} & sleep ${mark}`), { timeoutMs: 150 });

    expect(result).toMatchObject({ timedOut: true, aborted: false });
    expect(result.durationMs).toBeLessThan(2_000);
    expect(living(mark)).toEqual([]);
    await supervisor.close();
  });

  it("takes no limit for what it says", async () => {
    const { supervisor } = await open();

    const result = await supervisor.run(shell("sleep 0.1"), { timeoutMs: Number.POSITIVE_INFINITY });

    expect(result).toMatchObject({ exitCode: 0, timedOut: false });
    await supervisor.close();
  });

  it("ends a command when the caller aborts, even before it has started", async () => {
    const { supervisor } = await open();
    const mark = makeMark();
    const late = new AbortController();
    const early = new AbortController();

    const running = supervisor.run(shell(`sleep ${mark}`), { ...bounded, signal: late.signal });
    const starting = supervisor.run(shell(`sleep ${mark}`, { name: "other" }), { ...bounded, signal: early.signal });
    early.abort();
    await eventually(() => supervisor.tracked().some(({ name }) => name === "job"), 2_000);
    late.abort();

    expect(await running).toMatchObject({ aborted: true, exitCode: null, signal: "SIGKILL" });
    expect(await starting).toMatchObject({ aborted: true });
    expect(living(mark)).toEqual([]);
    await supervisor.close();
  });

  it("refuses what cannot be started, before anything is started", async () => {
    const { supervisor, workspace } = await open();

    await expect(supervisor.run({ ...shell(""), argv: ["no-such-command"] }, bounded)).rejects.toMatchObject({
      code: "COMMAND_NOT_FOUND",
    });
    await expect(supervisor.run({ ...shell(""), cwd: "/no/such/folder" }, bounded)).rejects.toMatchObject({
      code: "FOLDER_MISSING",
    });
    await expect(supervisor.run({ ...shell(""), name: "../x" }, bounded)).rejects.toMatchObject({
      code: "NAME_INVALID",
    });

    expect(supervisor.tracked()).toEqual([]);
    expect(existsSync(join(workspace, "pids/manifest.log"))).toBe(false);
    await supervisor.close();
  });

  it("keeps an agent's files: pid file while it lives, a manifest line, the previous log", async () => {
    const { supervisor, workspace } = await open();
    const pidFile = join(workspace, "pids/job.pid");

    const first = await supervisor.run(shell(`cat ${pidFile}`), bounded);
    const second = await supervisor.run(shell("echo second"), bounded);

    expect(first.tail).toBe(`${first.pid}\n`);
    expect(existsSync(pidFile)).toBe(false);
    const [line = ""] = readFileSync(join(workspace, "pids/manifest.log"), "utf8").split("\n");
    expect(line).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d \| job \| \d+ \| sh -c 'cat .*job\.pid'$/,
    );
    expect(line.split(" | ")[2]).toBe(String(first.pid));
    expect(readFileSync(second.logFile, "utf8")).toBe("second\n");
    expect(readFileSync(`${second.logFile}.1`, "utf8")).toBe(first.tail);
    expect(supervisor.tracked()).toMatchObject([
      { name: "job", pid: first.pid, exit_code: 0, signal: null },
      { name: "job", pid: second.pid, exit_code: 0, signal: null },
    ]);
    await supervisor.close();
  });

  it("redacts before it writes or tells", async () => {
    const { supervisor, workspace } = await open({ secrets: { DEPLOY_TOKEN: "tok-12345678" } });
    const seen: string[] = [];
    const script = "echo $DB_PASSWORD; echo tok-12345678; echo postgres://me:hunter22@db/x; echo plain $SHOWN";

    const result = await supervisor.run(
      shell(script, { env: { ...env, DB_PASSWORD: "s3cret-value", SHOWN: "visible" } }),
      {
        ...bounded,
        onLine: (line) => seen.push(line),
      },
    );

    const everything = [
      result.tail,
      seen.join("\n"),
      readFileSync(result.logFile, "utf8"),
      readFileSync(join(workspace, "pids/manifest.log"), "utf8"),
    ].join("\n");
    expect(everything).not.toMatch(/s3cret-value|tok-12345678|hunter22/);
    expect(result.tail).toBe("[redacted]\n[redacted]\npostgres://me:[redacted]@db/x\nplain visible\n");
    await supervisor.close();
  });
});

describe("output without end", () => {
  it("of 50 MB neither blocks nor fills memory or disk", async () => {
    const { supervisor, workspace } = await open({ maxLogBytes: 1024 * 1024 });
    await supervisor.start(shell("sleep 60", { name: "idle" }));
    const script =
      "i=0; while [ $i -lt 50 ]; do head -c 1048576 /dev/zero | tr '\\0' 'x' | fold -w 99; i=$((i+1)); done; echo last";

    const result = await supervisor.run(shell(script, { name: "loud" }), { timeoutMs: 25_000 });

    expect(result.timedOut).toBe(false);
    expect(result.outputBytes).toBeGreaterThan(50 * 1024 * 1024);
    expect(Buffer.byteLength(result.tail)).toBeLessThanOrEqual(64 * 1024);
    expect(result.tail.endsWith("last\n")).toBe(true);
    expect(statSync(result.logFile).size + statSync(`${result.logFile}.1`).size).toBeLessThanOrEqual(2 * 1024 * 1024);
    const record = JSON.parse(readFileSync(join(workspace, "backwright/processes/idle.json"), "utf8")) as ProcessRecord;
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${record.supervisor.pid}/status`, "utf8"))?.[1];
    expect(Number(peak)).toBeLessThan(250 * 1024);
    await supervisor.close();
  });

  it("in one line is cut, and a secret across the cut is still hidden", async () => {
    const { supervisor, workspace } = await open();
    const secret = "abcdefgh-SECRET-ijklmnop";
    const script = `node -e 'process.stdout.write(("y".repeat(1000) + process.env.API_KEY).repeat(500))'`;

    const result = await supervisor.run(shell(script, { name: "line", env: { ...env, API_KEY: secret } }), bounded);

    const log = readFileSync(join(workspace, "process-logs/line.log"), "utf8");
    expect(result.outputBytes).toBe(500 * (1000 + secret.length));
    expect(log).not.toContain(secret);
    expect(log.replaceAll("\n", "").split("[redacted]").length - 1).toBe(500);
    await supervisor.close();
  });

  it("does not reach a caller that does not read", async () => {
    const { supervisor } = await open();
    let lines = 0;

    const result = await supervisor.run(shell("seq 1 300000", { name: "many" }), {
      ...bounded,
      onLine: () => {
        lines += 1;
        const until = performance.now() + 0.05;
        while (performance.now() < until);
      },
    });

    expect(result.exitCode).toBe(0);
    expect(lines).toBeGreaterThan(0);
    expect(lines).toBeLessThanOrEqual(300_000);
    await supervisor.close();
  });
});

it("names a second process of one name with a number", async () => {
  const { supervisor } = await open();
  const server: CommandSpec = { name: "server", argv: ["node", fixture("server.mjs")], cwd: "/tmp", env };

  const first = await supervisor.start(server);
  const second = await supervisor.start(server);

  expect([first.name, second.name]).toEqual(["server", "server-2"]);
  expect(second.logFile).toMatch(/server-2\.log$/);
  await supervisor.close();
});
