import { describe, expect, it } from "vitest";
import { crashedRun, otherRun, reportedRun, taskFingerprint } from "../src/resume.ts";
import type { JournalEntry } from "../src/workspace/journal.ts";

const task = { id: "T-1", objective: "Notes" };
const started = entry("run-started", { fingerprint: taskFingerprint(task), implementer: "blueprint" });
const implemented = entry("phase-ended", { phase: "implement", result: "passed" });
const reported = entry("phase-ended", { phase: "report", result: "passed", status: "completed" });
const completing = entry("phase-started", { phase: "complete" });

function entry(event: string, details: Readonly<Record<string, unknown>> = {}): JournalEntry {
  return { at: "2026-11-23T10:00:00.000Z", event, ...details };
}

describe("crashedRun", () => {
  it.each<[string, readonly JournalEntry[], number]>([
    ["nothing", [], 0],
    ["a run that broke off", [started, implemented], 2],
    ["a run that broke off behind one that ended", [started, completing, started, implemented], 2],
    ["a run that was resumed and broke off again", [started, implemented, entry("run-resumed")], 3],
    ["a run that ended", [started, implemented, reported, completing], 0],
    ["a run whose change was taken back", [started, implemented, entry("undo-begins")], 0],
  ])("finds in %s so many entries to go on from", (_what, entries, count) => {
    expect(crashedRun(entries)).toHaveLength(count);
  });
});

describe("reportedRun", () => {
  it("tells that only the marker is missing, and not of a run that was killed", () => {
    expect(reportedRun([started, implemented, reported])).toBe(true);
    expect(reportedRun([started, implemented])).toBe(false);
    expect(reportedRun([started, reported, completing])).toBe(false);
    expect(reportedRun([started, { ...reported, status: "killed" }])).toBe(false);
  });
});

describe("otherRun", () => {
  it("refuses another text of the task, and another implementer", () => {
    const entries = [started, implemented];

    expect(otherRun(entries, { task, implementer: "blueprint" })).toBeNull();
    expect(otherRun(entries, { task, implementer: "none" })?.code).toBe("INPUT_INVALID");
    expect(otherRun(entries, { task: { ...task, objective: "x" }, implementer: "blueprint" })?.code).toBe(
      "INPUT_INVALID",
    );
    expect(otherRun([], { task, implementer: "none" })).toBeNull();
  });
});
