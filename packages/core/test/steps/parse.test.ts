import { describe, expect, it } from "vitest";
import { frame } from "../../src/steps/frame.ts";
import { latestSections, parseSteps } from "../../src/steps/parse.ts";
import { bookmarksSection } from "../fixtures/steps-section.ts";

const foreign = `## [TASK-007]: Login page

| Field | Value |
|-------|-------|
| Category | frontend |
| Agent | frontend |

### Build Verification
\`\`\`bash
npm run build 2>&1 | head -50
\`\`\`

### Runtime Verification
\`\`\`bash
npm run dev &
sleep 5
\`\`\`

### Expected Outcomes
- Build completes with exit code 0
- Specific to what was implemented:
  - \`/login\` shows a form

---
`;

function parse(text: string): ReturnType<typeof parseSteps> {
  return parseSteps(Buffer.from(text));
}

function ids(text: string): string[] {
  return parse(text).sections.map((section) => section.taskId);
}

describe("parseSteps", () => {
  it("reads what renderSection wrote, with its blocks, fields and outcomes", () => {
    const [section] = parse(frame("TASK-042", bookmarksSection())).sections;

    expect(section?.taskId).toBe("TASK-042");
    expect(section?.line).toBe(3);
    expect(section?.fields).toMatchObject({ Category: "backend", Timestamp: "2026-11-23T10:30:00+00:00" });
    expect(section?.blocks.map(({ title, line }) => [title, line])).toEqual([
      ["Build Verification", 12],
      ["Runtime Verification", 19],
    ]);
    expect(section?.outcomes.slice(0, 2)).toEqual([
      "Build completes with exit code 0",
      "Server starts and remains running",
    ]);
  });

  it("reads what another agent wrote, and only the lowest items of its list", () => {
    const [section] = parse(foreign).sections;

    expect(section?.taskId).toBe("TASK-007");
    expect(section?.blocks.map((block) => block.program)).toEqual([
      "npm run build 2>&1 | head -50",
      "npm run dev &\nsleep 5",
    ]);
    expect(section?.outcomes).toEqual(["Build completes with exit code 0", "`/login` shows a form"]);
  });

  it("takes the last section of an id", () => {
    const newer = foreign.replace("sleep 5", "sleep 6");

    const [latest, ...others] = latestSections(parse(foreign + newer).sections);

    expect(others).toEqual([]);
    expect(latest?.blocks[1]?.program).toContain("sleep 6");
  });

  it("keeps a framed section whole, whatever code block is open in front of it", () => {
    const torn = foreign.slice(0, foreign.indexOf("sleep 5"));

    const { sections, skipped } = parse(torn + frame("TASK-042", bookmarksSection()));

    expect(sections.map((section) => section.taskId)).toEqual(["TASK-042"]);
    expect(skipped).toEqual([{ line: 1, reason: "the section is cut off: its code block in line 14 has no end" }]);
  });

  it("skips a framed section that is cut off at any place, and reads what stands behind it", () => {
    const framed = frame("TASK-042", bookmarksSection());
    const behind = frame("TASK-043", bookmarksSection({ taskId: "TASK-043" }));

    for (let cut = framed.indexOf("-->") + 3; cut < framed.length - 1; cut += 211) {
      const { sections, skipped } = parse(framed.slice(0, cut) + behind);

      expect(sections.map((section) => section.taskId)).toEqual(["TASK-043"]);
      expect(skipped[0]).toEqual({ line: 2, reason: "the section TASK-042 is cut off or was changed" });
    }
  });

  it("skips a framed section that was changed by hand", () => {
    const framed = frame("TASK-042", bookmarksSection()).replace("set -eu", "set -e ");

    expect(parse(framed).skipped[0]?.reason).toBe("the section TASK-042 is cut off or was changed");
    expect(ids(framed)).toEqual([]);
  });

  it("does not let a section of another agent that is cut off swallow the next, wherever it was cut", () => {
    const next = foreign.replace("TASK-007", "TASK-008");

    for (let cut = 1; cut < foreign.length; cut += 1) {
      const found = ids(`${foreign.slice(0, cut)}${next}`);

      expect(found.at(-1), `cut at ${cut}`).toBe("TASK-008");
      expect(parse(`${foreign.slice(0, cut)}${next}`).sections.at(-1)?.blocks).toHaveLength(2);
    }
  });

  it("says which section holds nothing to run", () => {
    expect(parse("## TASK-1\n\n| Field | Value |\n|---|---|\n| Agent | docs |\n\nNothing.\n").skipped).toEqual([
      { line: 1, reason: "the section TASK-1 has no bash block" },
    ]);
  });

  it("ignores headings that are no sections", () => {
    expect(parse("# Steps\n\nWords.\n\n## Notes\n\nMore words.\n")).toEqual({ sections: [], skipped: [] });
  });

  it("reads a block whose program holds backquotes and a heading", () => {
    const program = "cat <<'END'\n```bash\n## not a section\n```\nEND";
    const section = bookmarksSection().replace(
      "```bash\n# From",
      `\`\`\`\`bash\n${program}\n\`\`\`\`\n\n\`\`\`bash\n# From`,
    );

    expect(parse(frame("TASK-042", section)).sections[0]?.blocks[0]?.program).toBe(program);
  });
});
