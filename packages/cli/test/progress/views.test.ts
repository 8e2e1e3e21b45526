import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Check, RunEvent } from "@backwright/core";
import { createLiveView } from "../../src/progress/live.ts";
import { createPlainView } from "../../src/progress/plain.ts";
import { recordingOutput, terminal } from "../support/output.ts";

const check: Check = {
  id: "lint",
  title: "npm run lint",
  result: "failed",
  baseline: false,
  detail: "2 problems\nand more",
  command: "npm run lint",
  exit_code: 1,
  duration_ms: 1200,
};

const events: readonly RunEvent[] = [
  { type: "run-started", taskId: "TASK-1", loop: "001", runId: "r1", dir: "/app" },
  { type: "phase-started", phase: "understand" },
  { type: "progress", phase: "understand", text: "reads\u001b[31m 12\nfiles\u0007" },
  { type: "phase-ended", phase: "understand", result: "passed", durationMs: 410, summary: "express 5.1.0" },
  { type: "phase-started", phase: "verify" },
  { type: "check", phase: "verify", check: { ...check, id: "build", title: "npm run build", result: "passed" } },
  { type: "check", phase: "verify", check },
  { type: "warning", text: "No lock file." },
  { type: "phase-ended", phase: "verify", result: "failed", durationMs: 61_400, summary: "1 check failed" },
  { type: "run-ended", status: "failed", reportFile: null, marker: null },
];

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("the plain view", () => {
  test("prints a line for each event, without anything that steers a terminal", () => {
    const { output, notes } = recordingOutput();
    const view = createPlainView(output);

    for (const event of events) view.onEvent(event);
    view.stop();

    expect(notes).toEqual([
      "TASK-1 loop 001 in /app (r1)",
      "  understand …",
      "    reads 12 files",
      "✓ understand    0.41 s  express 5.1.0",
      "  verify …",
      "    ✓ npm run build  1.20 s",
      "    ✗ npm run lint: failed, 2 problems  1.20 s",
      "! No lock file.",
      "✗ verify     1 min 01 s  failed: 1 check failed",
    ]);
  });
});

describe("the live view", () => {
  test("redraws one line with phase, time and what is done, and never wraps", () => {
    const { stream, text } = terminal(60);
    const view = createLiveView({ stream, output: recordingOutput().output });

    view.onEvent({ type: "phase-started", phase: "verify" });
    view.onEvent({ type: "progress", phase: "verify", text: "npm test ".repeat(20) });
    vi.advanceTimersByTime(1500);
    view.stop();

    const drawn = text()
      .split("\r\u001b[2K")
      .filter((line) => line.includes("verify"));
    expect(drawn.length).toBeGreaterThan(10);
    expect(drawn.every((line) => line.length < 60)).toBe(true);
    expect(drawn.at(-1)).toMatch(/verify +1\.50 s {2}npm test .*… {2}1\.50 s in all$/);
  });

  test("keeps ended phases and failed checks as lines, and gives the cursor back once", () => {
    const { stream, text } = terminal(100);
    const { output, notes } = recordingOutput((note) => void stream.write(note));
    const view = createLiveView({ stream, output });

    for (const event of events) view.onEvent(event);
    view.stop();

    expect(notes).toEqual([
      "TASK-1 loop 001 in /app (r1)",
      "✓ understand    0.41 s  express 5.1.0",
      "    ✗ npm run lint: failed, 2 problems  1.20 s",
      "! No lock file.",
      "✗ verify     1 min 01 s  failed: 1 check failed",
    ]);
    expect(text().split("\u001b[?25l")).toHaveLength(2);
    expect(text().split("\u001b[?25h")).toHaveLength(2);
    expect(text().endsWith("\u001b[?25h")).toBe(true);
  });
});
