import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyChangeSet } from "../../src/project/apply.ts";
import type { Applied } from "../../src/project/apply.ts";
import type { FileChange } from "../../src/project/change-set.ts";
import { keepRewritten, sha256 } from "../../src/project/manifest.ts";
import type { GeneratedManifest } from "../../src/project/manifest.ts";
import { openTreeHistory } from "../../src/project/tree.ts";

const empty: GeneratedManifest = { schemaVersion: 1, applications: [], files: {} };
const notes = { assumptions: [], technicalDebt: [], futureWork: [] };
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-apply-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function generated(path: string, content: string): FileChange {
  return { path, content, kind: "generated" };
}

function apply(
  files: readonly FileChange[],
  manifest = empty,
  derived: readonly string[] = [],
  taskId = "TASK-1",
): Applied & { manifest: GeneratedManifest } {
  const { applied, manifest: after } = applyChangeSet({
    root,
    taskId,
    changeSet: { files, derived, notes },
    makesApplication: false,
    manifest,
  });
  return { ...applied, manifest: after };
}

function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("applyChangeSet", () => {
  it("creates files, and changes nothing the second time", () => {
    const first = apply([generated("src/a.ts", "a\n")]);
    const second = apply([generated("src/a.ts", "a\n")], first.manifest);

    expect(first.created).toEqual(["src/a.ts"]);
    expect(second).toMatchObject({ created: [], modified: [], unchanged: ["src/a.ts"], conflicts: [] });
  });

  it("rewrites its own file, but keeps a hand edit and reports it", () => {
    const first = apply([generated("a.ts", "1\n"), generated("b.ts", "1\n")]);
    writeFileSync(join(root, "b.ts"), "edited\n");

    const second = apply([generated("a.ts", "2\n"), generated("b.ts", "2\n")], first.manifest);

    expect(second.modified).toEqual(["a.ts"]);
    expect(second.conflicts.map(({ path }) => path)).toEqual(["b.ts"]);
    expect([text("a.ts"), text("b.ts")]).toEqual(["2\n", "edited\n"]);
  });

  it("keeps what a command of the run has made of its file, until the task writes something else", () => {
    const first = apply([generated("a.ts", "let a = 1\n")]);
    writeFileSync(join(root, "a.ts"), "const a = 1;\n");
    const kept = keepRewritten(first.manifest, { "a.ts": sha256("const a = 1;\n") });

    const again = apply([generated("a.ts", "let a = 1\n")], kept);
    const changed = apply([generated("a.ts", "let a = 2\n")], again.manifest);

    expect(again).toMatchObject({ modified: [], conflicts: [], unchanged: ["a.ts"] });
    expect(changed).toMatchObject({ modified: ["a.ts"], conflicts: [] });
    expect(text("a.ts")).toBe("let a = 2\n");
  });

  it("keeps what a later task has added to its file, and tells it from an edit by hand", () => {
    const first = apply([generated("a.ts", "1\n")]);
    const later = apply([{ path: "a.ts", content: "1\n2\n", kind: "edit" }], first.manifest, [], "TASK-2");

    const again = apply([generated("a.ts", "1\n")], later.manifest);
    const other = apply([generated("a.ts", "3\n")], again.manifest);
    writeFileSync(join(root, "a.ts"), "1\n2\nby hand\n");
    const edited = apply([generated("a.ts", "1\n")], again.manifest);

    expect(again).toMatchObject({ modified: [], conflicts: [], unchanged: ["a.ts"] });
    expect(other.conflicts).toEqual([{ path: "a.ts", reason: expect.stringContaining("TASK-2") }]);
    expect(edited.conflicts).toEqual([{ path: "a.ts", reason: expect.stringContaining("by hand") }]);
  });

  it("never takes over a file that it did not make", () => {
    writeFileSync(join(root, "a.ts"), "theirs\n");

    const applied = apply([generated("a.ts", "ours\n")]);

    expect(applied.conflicts).toHaveLength(1);
    expect(text("a.ts")).toBe("theirs\n");
  });

  it("puts everything back, with the folders that it made and the lock file", () => {
    writeFileSync(join(root, "app.ts"), "before\n");
    writeFileSync(join(root, "package-lock.json"), "locked\n");
    const applied = apply(
      [generated("src/deep/a.ts", "a\n"), { path: "app.ts", content: "after\n", kind: "edit" }],
      empty,
      ["package-lock.json"],
    );
    writeFileSync(join(root, "package-lock.json"), "other\n");

    applied.undo();

    expect(existsSync(join(root, "src"))).toBe(false);
    expect([text("app.ts"), text("package-lock.json")]).toEqual(["before\n", "locked\n"]);
  });

  it("does not undo what somebody wrote since", () => {
    const applied = apply([generated("a.ts", "a\n")]);
    writeFileSync(join(root, "a.ts"), "edited\n");

    applied.undo();

    expect(text("a.ts")).toBe("edited\n");
  });

  it("writes nothing at all when one file cannot be written", () => {
    mkdirSync(join(root, "taken.ts"));

    expect(() => apply([generated("a.ts", "a\n"), { path: "taken.ts", content: "b\n", kind: "edit" }])).toThrow();

    expect(existsSync(join(root, "a.ts"))).toBe(false);
  });

  it.each(["../out.ts", "/etc/x", "a/../../out.ts", ".git/config"])("refuses the path %s", (path) => {
    expect(() => apply([generated(path, "x")])).toThrow("not inside the project");
  });

  it("refuses a path that a link leads out", () => {
    symlinkSync(tmpdir(), join(root, "link"));

    expect(() => apply([generated("link/x.ts", "x")])).toThrow("a link leads out");
  });
});

