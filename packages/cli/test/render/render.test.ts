import type { Report, Understanding } from "@backwright/core";
import { describe, expect, test } from "vitest";
import { duration } from "../../src/render/duration.ts";
import { plain, plainLine } from "../../src/render/plain.ts";
import { renderReport } from "../../src/render/report.ts";
import { table } from "../../src/render/table.ts";
import { renderExplanation } from "../../src/render/explanation.ts";
import { renderUnderstanding } from "../../src/render/understanding.ts";

function bare(_style: unknown, text: string): string {
  return text;
}
const time = "2026-11-23T10:30:00+00:00";

const report: Report = {
  $schema: "report.json",
  task_id: "TASK-7",
  loop_number: 1,
  run_id: "r",
  timestamp: time,
  category: "backend",
  agent: "backend",
  model: null,
  status: "failed",
  objective: "Notebooks",
  complexity: { assigned: null, actual: null },
  duration: { start_time: time, end_time: time, total_minutes: 0.7, total_seconds: 42 },
  files: { created: ["a", "b"], modified: ["c"], deleted: [], lines_added: 120, lines_removed: 3 },
  quality: { build_passed: true, lint_passed: "not_run", tests_passed: false, security_passed: true },
  acceptance_criteria: {
    total: 2,
    met: 1,
    details: [
      { criterion: "POST /notebooks answers 201", met: true, evidence: "probe" },
      { criterion: "It is fast", met: "unverified", evidence: "no check names it" },
    ],
  },
  errors: ["npm test failed"],
  warnings: [],
  workarounds: [],
  assumptions: [],
  technical_debt: [],
  future_work: [],
  spawned_processes: { tracked: [], still_running: [], cleanup_attempted: true },
  verification: { steps_file: null, section: null, steps_run: 0, steps_passed: 0 },
  implementer: "blueprint",
  stack: null,
  containment: null,
  conflicts: [{ path: "source/x.ts", reason: "edited by hand" }],
  checks: [
    {
      id: "build",
      title: "build",
      result: "passed",
      baseline: false,
      detail: "",
      command: null,
      exit_code: 0,
      duration_ms: 9,
    },
    {
      id: "lint",
      title: "lint",
      result: "could_not_run",
      baseline: false,
      detail: "no linter",
      command: null,
      exit_code: null,
      duration_ms: 0,
    },
    {
      id: "tests",
      title: "tests",
      result: "failed",
      baseline: true,
      detail: "exit code 1\n\n1 of 3 failed\n\u001b[31mnotes.test.ts:4\u001b[39m\n",
      command: "npm test",
      exit_code: 1,
      duration_ms: 2000,
    },
  ],
  phases: [],
};

describe("renderReport", () => {
  test("tells the outcome, what failed or could not run, and what is unverified", () => {
    expect(renderReport(report, { paint: bare, reportFile: "/app/report.json" }).split("\n")).toEqual([
      "TASK-7 not achieved in 42.0 s: Notebooks",
      "  Files      2 created, 1 modified, 0 deleted (+120 −3 lines)",
      "  Checks     3 checks: 1 passed, 1 failed, 1 could not run",
      "    – lint: could not run, no linter",
      "    ✗ tests (failed before this task as well): failed, exit code 1  2.00 s",
      "        $ npm test",
      "        1 of 3 failed",
      "        notes.test.ts:4",
      "  Criteria   1 of 2 met",
      "    ✓ POST /notebooks answers 201",
      "    ? It is fast  unverified: no check names it",
      "  Processes  0 started, none left",
      "  Errors",
      "    npm test failed",
      "  Conflicts",
      "    source/x.ts: edited by hand",
      "  Report     /app/report.json",
    ]);
  });
});

describe("renderUnderstanding", () => {
  test("says so where there is no backend, and what is recognised but not supported", () => {
    const understanding: Understanding = {
      schemaVersion: 1,
      backends: [],
      unsupported: [{ dir: ".", language: "rust", framework: "axum", reason: "There is no adapter for axum." }],
      services: [{ name: "db", image: "postgres:16", file: "compose.yml", line: 4 }],
    };

    const page = renderUnderstanding(understanding, bare);

    expect(page).toContain("No backend application was found here.");
    expect(page).toContain("Not supported in .: axum (rust). There is no adapter for axum.");
    expect(page).toContain("db  postgres:16  compose.yml:4");
  });

  test("shows the first of long lists, and how to see the rest", () => {
    const page = renderUnderstanding(understandingOf(30), bare);

    expect(page).toContain("30 routes");
    expect(page).toContain("/r11");
    expect(page).not.toContain("/r12");
    expect(page).toContain("and 18 more: --explain routes");
    expect(page).toContain("Database     postgresql (go.mod:5), redis");
  });

  test("explains one statement by everything that was read about it", () => {
    const routes = renderExplanation(understandingOf(30), "routes", bare);
    const databases = renderExplanation(understandingOf(30), "databases", bare);

    expect(routes).toContain("GET  /r29  login  main.go:30  list  requireUser  98 %");
    expect(databases).toBe("gin in go, in the root folder\n  databases\n    postgresql  import  go.mod:5");
    expect(renderExplanation(understandingOf(0), "auth", bare)).toContain("auth: nothing speaks for it");
  });
});

function understandingOf(routes: number): Understanding {
  const detection = {
    dir: ".",
    language: "go",
    framework: { name: "gin", version: null },
    packageManager: "go-modules",
    databases: ["postgresql", "redis"],
    orms: [],
    auth: [],
    apiStyles: ["rest"],
    validation: [],
    entry: null,
    ports: [],
    confidence: 0.9,
    evidence: [{ field: "databases", value: "postgresql", file: "go.mod", line: 5, rule: "import" }],
  } as const;
  const commands = { install: null, build: null, lint: null, test: null, migrate: null, start: null, stop: null };
  const backend = {
    ...structuredClone(detection),
    adapter: "go",
    commands,
    routes: Array.from({ length: routes }, (_, index) => ({
      method: "GET",
      methods: ["GET"],
      path: `/r${index}`,
      handler: "list",
      guards: ["requireUser"],
      authenticated: true,
      file: "main.go",
      line: index + 1,
      confidence: 0.98,
    })),
    unresolved: [],
    models: [],
    practices: { errorHandling: "none", async: "none", tests: "none" },
  } as unknown as Understanding["backends"][number];
  return { schemaVersion: 1, backends: [backend], unsupported: [], services: [] };
}

test.each([
  [0, "0.00 s"],
  [412, "0.41 s"],
  [9_994, "9.99 s"],
  [9_996, "10.0 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 00 s"],
  [125_000, "2 min 05 s"],
])("duration(%d) is %s", (milliseconds, text) => {
  expect(duration(milliseconds)).toBe(text);
});

test("plain takes out what steers a terminal, and keeps lines and tabs", () => {
  expect(plain("\u001b[31mred\u001b[0m\ttab\nline\u0007\u009b2K\r")).toBe("red\ttab\nline");
  expect(plainLine(" two\n  lines ")).toBe("two lines");
});

test("table gives each column the width of its widest cell", () => {
  expect(table(["A", "LONG"], [["wide cell", "x"], ["y"]])).toBe("A          LONG\nwide cell  x\ny");
});
