import { execFileSync } from "node:child_process";
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  backwright,
  bashBlocks,
  commit,
  exampleApp,
  git,
  hashTree,
  plainEnvironment,
  processesIn,
  readReportFile,
  repository,
  temporaryFolder,
} from "./support.ts";

const task = join(repository, "examples", "tasks", "express-notes.yaml");
const taskId = "TASK-002";

it(
  "takes a task on an existing app through all phases, and then changes nothing, hand edits least of all",
  { timeout: 600_000 },
  async () => {
    const dir = exampleApp("express-notes");

    const first = await backwright(["run", task, "--dir", dir]);

    expect(first.stderr + first.stdout).not.toContain("failed:");
    expect(first.code).toBe(0);
    expect(first.stdout.trimEnd().split("\n").at(-1)).toBe("TASK COMPLETE - TERMINATING");
    expect(readFileSync(join(dir, ".orchestrator", "complete", `${taskId}.done`), "utf8")).toBe("done");
    const report = readReportFile(dir, `${taskId}-loop-1.json`);
    expect(report.quality).toEqual({
      build_passed: true,
      lint_passed: true,
      tests_passed: true,
      security_passed: true,
    });
    expect(report.acceptance_criteria.details.filter(({ met }) => met !== true)).toEqual([]);
    expect(report.spawned_processes.still_running).toEqual([]);
    expect(report.files.modified).toContain("package.json");
    expect(processesIn(dir)).toEqual([]);

    // What was written runs anywhere: unchanged, with plain bash, in a fresh clone.
    commit(dir);
    const clone = join(temporaryFolder(), "clone");
    git(dir, "clone", "--quiet", dir, clone);
    const blocks = bashBlocks(dir, taskId);
    expect(blocks).toHaveLength(2);
    for (const block of blocks) {
      const output = execFileSync("bash", ["-c", block], { cwd: clone, env: plainEnvironment(), encoding: "utf8" });
      expect(output).not.toMatch(/^FAIL/m);
    }
    expect(git(clone, "status", "--short")).toBe("");
    expect(processesIn(clone)).toEqual([]);

    // On its own result nothing changes, and what was edited by hand stays.
    const edited = report.files.created.find((path) => path.endsWith(".ts") && path.includes("notebook"))!;
    appendFileSync(join(dir, edited), "// edited by hand\n");
    const before = hashTree(dir);
    const second = await backwright(["run", task, "--dir", dir, "--loop", "2"]);
    expect(second.code).toBe(0);
    expect(hashTree(dir)).toEqual(before);
    const again = readReportFile(dir, `${taskId}-loop-2.json`);
    expect(again.files).toEqual({ created: [], modified: [], deleted: [], lines_added: 0, lines_removed: 0 });
    expect(again.conflicts.map(({ path }) => path)).toEqual([edited]);
    expect(existsSync(join(dir, ".orchestrator", "complete", `${taskId}.failed`))).toBe(false);
  },
);
