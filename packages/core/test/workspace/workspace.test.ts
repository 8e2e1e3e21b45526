import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createDurably, replaceDurably } from "../../src/workspace/durable.ts";
import { openJournal, readJournal } from "../../src/workspace/journal.ts";
import { takeLock } from "../../src/workspace/lock.ts";
import { clearStaleMarkers, requestKill, writeMarker } from "../../src/workspace/markers.ts";
import { prepareWorkspace, workspaceOf } from "../../src/workspace/workspace.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "backwright-workspace-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe("durable writes", () => {
  it("replaces whole files and leaves no temporary one", () => {
    const file = join(dir, "a", "b.json");

    replaceDurably(file, "1");
    replaceDurably(file, "2");

    expect(readFileSync(file, "utf8")).toBe("2");
    expect(readdirSync(dirname(file))).toEqual(["b.json"]);
  });

  it("creates only where nothing stands", () => {
    const file = join(dir, "a");

    expect([createDurably(file, "1"), createDurably(file, "2")]).toEqual([true, false]);
    expect(readFileSync(file, "utf8")).toBe("1");
  });
});

describe("markers", () => {
  it("never overwrites one, and never writes both", () => {
    const workspace = prepareWorkspace(dir);

    const done = writeMarker(workspace, { taskId: "T", kind: "done", text: "done" });
    const failed = writeMarker(workspace, { taskId: "T", kind: "failed", text: "why" });
    const again = writeMarker(workspace, { taskId: "T", kind: "done", text: "other" });

    expect([done, failed, again]).toEqual([workspace.marker("T", "done"), null, null]);
    expect(readFileSync(workspace.marker("T", "done"), "utf8")).toBe("done");
  });

  it("reads a stale one into the journal before it is removed", () => {
    const workspace = prepareWorkspace(dir);
    const file = workspace.journalFile("T", "1");
    writeMarker(workspace, { taskId: "T", kind: "failed", text: "why" });

    clearStaleMarkers(workspace, "T", openJournal(file));

    expect(existsSync(workspace.marker("T", "failed"))).toBe(false);
    expect(readJournal(file)).toMatchObject([{ event: "stale-marker", kind: "failed", text: "why" }]);
  });

  it("asks for an end only where a workspace is", () => {
    expect(() => requestKill({ dir, taskId: "T" })).toThrow("no .orchestrator folder");

    prepareWorkspace(dir);

    expect(existsSync(requestKill({ dir, taskId: "T" }))).toBe(true);
  });
});

describe("the lock", () => {
  it("refuses a second run and names the holder", () => {
    const file = workspaceOf(dir).lockFile("T");
    const lock = takeLock(file, { taskId: "T", runId: "run-1", loop: "1" });

    expect(() => takeLock(file, { taskId: "T", runId: "run-2", loop: "2" })).toThrow(
      `process ${process.pid} (loop 1, run run-1`,
    );
    lock.release();
    takeLock(file, { taskId: "T", runId: "run-2", loop: "2" }).release();

    expect(existsSync(file)).toBe(false);
  });

  it("takes over a lock whose process is gone", () => {
    const file = workspaceOf(dir).lockFile("T");
    takeLock(file, { taskId: "T", runId: "run-1", loop: "1" });
    const holder = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...holder, start: "1" }));

    takeLock(file, { taskId: "T", runId: "run-2", loop: "2" });

    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ taskId: "T", runId: "run-2" });
  });

  it("is taken over by exactly one of many at once", { timeout: 60_000 }, async () => {
    const file = workspaceOf(dir).lockFile("T");
    takeLock(file, { taskId: "T", runId: "crashed", loop: "1" });
    const stale = JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), start: "1" });
    const program = fileURLToPath(new URL("../fixtures/take-lock.ts", import.meta.url));

    for (let round = 0; round < 3; round += 1) {
      writeFileSync(file, stale);
      const takers = Array.from({ length: 6 }, () =>
        spawn(process.execPath, ["--conditions=@backwright/source", program, file], {
          stdio: ["pipe", "pipe", "inherit"],
        }),
      );
      const answers = await Promise.all(
        takers.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()),
      );
      takers.forEach(({ stdin }) => stdin.end());
      await Promise.all(takers.map((taker) => once(taker, "exit")));

      expect(answers.toSorted()).toEqual(["RUN_HELD", "RUN_HELD", "RUN_HELD", "RUN_HELD", "RUN_HELD", "held"]);
      expect(existsSync(file)).toBe(false);
    }
  });
});

describe("prepareWorkspace", () => {
  it("refuses a folder that is a link", () => {
    mkdirSync(join(dir, "elsewhere"));
    symlinkSync(join(dir, "elsewhere"), join(dir, ".orchestrator"));

    expect(() => prepareWorkspace(dir)).toThrow("is not a folder of its own");
  });

  it("removes what a crash left between two steps of a write, and nothing that may still be written", () => {
    const { root } = prepareWorkspace(dir);
    const [old, young] = [".11111111-2222-4333-8444-555555555555.tmp", ".66666666-7777-4888-8999-000000000000.tmp"];
    for (const name of [old, young, "notes.tmp"]) writeFileSync(join(root, "complete", name), "");
    for (const name of [old, "notes.tmp"]) utimesSync(join(root, "complete", name), 1_000, 1_000);

    prepareWorkspace(dir);

    expect(readdirSync(join(root, "complete")).toSorted()).toEqual([young, "notes.tmp"]);
  });
});

describe("the journal", () => {
  it("leaves out a line that a crash cut off", () => {
    const file = join(dir, "journal.jsonl");
    openJournal(file).append("a", { n: 1 });
    writeFileSync(file, `${readFileSync(file, "utf8")}{"event":"b`);

    expect(readJournal(file)).toMatchObject([{ event: "a", n: 1 }]);
  });

  it("loses nothing behind a line that a crash cut off", () => {
    const file = join(dir, "journal.jsonl");
    writeFileSync(file, '{"event":"a"}\n{"event":"b');

    const journal = openJournal(file);
    journal.append("c");
    journal.append("d");

    expect(readJournal(file).map(({ event }) => event)).toEqual(["a", "c", "d"]);
  });
});
