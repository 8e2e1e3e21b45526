import { afterAll, describe, expect, it } from "vitest";
import { writeExistingApp } from "../../src/blueprint/existing-app.ts";
import { exampleFiles, exampleInput } from "./existing-support.ts";
import { writtenApp } from "./written-app.ts";

const minutes = 60_000;

describe("the example app with the plan written into it", { timeout: 5 * minutes }, async () => {
  const before = exampleFiles();
  const { run, remove } = writtenApp(before, await writeExistingApp(await exampleInput(before)));

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
    expect(output).toContain("checks/notebooks.check.ts");
    expect(status).toBe(0);
  });

  it("leaves drizzle-kit nothing to migrate", () => {
    const { status, output } = run("npx", "--no-install", "drizzle-kit", "generate");

    expect(output).toContain("No schema changes");
    expect(status).toBe(0);
  });
});
