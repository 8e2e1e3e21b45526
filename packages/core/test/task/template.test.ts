import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { planTask } from "../../src/plan/planner.ts";
import { loadTask } from "../../src/task/load.ts";
import { taskTemplate } from "../../src/task/template.ts";

const file = fileURLToPath(new URL("../../templates/task.yaml", import.meta.url));

describe("taskTemplate", () => {
  it("is a task that loads and plans", async () => {
    const { task, ...place } = await loadTask({ source: file, dir: "." });

    const plan = planTask(task, { backend: null, errors: null, ...place });

    expect(plan.operations.map(({ id }) => id)).toContain("createBookmark");
  });

  it("is commented", () => {
    expect(taskTemplate().match(/#/g)?.length).toBeGreaterThan(10);
  });
});
