import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
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
    const file = workspaceOf(dir).lockFile("T", "1");
    const lock = takeLock(file, "run-1");

    expect(() => takeLock(file, "run-2")).toThrow(`process ${process.pid} (run run-1`);
    lock.release();
    takeLock(file, "run-2").release();

    expect(existsSync(file)).toBe(false);
  });

  it("takes over a lock whose process is gone", () => {
    const file = workspaceOf(dir).lockFile("T", "1");
    takeLock(file, "run-1");
    const holder = JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>;
    writeFileSync(file, JSON.stringify({ ...holder, start: "1" }));

    takeLock(file, "run-2");

    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ runId: "run-2" });
  });
});

describe("prepareWorkspace", () => {
  it("refuses a folder that is a link", () => {
    mkdirSync(join(dir, "elsewhere"));
    symlinkSync(join(dir, "elsewhere"), join(dir, ".orchestrator"));

    expect(() => prepareWorkspace(dir)).toThrow("is not a folder of its own");
  });
});

describe("the journal", () => {
  it("leaves out a line that a crash cut off", () => {
    const file = join(dir, "journal.jsonl");
    openJournal(file).append("a", { n: 1 });
    writeFileSync(file, `${readFileSync(file, "utf8")}{"event":"b`);

    expect(readJournal(file)).toMatchObject([{ event: "a", n: 1 }]);
  });
});
