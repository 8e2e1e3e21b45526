import { fileURLToPath } from "node:url";
import { planTask } from "../../../src/plan/planner.ts";
import type { Plan } from "../../../src/plan/schema.ts";
import { loadTask } from "../../../src/task/load.ts";

/** The plan of a task in examples/tasks, for an empty folder. */
export async function makePlanOf(name: string): Promise<Plan> {
  const source = fileURLToPath(new URL(`../../../../../examples/tasks/${name}.yaml`, import.meta.url));
  const { task, ...place } = await loadTask({ source, dir: "/" });
  return planTask(task, { backend: null, errors: null, ...place });
}
