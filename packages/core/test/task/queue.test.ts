import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { BackwrightError } from "../../src/errors.ts";
import { planTask } from "../../src/plan/planner.ts";
import type { LoadedTask } from "../../src/task/file.ts";
import { loadTask } from "../../src/task/load.ts";

let dir = "";

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "backwright-queue-"));
  await mkdir(join(dir, ".orchestrator"));
});

afterAll(async () => {
  await rm(dir, { recursive: true });
});

async function load(id: string, queue: string): Promise<LoadedTask> {
  await writeFile(join(dir, ".orchestrator/task_queue.md"), queue);
  return loadTask({ source: id, dir });
}

async function refusal(id: string, queue: string): Promise<BackwrightError> {
  const error: unknown = await load(id, queue).catch((reason: unknown) => reason);
  if (!(error instanceof BackwrightError)) throw new Error(`refused with ${JSON.stringify(error)}`);
  return error;
}

const contract = `# Task queue

## Project Commands

| Command | Value |
|---------|-------|
| Build | make all |
| Test | make check |

## Tasks

### TASK-042

| Field | Value |
|-------|-------|
| Status | pending |
| Category | backend |
| Complexity | normal |
| Test File | tests/api/test_login.py |
| Build Command | npm run build |
| Source Issue | ISSUE-20260101-001 |

**Objective:** Implement the login endpoint

**Acceptance Criteria:**
- POST /auth/login accepts email and password
- Returns 401 on invalid credentials

**Dependencies:** TASK-041

**Notes:** Use the existing User model

**Test Code:**
\`\`\`python
def test_login():
    ...
\`\`\`

---

### TASK-043: Something else

**Objective:** Something else
`;

describe("a task of the queue", () => {
  it("is read as the contract writes it", async () => {
    const { task, file, lineOf } = await load("TASK-042", contract);

    expect(task).toEqual({
      id: "TASK-042",
      objective: "Implement the login endpoint",
      complexity: "normal",
      acceptanceCriteria: ["POST /auth/login accepts email and password", "Returns 401 on invalid credentials"],
      dependencies: ["TASK-041"],
      notes: "Use the existing User model",
      sourceIssue: "ISSUE-20260101-001",
      testFile: "tests/api/test_login.py",
      testCode: "def test_login():\n    ...",
      commands: { build: "npm run build", test: "make check" },
    });
    expect(file).toBe(".orchestrator/task_queue.md");
    expect(lineOf(["objective"])).toBe(23);
  });

  it("is prose without resources, so its plan has no operations", async () => {
    const { task, ...place } = await load("TASK-042", contract);

    expect(planTask(task, { backend: null, errors: null, ...place }).operations).toEqual([]);
  });

  it("is read as real files write it", async () => {
    const queue = [
      "## Project Commands:",
      "| Command | Value |",
      "|:--|--|",
      "| Build Command | `make a | tee log` |",
      "| Test | N/A |",
      "",
      "#### [TASK-7] - Log in quickly",
      "| Field | Value |",
      "|---|---|",
      "| **Complexity** | Easy |",
      "| Owner | somebody |",
      "| Test File | - |",
      "**Acceptance Criteria**:",
      "* [ ] First,",
      "  on two lines",
      "* [x] Second",
      "    - Nested",
      "**Dependencies:** TASK-5, `TASK-6`",
      "**Notes:** One",
      "two",
      "---",
      "#### TASK-8",
    ].join("\r\n");

    const { task } = await load("TASK-7", queue);

    expect(task).toEqual({
      id: "TASK-7",
      objective: "Log in quickly",
      complexity: "easy",
      acceptanceCriteria: ["First, on two lines", "Second", "Nested"],
      dependencies: ["TASK-5", "TASK-6"],
      notes: "One\ntwo",
      commands: { build: "make a | tee log" },
    });
  });

  it("says what the API is in a fenced block, whose lines errors name", async () => {
    const queue =
      "### TASK-1\n**Objective:** Notes\n\n```yaml\nversion: 3\n```\n\n```yaml\nauth: jwt\nresources:\n  Note:\n    fields: { text: string }\n```\n";
    const broken = queue.replace("text: string", "text: strng");

    const { task, lineOf } = await load("TASK-1", queue);

    expect(task).toMatchObject({
      objective: "Notes",
      auth: { kind: "jwt" },
      resources: { Note: { fields: { text: { type: "string" } } } },
    });
    expect(lineOf(["resources", "Note"])).toBe(11);
    expect(await refusal("TASK-1", broken)).toMatchObject({
      code: "TASK_INVALID",
      message: expect.stringContaining(
        "task_queue.md:12: resources.Note.fields.text: `strng` is not allowed; did you mean `string`?",
      ),
    });
    expect(await refusal("TASK-1", queue.replace("{ text: string }", "{ text"))).toMatchObject({
      code: "TASK_UNREADABLE",
    });
    expect((await refusal("TASK-1", `${queue}\n\`\`\`yaml\nresources: {}\n\`\`\`\n`)).message).toContain("says twice");
  });

  it("says what the API is in a file of its own", async () => {
    const queue =
      "### TASK-1\n| Task File | notes.yaml |\n| Test Command | make check |\n\n**Objective:** From the queue\n";
    await writeFile(
      join(dir, "notes.yaml"),
      "id: TASK-1\nobjective: y\ncommands: { build: make }\nresources:\n  Note: { fields: { text: string }, policies: { read: anyone } }\n",
    );

    const { task, file, lineOf } = await load("TASK-1", queue);

    expect(task).toMatchObject({ objective: "From the queue", commands: { build: "make", test: "make check" } });
    expect([file, lineOf(["resources", "Note"])]).toEqual(["notes.yaml", 5]);
    expect((await refusal("TASK-2", queue.replace("TASK-1", "TASK-2"))).message).toContain(
      'its id is "TASK-1", not "TASK-2"',
    );
    expect(await refusal("TASK-1", queue.replace("notes", "none"))).toMatchObject({
      code: "TASK_MISSING",
      message: expect.stringContaining("task_queue.md:2: There is no task file none.yaml"),
    });
  });

  it("is refused where it cannot be understood, with the line", async () => {
    expect(await refusal("TASK-9", contract)).toMatchObject({
      code: "TASK_MISSING",
      hint: expect.stringContaining("TASK-04"),
    });
    expect((await refusal("TASK-1", "### TASK-1\n\nDo it.\n")).message).toContain(
      "task_queue.md:1: objective: it is missing.",
    );
    expect((await refusal("TASK-1", "### TASK-1: a\n\n### TASK-1: b\n")).message).toContain(
      "task_queue.md:3: TASK-1 stands in the queue twice",
    );
    expect((await refusal("TASK-1", "### TASK-1: a\n| Complexity | hard |\n")).message).toContain(
      "task_queue.md:2: complexity: `hard` is not allowed",
    );
  });

  it("does not take headings and labels inside fenced blocks for its own", async () => {
    const queue = "### TASK-1: a\n\n**Notes:** n\n```text\n### TASK-1: b\n**Objective:** no\n```\n";

    expect((await load("TASK-1", queue)).task).toEqual({ id: "TASK-1", objective: "a", notes: "n" });
  });
});
