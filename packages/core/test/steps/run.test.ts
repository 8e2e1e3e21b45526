import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSupervisor, type Supervisor } from "@backwright/supervisor";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BackwrightError } from "../../src/errors.ts";
import { appendSection } from "../../src/steps/append.ts";
import { runSteps, type StepsEvent, type StepsResult } from "../../src/steps/run.ts";
import { bookmarksApi, freePort } from "../fixtures/serve.ts";
import { bookmarksSection } from "../fixtures/steps-section.ts";

let dir = "";
let file = "";
let supervisor: Supervisor;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "steps-test-"));
  cpSync(bookmarksApi, dir, { recursive: true });
  mkdirSync(join(dir, ".orchestrator"));
  file = join(dir, ".orchestrator", "verification_steps.md");
  supervisor = await openSupervisor({ workspace: join(dir, ".orchestrator"), runId: "steps-test" });
});

afterEach(async () => {
  await supervisor.close();
  rmSync(dir, { recursive: true, force: true });
});

function run(
  options: { taskId?: string; timeoutMs?: number; onEvent?: (event: StepsEvent) => void } = {},
): Promise<StepsResult> {
  return runSteps({ dir, supervisor, signal: new AbortController().signal, ...options });
}

interface Foreign {
  build?: string;
  runtime: string;
  outcomes?: string[];
}

/** A section as an agent without a library writes one. */
function write(taskId: string, { build = "true", runtime, outcomes = ["It answers"] }: Foreign): void {
  const list = outcomes.map((outcome) => `- ${outcome}`).join("\n");
  const blocks = `### Build Verification\n\`\`\`bash\n${build}\n\`\`\`\n\n### Runtime Verification\n\`\`\`bash\n${runtime}\n\`\`\``;
  const section = `## ${taskId}\n\n| Field | Value |\n|---|---|\n| Agent | other |\n\n${blocks}\n\n### Expected Outcomes\n${list}\n\n---\n`;
  writeFileSync(file, section, { flag: "a" });
}

async function isListening(port: number): Promise<boolean> {
  return fetch(`http://127.0.0.1:${port}/`).then(
    () => true,
    () => false,
  );
}

function codeOf(error: unknown): string {
  return error instanceof BackwrightError ? error.code : String(error);
}

