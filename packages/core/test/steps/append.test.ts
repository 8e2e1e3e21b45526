import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { appendSection } from "../../src/steps/append.ts";
import { parseSteps } from "../../src/steps/parse.ts";

let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "append-test-"));
  file = join(folder, ".orchestrator", "verification_steps.md");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function section(taskId: string, { program = "true", time = "2026-11-23T10:30:00+00:00" } = {}): string {
  const head = `## ${taskId}\n\n| Field | Value |\n|-------|-------|\n| Timestamp | ${time} |\n`;
  return `${head}\n### Build Verification\n\`\`\`bash\n${program}\n\`\`\`\n\n### Expected Outcomes\n- Build completes with exit code 0\n\n---\n`;
}

function ids(): string[] {
  return parseSteps(readFileSync(file)).sections.map((one) => one.taskId);
}

describe("appendSection", () => {
  it("makes the file and its folder", () => {
    expect(appendSection({ file, taskId: "A-1", section: section("A-1") })).toBe("appended");

    expect(ids()).toEqual(["A-1"]);
  });

  it("keeps every byte that is there, also without a line end", () => {
    appendSection({ file, taskId: "A-1", section: section("A-1") });
    writeFileSync(file, "no line end", { flag: "a" });
    const before = readFileSync(file, "utf8");

    appendSection({ file, taskId: "A-2", section: section("A-2") });

    expect(readFileSync(file, "utf8").startsWith(before)).toBe(true);
    expect(ids()).toEqual(["A-1", "A-2"]);
  });

  it("writes nothing when only the time is another", () => {
    appendSection({ file, taskId: "A-1", section: section("A-1") });
    const before = readFileSync(file, "utf8");

    const again = appendSection({
      file,
      taskId: "A-1",
      section: section("A-1", { time: "2026-11-24T00:00:00+00:00" }),
    });

    expect(again).toBe("unchanged");
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  it("appends a newer section of the same task, also one that goes back to an earlier text", () => {
    appendSection({ file, taskId: "A-1", section: section("A-1", { program: "one" }) });
    appendSection({ file, taskId: "A-1", section: section("A-1", { program: "two" }) });

    expect(appendSection({ file, taskId: "A-1", section: section("A-1", { program: "one" }) })).toBe("appended");
    expect(ids()).toEqual(["A-1", "A-1", "A-1"]);
  });

  it("loses and tears nothing when eight processes append at once", { timeout: 60_000 }, async () => {
    const program = fileURLToPath(new URL("../fixtures/append-many.ts", import.meta.url));
    const writers = Array.from({ length: 8 }, (_, writer) =>
      spawn(process.execPath, ["--conditions=@backwright/source", program, file, String(writer), "200"], {
        stdio: ["ignore", "ignore", "inherit"],
      }),
    );

    const codes = await Promise.all(writers.map(async (writer) => (await once(writer, "exit"))[0] as number));

    const { sections, skipped } = parseSteps(readFileSync(file));
    expect(codes).toEqual(Array(8).fill(0));
    expect(skipped).toEqual([]);
    expect(sections).toHaveLength(1600);
    for (let writer = 0; writer < 8; writer += 1) {
      const own = sections.map((one) => one.taskId).filter((id) => id.startsWith(`W${writer}-`));
      expect(own).toEqual(Array.from({ length: 200 }, (_, index) => `W${writer}-${index}`));
    }
  });
});
