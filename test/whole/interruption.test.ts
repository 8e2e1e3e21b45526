import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { addNotes, attempt, checkOnly, nothing, plainApp } from "./plain-app.ts";
import type { PlainApp, Trial } from "./plain-app.ts";
import { hashTree, readReportFile } from "./support.ts";

/** A command of the project that goes on for longer than any test waits, with a child that outlives its parent. */
const endless = ["sh", "-c", "setsid sleep 60 & sleep 60"];
const server = ["sh", "-c", "setsid sleep 60 & exec node server.js"];

interface Moment {
  readonly when: RegExp;
  readonly behaviour?: Parameters<typeof plainApp>[0];
  readonly implementer?: "none";
  /** How many files the app has besides. */
  readonly files?: number;
}

const moments: Readonly<Record<string, Moment>> = {
  "while the project is read": { when: /understand …/, behaviour: { waits: "detect" } },
  "while dependencies are installed": { when: /install: sh/, behaviour: { commands: { install: endless } } },
  "while the change is made": { when: /implement …/, behaviour: { waits: "write" } },
  "while the tests run on the change": {
    when: /✓ implement[^]*tests: sh/,
    behaviour: { commands: { test: ["sh", "-c", "test ! -e src/notes || sleep 60"] } },
  },
  "while the server starts": { when: /start: sh/, behaviour: { commands: { start: endless } }, implementer: "none" },
  "while the server is asked": { when: /ready on port/, behaviour: { commands: { start: server } } },
  "while the fresh copy is made": { when: /steps …/, implementer: "none", files: 1_000 },
  "while the steps run": {
    when: /Build Verification, from/,
    behaviour: { commands: { build: ["sh", "-c", "test -e .git || sleep 60"] } },
    implementer: "none",
  },
};

function expectKilled(trial: Trial, app: PlainApp): void {
  expect({ code: trial.code, left: trial.left }).toEqual({ code: 5, left: nothing });
  expect(trial.stdout.trimEnd().split("\n").at(-1)).toBe("TASK KILLED - TERMINATING");
  expect(readdirSync(join(app.dir, ".orchestrator", "complete"))).toEqual([]);
  expect(readdirSync(join(app.dir, ".orchestrator", "backwright", "locks"))).toEqual([]);
  expect(readReportFile(app.dir, "T-1-loop-1.json")).toMatchObject({
    status: "killed",
    files: { created: [], modified: [], deleted: [] },
    spawned_processes: { still_running: [] },
  });
}

describe.each(["SIGINT", "SIGTERM"] as const)("%s", (signal) => {
  it.each(Object.entries(moments))("%s ends everything and puts every file back", async (_name, moment) => {
    const app = plainApp(moment.behaviour);
    mkdirSync(join(app.dir, "more"));
    for (let file = 0; file < (moment.files ?? 0); file += 1)
      writeFileSync(join(app.dir, "more", `${file}.txt`), "x\n");
    const isCheck = moment.implementer === "none";
    const args = isCheck ? ["--implementer", "none"] : [];
    const began = performance.now();

    const trial = await attempt(app, ["run", app.task(isCheck ? checkOnly : addNotes), "--dir", "app", ...args], {
      interrupt: { when: moment.when, signal },
    });

    expect(trial.stderr).toContain(`${signal}: ending.`);
    expectKilled(trial, app);
    expect(performance.now() - began).toBeLessThan(20_000);
  });
});

it("a signal at any time ends in one of three ways, and each leaves nothing", { timeout: 90_000 }, async () => {
  const ways = { before: 0, killed: 0, completed: 0 };
  for (let delay = 0; delay < 1_200; delay += 100) {
    const app = plainApp();
    const workspace = join(app.dir, ".orchestrator");

    const trial = await attempt(app, ["run", app.task(checkOnly), "--dir", "app", "--implementer", "none"], {
      interrupt: { when: delay, signal: delay % 200 === 0 ? "SIGINT" : "SIGTERM" },
    });

    expect({ delay, left: trial.left }).toEqual({ delay, left: nothing });
    if (trial.code === null) {
      ways.before += 1;
      expect(existsSync(workspace)).toBe(false);
    } else if (trial.code === 5) {
      ways.killed += 1;
      expectKilled(trial, app);
    } else {
      ways.completed += 1;
      expect(trial.code).toBe(0);
      expect(readdirSync(join(workspace, "complete"))).toEqual(["T-1.done"]);
    }
  }
  expect(ways.before + ways.killed + ways.completed).toBe(12);
  expect(ways.killed).toBeGreaterThan(0);
});

