import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { backwright, hashTree, processesIn, readReportFile, repository, temporaryFolder } from "./support.ts";

const task = join(repository, "examples", "tasks", "express-empty.yaml");

it(
  "builds an application in a folder that does not exist, twice with the same bytes",
  { timeout: 600_000 },
  async () => {
    const dirs = [join(temporaryFolder(), "api"), join(temporaryFolder(), "api")] as const;

    const runs = [
      await backwright(["run", task, "--dir", dirs[0], "--adapter", "express"]),
      await backwright(["run", task, "--dir", dirs[1], "--adapter", "express", "--json"]),
    ] as const;

    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(JSON.parse(runs[1].stdout)).toMatchObject({ status: "completed", task_id: "TASK-001" });
    expect(hashTree(dirs[0])).toEqual(hashTree(dirs[1]));
    const report = readReportFile(dirs[0], "TASK-001-loop-1.json");
    expect(report.quality).toEqual({
      build_passed: true,
      lint_passed: true,
      tests_passed: true,
      security_passed: true,
    });
    expect(report.acceptance_criteria.details.filter(({ met }) => met !== true)).toEqual([]);
    expect(report.files.created).toContain("src/server.ts");
    expect(report.files.lines_added).toBeGreaterThan(500);
    for (const dir of dirs) {
      expect(existsSync(join(dir, ".orchestrator", "complete", "TASK-001.done"))).toBe(true);
      expect(processesIn(dir)).toEqual([]);
    }
  },
);
