import { createConfig, lintFromString } from "@redocly/openapi-core";
import { planTask } from "../../src/plan/planner.ts";
import type { PlanContext } from "../../src/plan/planner.ts";
import { renderOpenapi } from "../../src/plan/render.ts";
import type { Plan } from "../../src/plan/schema.ts";
import { checkTask } from "../../src/task/check.ts";
import { readYaml } from "../../src/task/yaml-source.ts";

/** Plans a task as it is written in a file `task.yaml`. */
export function planOf(text: string, context: Partial<PlanContext> = {}): Plan {
  const { value, lineOf, columnOf } = readYaml({ text, file: "task.yaml" });
  const place = { file: "task.yaml", lineOf, columnOf };
  return planTask(checkTask(value, place), { backend: null, errors: null, ...place, ...context });
}

/** A plan of one resource, in a task with accounts and the roles member and admin. */
export function planOfResource(resource: string): Plan {
  return planOf(
    `{ id: T-1, objective: Things, auth: { kind: jwt, roles: [member, admin] }, resources: { Thing: ${resource} } }`,
  );
}

let recommended: ReturnType<typeof createConfig> | null = null;

/** What the recommended rules find in the contract of a plan, warnings included. */
export async function lint(plan: Pick<Plan, "openapi">): Promise<string[]> {
  // A license is the owner's to give, so a plan does not name one.
  recommended ??= createConfig({ extends: ["recommended"], rules: { "info-license": "off" } });
  const problems = await lintFromString({ source: renderOpenapi(plan), config: await recommended });
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} at ${String(location[0]?.pointer)}`);
}

/** What stands at a path of a document; `undefined` where nothing does. */
export function at(document: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((node, step) => (node as Record<string, unknown> | undefined)?.[step], document);
}

/** Puts a value at a path of a document, or takes away what is there. */
export function change(document: unknown, path: readonly string[], value?: unknown): void {
  const parent = at(document, ...path.slice(0, -1)) as Record<string, unknown>;
  const last = path.at(-1) ?? "";
  if (value === undefined) delete parent[last];
  else parent[last] = value;
}