describe("runSteps", { timeout: 60_000 }, () => {
  it("passes each outcome of a section that holds", async () => {
    appendSection({ file, taskId: "TASK-042", section: bookmarksSection() });

    const { sections, skipped } = await run();

    expect(skipped).toEqual([]);
    expect(sections[0]?.blocks.map(({ title, result }) => [title, result])).toEqual([
      ["Build Verification", "passed"],
      ["Runtime Verification", "passed"],
    ]);
    expect(sections[0]?.outcomes.filter(({ result }) => result !== "passed")).toEqual([]);
    expect(sections[0]?.outcomes).toHaveLength(13);
    expect(sections[0]?.result).toBe("passed");
  });

  it("says which outcome does not hold, and which do", async () => {
    writeFileSync(
      join(dir, "server.js"),
      readFileSync(join(dir, "server.js"), "utf8").replace("process.env.BUG", '"no-owner-check"'),
    );
    appendSection({ file, taskId: "TASK-042", section: bookmarksSection() });

    const { sections } = await run({ taskId: "TASK-042" });

    const results = Object.fromEntries(
      (sections[0]?.outcomes ?? []).map(({ text, result }) => [text.split(" ")[0], result]),
    );
    expect(results).toMatchObject({
      Build: "passed",
      Server: "passed",
      "`createBookmark`": "passed",
      "`updateBookmark`": "failed",
      "`deleteBookmark`": "failed",
    });
    expect(sections[0]?.result).toBe("failed");
  });

  it("could not run what a block did not come to", async () => {
    appendSection({ file, taskId: "TASK-042", section: bookmarksSection({ environment: [] }) });

    const { sections } = await run();

    const [build, server, register] = sections[0]?.outcomes ?? [];
    expect([build?.result, server?.result, register?.result]).toEqual(["passed", "failed", "could_not_run"]);
    expect(sections[0]?.blocks[1]?.output).toContain("JWT_SECRET is required");
  });

  it("runs what another agent wrote, and ends the server that it left behind", async () => {
    const port = await freePort();
    const server = `require("node:http").createServer((q, r) => r.end("fine")).listen(${port}, "127.0.0.1")`;
    write("A-1", {
      runtime: `node -e '${server}' &\nsleep 1\ncurl -sf http://127.0.0.1:${port}/ | grep -q fine || exit 1`,
      outcomes: ["Build completes with exit code 0", "Server starts and remains running", "It answers"],
    });

    const { sections } = await run();

    expect(sections[0]?.outcomes.map(({ result }) => result)).toEqual(["passed", "passed", "passed"]);
    expect(await isListening(port)).toBe(false);
  });

  it("does not pass an outcome of a block that ends with 0 whatever happens", async () => {
    write("A-1", { runtime: "echo checking && true" });

    const [outcome] = (await run()).sections[0]?.outcomes ?? [];

    expect(outcome?.result).toBe("could_not_run");
    expect(outcome?.detail).toBe("the block ends with 0 whatever the application answers");
  });

  it.each([
    [
      "a command that nobody looked at",
      "curl -s http://127.0.0.1:1/\necho done",
      "`curl -s http://127.0.0.1:1/` in it ended with 7",
    ],
    ["a build in front of a pipe", "node -e 'process.exit(3)' 2>&1 | head -50\necho done", "in it ended with 3"],
  ])("does not pass a block that ends with 0 over %s", async (_, build, detail) => {
    write("A-1", { build, runtime: "true", outcomes: ["Build completes with exit code 0"] });

    const [outcome] = (await run()).sections[0]?.outcomes ?? [];

    expect(outcome?.result).toBe("could_not_run");
    expect(outcome?.detail).toContain(detail);
  });

  it("passes failures that a block looks at itself", async () => {
    const build = "false || true\nif ! false; then echo fine; fi\nsleep 30 &\nkill $!\nwait $!\nyes | head -1";
    write("A-1", { build, runtime: "true", outcomes: ["Build completes with exit code 0"] });

    expect((await run()).sections[0]?.outcomes[0]).toMatchObject({ result: "passed" });
  });

  it("ends a block at its time, with all that it started", async () => {
    const port = await freePort();
    write("A-1", { runtime: `node -e 'require("node:http").createServer().listen(${port}, "127.0.0.1")' &\nsleep 60` });

    const { sections } = await run({ timeoutMs: 1500 });

    expect(sections[0]?.blocks[1]).toMatchObject({ result: "failed", detail: "did not end within 2 seconds" });
    expect(await isListening(port)).toBe(false);
  });

  it("does not run a block against a stranger on its port", async () => {
    const stranger = createServer((_, response) => response.end("fine")).listen(0, "127.0.0.1");
    await once(stranger, "listening");
    const address = stranger.address();
    const port = typeof address === "object" && address ? address.port : 0;
    write("A-1", { runtime: `npm run dev &\nsleep 1\ncurl -sf http://localhost:${port}/ || exit 1` });

    const { sections } = await run();

    expect(sections[0]?.blocks[1]?.result).toBe("could_not_run");
    expect(sections[0]?.blocks[1]?.detail).toContain(`its port ${port} is taken by`);
    stranger.close();
  });

  it("reports what is cut off, and runs the rest", async () => {
    writeFileSync(file, "## A-1\n\n### Build Verification\n```bash\necho torn > torn.txt\n");
    write("A-2", { runtime: "[ ! -e torn.txt ]" });

    const { sections, skipped } = await run();

    expect(skipped).toEqual([{ line: 1, reason: "the section is cut off: its code block in line 4 has no end" }]);
    expect(sections.map(({ taskId, result }) => [taskId, result])).toEqual([["A-2", "passed"]]);
  });

  it("tells what goes on, in order", async () => {
    write("A-1", { runtime: "echo one; [ 1 = 1 ]" });
    const events: StepsEvent[] = [];

    await run({ onEvent: (event) => events.push(event) });

    const names = events.map(({ type }) => type);
    expect(names[0]).toBe("section-started");
    expect(names.at(-1)).toBe("section-ended");
    expect(events).toContainEqual({ type: "block-line", taskId: "A-1", line: "one" });
  });

  it("refuses when there is no file, no such section, and nothing that can be run", async () => {
    const missing = await run().catch(codeOf);
    writeFileSync(file, "# Steps\n");
    const unreadable = await run().catch(codeOf);
    write("A-1", { runtime: "true" });
    const unknown = await run({ taskId: "A-2" }).catch(codeOf);

    expect([missing, unreadable, unknown]).toEqual(["STEPS_MISSING", "STEPS_UNREADABLE", "STEPS_MISSING"]);
  });

  it("runs nothing once it is interrupted", async () => {
    write("A-1", { runtime: "touch ran.txt" });

    const { sections } = await runSteps({ dir, supervisor, signal: AbortSignal.abort() });

    expect(sections[0]?.blocks.map(({ result }) => result)).toEqual(["could_not_run", "could_not_run"]);
    expect(sections[0]?.outcomes.map(({ result }) => result)).toEqual(["could_not_run"]);
  });
});
