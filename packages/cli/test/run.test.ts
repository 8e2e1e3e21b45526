import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { backwright, commandLine, type CommandOutput } from "./support/command.ts";
import { folderWith } from "./support/folder.ts";
import { hangingApp, smallApp } from "./support/small-app.ts";
import { until } from "./support/wait.ts";

const timeout = 120_000;

function lastLine(text: string): string | undefined {
  return text.trimEnd().split("\n").at(-1);
}

function marker(dir: string, ending: string): string {
  return join(dir, `.orchestrator/complete/TASK-10.${ending}`);
}

function reportOf(dir: string, loop = 1): unknown {
  return JSON.parse(readFileSync(join(dir, `.orchestrator/reports/TASK-10-loop-${loop}.json`), "utf8"));
}

/** Runs a command until the build hangs, sends it the signals, and says how it ended. */
async function interrupt(dir: string, args: readonly string[], ...signals: NodeJS.Signals[]): Promise<CommandOutput> {
  const [program, ...first] = commandLine;
  const child = spawn(program, [...first, ...args, "--dir", dir], { stdio: ["ignore", "pipe", "pipe"], timeout });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const pids = join(dir, "hang.pid");
  await until(() => existsSync(pids) || child.exitCode !== null);
  for (const signal of signals) child.kill(signal);
  return { code: await ended, signal: null, stdout, stderr };
}

/** Whether a program still runs in this folder; /proc tells where there is one, `lsof` elsewhere. */
function hangs(dir: string): boolean {
  expect(readFileSync(join(dir, "hang.pid"), "utf8")).toMatch(/^\d+$/);
  if (process.platform !== "linux") return spawnSync("lsof", ["-t", "-d", "cwd", "+D", dir]).stdout.length > 0;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .some((pid) => workingFolder(pid).startsWith(dir));
}

function workingFolder(pid: string): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return "";
  }
}

const bookmarks = `
id: TASK-10
objective: Bookmarks
resources:
  Bookmark:
    fields:
      url: { type: string, required: true, maxLength: 100 }
    policies: { read: anyone, create: anyone, update: anyone, delete: anyone }
`;

