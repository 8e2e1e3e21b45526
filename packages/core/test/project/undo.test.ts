import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyChangeSet } from "../../src/project/apply.ts";
import type { FileChange } from "../../src/project/change-set.ts";
import { forgetChange, readManifest, sha256, writeManifest } from "../../src/project/manifest.ts";
import type { GeneratedManifest } from "../../src/project/manifest.ts";
import { undoChange } from "../../src/project/undo.ts";

const notes = { assumptions: [], technicalDebt: [], futureWork: [] };
let root: string;
let manifestFile: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-undo-"));
  manifestFile = join(root, ".orchestrator", "manifest.json");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function apply(
  taskId: string,
  files: readonly FileChange[],
  makesApplication = false,
): ReturnType<typeof applyChangeSet> {
  const manifest = readManifest(manifestFile);
  const done = applyChangeSet({ root, taskId, manifest, makesApplication, changeSet: { files, derived: [], notes } });
  writeManifest(manifestFile, done.manifest);
  return done;
}

function generated(path: string, content: string): FileChange {
  return { path, content, kind: "generated" };
}

function text(path: string): string {
  return readFileSync(join(root, path), "utf8");
}

describe("forgetChange", () => {
  it("leaves the manifest as it was before a change that was undone", () => {
    apply("TASK-1", [generated("a.js", "1\n")]);
    const before = readManifest(manifestFile);
    const { applied } = apply("TASK-2", [generated("a.js", "2\n"), generated("src/b.js", "2\n")], true);

    applied.undo();
    forgetChange(manifestFile, applied.record.manifestBefore);

    expect(readManifest(manifestFile)).toEqual(before);
    expect([text("a.js"), existsSync(join(root, "src"))]).toEqual(["1\n", false]);
  });

  it("lets the next run write its own file again, which would look edited by hand otherwise", () => {
    apply("TASK-1", [generated("a.js", "1\n")]);
    const { applied } = apply("TASK-1", [generated("a.js", "2\n")]);
    applied.undo();
    forgetChange(manifestFile, applied.record.manifestBefore);

    const again = apply("TASK-1", [generated("a.js", "2\n")]);

    expect(again.applied).toMatchObject({ modified: ["a.js"], conflicts: [] });
  });

  it("keeps what another task recorded since, and an application that was made before", () => {
    const first: GeneratedManifest = { schemaVersion: 1, applications: ["TASK-1"], files: {} };
    writeManifest(manifestFile, first);
    const { applied } = apply("TASK-1", [generated("a.js", "1\n")], true);
    apply("TASK-2", [generated("b.js", "2\n")]);

    applied.undo();
    forgetChange(manifestFile, applied.record.manifestBefore);

    expect(readManifest(manifestFile)).toEqual({
      ...first,
      files: { "b.js": { sha256: sha256("2\n"), task: "TASK-2" } },
    });
  });
});

describe("undoChange", () => {
  it("puts back all that it can, and names what it cannot", () => {
    writeFileSync(join(root, "edited.js"), "new\n");
    writeFileSync(join(root, "made.js"), "new\n");
    // Where the temporary file has to stand, a folder stands.
    mkdirSync(join(root, "edited.js.backwright-tmp", "full"), { recursive: true });
    const written = { "edited.js": sha256("new\n"), "made.js": sha256("new\n") };
    const record = { written, folders: [], derived: [], manifestBefore: { files: {}, application: null } };

    expect(() => undoChange({ root, record, before: (path) => (path === "edited.js" ? "old\n" : null) })).toThrow(
      /EISDIR|directory/,
    );

    expect([text("edited.js"), existsSync(join(root, "made.js"))]).toEqual(["new\n", false]);
  });
});
