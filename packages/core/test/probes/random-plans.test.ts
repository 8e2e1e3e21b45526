import { spawn } from "node:child_process";
import { once } from "node:events";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan } from "../../src/plan/schema.ts";
import { runProbes } from "../../src/probes/run.ts";
import { planScenario } from "../../src/probes/scenario.ts";
import { parseSteps } from "../../src/steps/parse.ts";
import { planServer } from "../fixtures/plan-server.ts";
import { bookmarksSection } from "../fixtures/steps-section.ts";
import { planOf } from "../plan/plan-of.ts";
import { randomTask } from "../plan/random-task.ts";

/** A row that belongs to an account cannot be made by nobody. */
function makesOwners(plan: Plan): boolean {
  const owned = new Set(plan.entities.filter((entity) => entity.owned).map((entity) => entity.name));
  return plan.operations.every((one) => one.verb !== "create" || one.authenticated || !owned.has(one.entity));
}

const randomPlan = randomTask.map((task) => planOf(JSON.stringify(task))).filter(makesOwners);
const runs = { seed: 20_261_123, numRuns: 80 };

async function isShell(program: string): Promise<boolean> {
  const child = spawn("bash", ["-n"], { stdio: ["pipe", "ignore", "ignore"] });
  child.stdin.end(program);
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

describe("planScenario on random plans", { timeout: 120_000 }, () => {
  it("passes in full against a server that does what the plan says", async () => {
    let seen = 0;
    const holds = fc.asyncProperty(randomPlan, async (plan) => {
      const { steps } = planScenario(plan);

      const checks = await runProbes({
        baseUrl: "http://127.0.0.1:1",
        steps,
        fetch: planServer(plan),
        signal: new AbortController().signal,
      });

      seen += checks.length;
      expect(checks.filter(({ result }) => result !== "passed").map(({ id, detail }) => `${id}: ${detail}`)).toEqual(
        [],
      );
      expect(new Set(checks.map(({ id }) => id)).size).toBe(steps.length);
    });

    await fc.assert(holds, runs);

    expect(seen).toBeGreaterThan(2000);
  });

  it("always renders a section that reads back as it was written, with programs that a shell understands", async () => {
    const holds = fc.asyncProperty(randomPlan, async (plan) => {
      const scenario = planScenario(plan);
      const section = bookmarksSection({ scenario });

      const { sections, skipped } = parseSteps(Buffer.from(section));

      expect(skipped).toEqual([]);
      expect(sections[0]?.blocks).toHaveLength(2);
      expect(await isShell(sections[0]?.blocks[1]?.program ?? "(")).toBe(true);
    });

    await expect(fc.assert(holds, { ...runs, numRuns: 20 })).resolves.toBeUndefined();
  });
});