describe("run", () => {
  test(
    "ends a whole run with its last line, its marker and exit code 0, and steps run passes on it",
    async () => {
      const dir = folderWith(smallApp);

      const run = await backwright(["run", "task.yaml", "--implementer", "none"], { cwd: dir });
      const report = await backwright(["report", "TASK-10", "--json"], { cwd: dir });
      const steps = await backwright(["steps", "run", "TASK-10", "--json", "--quiet"], { cwd: dir });

      expect({ code: run.code, last: lastLine(run.stdout) }).toEqual({ code: 0, last: "TASK COMPLETE - TERMINATING" });
      expect(readFileSync(marker(dir, "done"), "utf8").trim()).toBe("done");
      expect(run.stderr).toMatch(/✓ verify +\d/);
      expect(run.stderr).not.toContain("\u001b");
      expect(JSON.parse(report.stdout)).toMatchObject({ task_id: "TASK-10", status: "completed" });
      expect(JSON.parse(steps.stdout)).toMatchObject({
        sections: [{ taskId: "TASK-10", result: "passed" }],
        skipped: [],
      });
      expect({ code: steps.code, stderr: steps.stderr }).toEqual({ code: 0, stderr: "" });
    },
    timeout,
  );

  test(
    "ends a run whose checks failed with its own last line, its marker and exit code 1",
    async () => {
      const dir = folderWith({ ...smallApp, "task.yaml": bookmarks });

      const { code, stdout, stderr } = await backwright(["run", "task.yaml", "--implementer", "none"], { cwd: dir });

      expect({ code, last: lastLine(stdout) }).toEqual({ code: 1, last: "TASK FAILED - TERMINATING" });
      expect(stderr).toMatch(/✗ validate +\d/);
      expect(existsSync(marker(dir, "failed"))).toBe(true);
      expect(existsSync(marker(dir, "done"))).toBe(false);
    },
    timeout,
  );

  test(
    "ends a run that something else stopped with the code of that, and still prints the report",
    async () => {
      const dir = folderWith(smallApp);

      const { code, stdout, stderr } = await backwright(["run", "task.yaml", "--json", "--loop", "002"], { cwd: dir });

      expect(code).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({ status: "failed", loop_number: 2 });
      expect(stderr).toContain("code: IMPLEMENTER_UNSUPPORTED");
    },
    timeout,
  );

  test(
    "ends everything on SIGINT, keeps cleaning up on a second signal, and leaves no marker",
    async () => {
      const dir = folderWith(hangingApp);

      const run = await interrupt(dir, ["run", join(dir, "task.yaml"), "--implementer", "none"], "SIGINT", "SIGTERM");

      expect({ code: run.code, last: lastLine(run.stdout) }).toEqual({ code: 5, last: "TASK KILLED - TERMINATING" });
      expect(run.stderr).toMatch(/SIG(INT|TERM): still ending/);
      expect(existsSync(marker(dir, "done")) || existsSync(marker(dir, "failed"))).toBe(false);
      expect(hangs(dir)).toBe(false);
    },
    timeout,
  );

  test.each<[string, Readonly<Record<string, string>>, string]>([
    ["a file that is not there", {}, "TASK_MISSING"],
    ["a file that is not YAML", { "task.yaml": "id: [" }, "TASK_UNREADABLE"],
    ["a wrong field", { "task.yaml": "id: TASK-1\nobjektive: x\n" }, "TASK_INVALID"],
    ["an id that leaves the folder", { "task.yaml": "id: ../x\nobjective: x\n" }, "TASK_ID_INVALID"],
  ])("refuses %s with exit code 2 before anything is written", async (_name, files, code) => {
    const dir = folderWith(files);

    const { code: exitCode, stdout, stderr } = await backwright(["run", "task.yaml"], { cwd: dir });

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(`code: ${code}`);
    expect(existsSync(join(dir, ".orchestrator"))).toBe(false);
  });

  test("starts nothing while the kill file is there, reports itself killed, and ends with exit code 5", async () => {
    const dir = folderWith({
      ...smallApp,
      ".orchestrator/task_queue.md": "",
      ".orchestrator/complete/TASK-10.done": "done",
    });

    const kill = await backwright(["kill", "TASK-10", "--json"], { cwd: dir });
    const run = await backwright(["run", "task.yaml"], { cwd: dir });

    expect(JSON.parse(kill.stdout)).toEqual({ task_id: "TASK-10", file: marker(dir, "kill") });
    expect({ code: run.code, last: lastLine(run.stdout) }).toEqual({ code: 5, last: "TASK KILLED - TERMINATING" });
    expect(run.stderr).toContain("code: KILLED");
    expect(readdirSync(join(dir, ".orchestrator/complete"))).toEqual(["TASK-10.kill"]);
    expect(reportOf(dir)).toMatchObject({ status: "killed", containment: null, spawned_processes: { tracked: [] } });
    expect(existsSync(join(dir, ".orchestrator/pids/manifest.log"))).toBe(false);
  });

  test("tells an orchestrator that waits of processes that cannot be recorded", async () => {
    const dir = folderWith({ ...smallApp, ".orchestrator/backwright/processes": "no folder" });

    const run = await backwright(["run", "task.yaml", "--implementer", "none"], { cwd: dir });

    expect({ code: run.code, last: lastLine(run.stdout) }).toEqual({ code: 2, last: "TASK FAILED - TERMINATING" });
    expect(readFileSync(marker(dir, "failed"), "utf8")).toMatch(
      /^The folders for process records cannot be made .*\n$/,
    );
    expect(reportOf(dir)).toMatchObject({ status: "failed", containment: null });
  });

  test.each<[string, string, string]>([
    ["a wrong field", "id: TASK-10\nobjektive: x\n", "failed"],
    ["a line that is not YAML", "id: TASK-10\nobjective: [\n", "failed"],
    ["a caller that knows no other marker", "id: TASK-10\nobjective: 1\ncompletion: { failureMarker: done }\n", "done"],
  ])("tells an orchestrator that waits of a task that cannot be run: %s", async (_name, task, ending) => {
    const dir = folderWith({ "task.yaml": task, ".orchestrator/task_queue.md": "" });

    const run = await backwright(["run", "task.yaml", "--loop", "2"], { cwd: dir });

    expect({ code: run.code, last: lastLine(run.stdout) }).toEqual({ code: 2, last: "TASK FAILED - TERMINATING" });
    expect(readdirSync(join(dir, ".orchestrator/complete"))).toEqual([`TASK-10.${ending}`]);
    expect(readFileSync(marker(dir, ending), "utf8")).toMatch(ending === "done" ? /^done$/ : /^task\.yaml:\d: .+\n$/);
    expect(reportOf(dir, 2)).toMatchObject({ task_id: "TASK-10", loop_number: 2, status: "failed" });
    expect(readdirSync(join(dir, ".orchestrator/backwright/locks"))).toEqual([]);
  });
});