describe("openTreeHistory", () => {
  let states: string;
  beforeEach(() => {
    states = mkdtempSync(join(tmpdir(), "backwright-states-"));
  });
  afterEach(() => rmSync(states, { recursive: true, force: true }));

  it("counts files and lines in a repository without touching its index", async () => {
    function git(...args: string[]): string {
      return execFileSync("git", args, { cwd: root, encoding: "utf8" });
    }
    git("init", "--quiet");
    writeFileSync(join(root, ".gitignore"), "node_modules/\n");
    writeFileSync(join(root, "kept.txt"), "1\n2\n");
    writeFileSync(join(root, "gone.txt"), "1\n");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "-m", "first");
    const history = (await openTreeHistory(root, states))!;
    const before = (await history.snapshot())!;

    writeFileSync(join(root, "kept.txt"), "1\n3\n4\n");
    rmSync(join(root, "gone.txt"));
    mkdirSync(join(root, "src"));
    writeFileSync(join(root, "src", "new.txt"), "1\n");
    mkdirSync(join(root, ".orchestrator"));
    writeFileSync(join(root, ".orchestrator", "x"), "1\n");
    const changes = await history.changes(before, (await history.snapshot())!);
    const head = await history.head();
    history.close();

    expect(changes).toEqual({
      created: ["src/new.txt"],
      modified: ["kept.txt"],
      deleted: ["gone.txt"],
      linesAdded: 3,
      linesRemoved: 2,
    });
    expect(head).toBe(before);
    expect(history.dirty).toBe(false);
    expect(git("diff", "--cached", "--name-only")).toBe("");
  });

  it("works in a folder without git", async () => {
    const history = (await openTreeHistory(root, states))!;
    const before = (await history.snapshot())!;
    writeFileSync(join(root, "a.txt"), "1\n");

    const changes = await history.changes(before, (await history.snapshot())!);
    history.close();

    expect(history.repository).toBe(false);
    expect(changes).toMatchObject({ created: ["a.txt"], linesAdded: 1 });
    expect(existsSync(join(root, ".git"))).toBe(false);
  });
});
