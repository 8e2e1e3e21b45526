import { memoryProject } from "@backwright/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { blueprint } from "../../src/blueprint.ts";
import { detection, exampleFiles } from "./existing-support.ts";
import { apiPlan, apis } from "./new-api-support.ts";
import { writtenApp } from "./written-app.ts";

const minutes = 60_000;

describe("the example app with a whole API written into it", { timeout: 6 * minutes }, async () => {
  const before = exampleFiles();
  const plan = await apiPlan(apis.ledger);
  const project = memoryProject(before);
  const change = await blueprint.write({ project, plan, detection, generated: new Set() });
  const { run, remove } = writtenApp(before, change);

  afterAll(remove, minutes);

  it("installs", () => {
    expect(run("npm", "install", "--no-audit", "--no-fund")).toMatchObject({ status: 0 });
  });

  it.each(["build", "typecheck", "lint"])("passes its own %s", (script) => {
    const { status, output } = run("npm", "run", script);

    expect(output).not.toMatch(/\berror TS/);
    expect(status).toBe(0);
  });

  it("stays formatted as its own prettier would have it", () => {
    expect(run("npx", "--no-install", "prettier", "--check", ".")).toMatchObject({ status: 0 });
  });

  it("passes its old tests and the new ones", () => {
    const { status, output } = run("npm", "test");

    expect(output).toContain("checks/notes.check.ts");
    expect(output).toContain("checks/ledger/");
    expect(status).toBe(0);
  });

  it("leaves drizzle-kit nothing to migrate, in the API's database and in its own", () => {
    const api = run("npm", "run", "db:generate:ledger");
    const own = run("npx", "--no-install", "drizzle-kit", "generate");

    expect(api.output.match(/No schema changes/g)).toHaveLength(2);
    expect(own.output).toContain("No schema changes");
    expect([api.status, own.status]).toEqual([0, 0]);
  });
});