it("a second signal does not cut the clean-up off", async () => {
  const app = plainApp({ commands: { test: ["sh", "-c", "trap '' TERM; test ! -e src/notes || sleep 60"] } });

  const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "app"], {
    interrupt: { when: /✓ implement[^]*tests: sh/, signal: "SIGINT", again: true },
  });

  expect(trial.stderr).toContain("SIGINT: still ending");
  expectKilled(trial, app);
});

it("an interrupted run leaves nothing that keeps the next one from the same result", async () => {
  const file = "src/notes/notes.js";
  const app = plainApp({
    commands: { test: ["sh", "-c", "test ! -e src/notes || test -e .orchestrator/done || sleep 60"] },
  });
  const args = ["run", app.task(addNotes), "--dir", "app"];
  expectKilled(await attempt(app, args, { interrupt: { when: /✓ implement[^]*tests: sh/, signal: "SIGTERM" } }), app);
  writeFileSync(join(app.dir, ".orchestrator", "done"), "");

  const again = await attempt(app, [...args, "--loop", "2"]);

  expect(again.stderr).toContain("1 files created, 1 modified, 0 unchanged");
  expect(again.left.changed).toEqual(expect.arrayContaining(["server.js", file]));
  expect(readFileSync(join(app.dir, "server.js"), "utf8").match(/\/\/ Notes/g)).toHaveLength(1);
  expect(readReportFile(app.dir, "T-1-loop-2.json").conflicts).toEqual([]);
});

it("the kill file during the change ends the run, puts every file back, and stays", async () => {
  const app = plainApp({
    commands: { test: ["sh", "-c", "test ! -e src/notes || { echo > .orchestrator/complete/T-1.kill; sleep 60; }"] },
  });

  const trial = await attempt(app, ["run", app.task(addNotes), "--dir", "app"]);

  expect({ code: trial.code, left: trial.left }).toEqual({ code: 5, left: nothing });
  expect(readReportFile(app.dir, "T-1-loop-1.json")).toMatchObject({ status: "killed", files: { created: [] } });
  expect(readdirSync(join(app.dir, ".orchestrator", "complete"))).toEqual(["T-1.kill"]);
});

describe("verify", () => {
  it.each(["SIGINT", "SIGTERM"] as const)("on %s ends with 5 and leaves nothing", async (signal) => {
    const app = plainApp({ commands: { start: server } });

    const trial = await attempt(app, ["verify", "--dir", "app"], { interrupt: { when: /start: sh/, signal } });

    expect(trial.stderr).toContain("code: INTERRUPTED");
    expect({ code: trial.code, stdout: trial.stdout, left: trial.left }).toEqual({
      code: 5,
      stdout: "",
      left: nothing,
    });
  });
});

describe("steps run", () => {
  it("on SIGTERM ends the block that runs and leaves nothing", async () => {
    const app = plainApp();
    await attempt(app, ["run", app.task(checkOnly), "--dir", "app", "--implementer", "none"]);
    const file = join(app.dir, ".orchestrator", "verification_steps.md");
    writeFileSync(file, "## T-2\n\n### Build Verification\n```bash\nsetsid sleep 60 &\necho begun\nsleep 60\n```\n");
    const before = hashTree(join(app.dir, ".orchestrator", "reports"));

    const trial = await attempt(app, ["steps", "run", "T-2", "--dir", "app"], {
      interrupt: { when: /begun|Build Verification/, signal: "SIGTERM" },
    });

    expect(trial.stderr).toContain("code: INTERRUPTED");
    expect({ code: trial.code, left: trial.left }).toEqual({ code: 5, left: nothing });
    expect(hashTree(join(app.dir, ".orchestrator", "reports"))).toEqual(before);
    expect(existsSync(file)).toBe(true);
  });
});
