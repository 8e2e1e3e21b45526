import { expect, it } from "vitest";
import { refuseNewApp } from "../../src/blueprint/plan-refusals.ts";
import { planFrom, tasks } from "./new-support.ts";

it("has no objection to plans that use everything a task can say", async () => {
  const plans = await Promise.all(Object.values(tasks).map(planFrom));

  expect(plans.flatMap(refuseNewApp)).toEqual([]);
});

it("refuses a resource where the application answers itself", async () => {
  const plan = await planFrom(tasks.catalogue);
  const [first, ...others] = plan.operations;

  const refusals = refuseNewApp({ ...plan, operations: [{ ...first, path: "/health/:id" }, ...others] });

  expect(refusals.map(({ reason }) => reason)).toEqual([expect.stringContaining("/health")]);
});

it("refuses a unique field of few values", async () => {
  const plan = await planFrom(tasks.catalogue);
  const entities = plan.entities.map((entity) => ({
    ...entity,
    fields: entity.fields.map((field) => (field.name === "class" ? { ...field, unique: true } : field)),
  }));

  expect(refuseNewApp({ ...plan, entities }).map(({ reason }) => reason)).toEqual([
    expect.stringContaining("Item.class is unique and has 3 values"),
  ]);
});