describe("verify", () => {
  test(
    "prints each check, and one document with --json",
    async () => {
      const dir = folderWith(smallApp);

      const { code, stdout } = await backwright(["verify", "--json"], { cwd: dir });

      expect(code).toBe(0);
      const { checks, passed } = JSON.parse(stdout) as { passed: boolean; checks: { id: string; result: string }[] };
      expect(passed).toBe(true);
      expect(checks.length).toBeGreaterThan(5);
      expect(checks.filter((check) => check.result !== "passed")).toEqual([]);
    },
    timeout,
  );

  test(
    "ends with 1 where a check failed, and with 5 on SIGTERM, and leaves nothing",
    async () => {
      const failing = folderWith({ ...smallApp, "test/main.test.js": "throw new Error('no');\n" });
      const hanging = folderWith(hangingApp);

      const failed = await backwright(["verify"], { cwd: failing });
      const ended = await interrupt(hanging, ["verify"], "SIGTERM");

      expect(failed.code).toBe(1);
      expect(failed.stdout).toMatch(/✗ .*tests/i);
      expect({ code: ended.code, stdout: ended.stdout }).toEqual({ code: 5, stdout: "" });
      expect(ended.stderr).toContain("code: INTERRUPTED");
      expect(hangs(hanging)).toBe(false);
    },
    timeout,
  );
});

describe("reading commands", () => {
  test("understand prints one document, or a page with the evidence", async () => {
    const dir = folderWith(smallApp);

    const json = await backwright(["understand", "--json"], { cwd: dir });
    const page = await backwright(["understand", dir]);
    const explained = await backwright(["understand", dir, "--explain", "framework"]);
    const unknown = await backwright(["understand", dir, "--explain", "framwork"]);

    expect(JSON.parse(json.stdout)).toMatchObject({
      schemaVersion: 1,
      backends: [{ adapter: "express", routes: [{ method: "GET", path: "/health" }] }],
    });
    expect(page.stdout).toMatch(/^ +Framework +express \(package\.json:\d+\)$/m);
    expect(explained.stdout).toMatch(/express +dependency +package\.json:\d+\n +express +import +src\/main\.js:\d+/);
    expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("Did you mean framework?")]);
    expect(page.stdout).toMatch(/GET +\/health +open +src\/main\.js:4/);
  });

  test("plan prints the plan, its document, or its OpenAPI document, and changes nothing", async () => {
    const dir = folderWith(smallApp);
    await backwright(["init", "new.yaml"], { cwd: dir });

    const page = await backwright(["plan", "new.yaml"], { cwd: dir });
    const json = await backwright(["plan", "new.yaml", "--json"], { cwd: dir });
    const openapi = await backwright(["plan", "new.yaml", "--openapi"], { cwd: dir });

    expect([page.code, json.code, openapi.code]).toEqual([0, 0, 0]);
    expect(page.stdout).toMatch(/^# Plan for /);
    expect(JSON.parse(json.stdout)).toMatchObject({ schemaVersion: 1 });
    expect(openapi.stdout).toMatch(/^openapi: /);
    expect(existsSync(join(dir, ".orchestrator"))).toBe(false);
  });

  test("run --dry-run prints a diff that git applies, says what comes with it, and writes nothing", async () => {
    const dir = folderWith({
      "package.json": '{ "name": "small", "type": "module", "dependencies": { "express": "^5.1.0" } }\n',
      "src/app.js": `import express from "express";\n\nconst app = express();\napp.use(express.json());\n\nexport default app;\n`,
      "task.yaml": bookmarks,
    });
    const before = readdirSync(dir, { recursive: true });

    const { code, stdout, stderr } = await backwright(["run", "task.yaml", "--dry-run"], { cwd: dir });
    const after = readdirSync(dir, { recursive: true });
    const applied = spawnSync("git", ["apply", "-"], { cwd: dir, input: stdout, encoding: "utf8" });

    expect({ code, applied: applied.status }).toEqual({ code: 0, applied: 0 });
    expect(after).toEqual(before);
    expect(stderr).toContain("What checks the input? zod, which comes with it. The app has no library for it.");
    expect(readFileSync(join(dir, "src/app.js"), "utf8")).toContain("bookmarksRouter");
  });

  test("report says so where there is none, with exit code 2", async () => {
    const { code, stderr } = await backwright(["report", "TASK-10"], { cwd: folderWith() });

    expect(code).toBe(2);
    expect(stderr).toContain("code: REPORT_MISSING");
  });
});
