import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applyChangeSet } from "../../src/project/apply.ts";
import { readManifest, writeManifest } from "../../src/project/manifest.ts";
import { watchRewritten } from "../../src/project/rewritten.ts";

let root: string;
let manifestFile: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-rewritten-"));
  manifestFile = join(root, "manifest.json");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function apply(content: string): ReturnType<typeof applyChangeSet>["applied"] {
  const { applied, manifest } = applyChangeSet({
    root,
    taskId: "TASK-1",
    changeSet: {
      files: ["a.js", "b.js"].map((path) => ({ path, content, kind: "generated" })),
      derived: [],
      notes: { assumptions: [], technicalDebt: [], futureWork: [] },
    },
    makesApplication: false,
    manifest: readManifest(manifestFile),
  });
  writeManifest(manifestFile, manifest);
  return applied;
}

it("takes what commands rewrite for the run's own, but not what somebody had edited before", async () => {
  const { record } = apply("let a = 1\n");
  writeFileSync(join(root, "b.js"), "by hand\n");

  const result = await watchRewritten({ root, manifestFile, record }, async () => {
    writeFileSync(join(root, "a.js"), "const a = 1;\n");
    writeFileSync(join(root, "b.js"), "by hand;\n");
    return "done";
  });

  expect(result).toBe("done");
  const again = apply("let a = 1\n");
  expect(again.unchanged).toEqual(["a.js"]);
  expect(again.conflicts.map(({ path }) => path)).toEqual(["b.js"]);
});

it("undoes what commands have rewritten", async () => {
  const { record, undo } = apply("let a = 1\n");

  await watchRewritten({ root, manifestFile, record }, async () => writeFileSync(join(root, "a.js"), "const a = 1;\n"));
  undo();

  expect(() => readFileSync(join(root, "a.js"))).toThrow("ENOENT");
});
