import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-django";
import { applicationOf, example } from "./fixtures.ts";

describe("verification", () => {
  it("gives the example a database file", async () => {
    const project = await example();

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "JOURNAL_DATABASE_PATH", kind: "database-file", value: "$FILE" },
    ]);
  });

  it("tells runserver its port as it wants to be told, and other commands nothing", async () => {
    const command = { cwd: ".", env: {}, source: "test" };

    expect(
      await adapter.verification.startArguments?.({ ...command, argv: ["python", "manage.py", "runserver"] }),
    ).toEqual(["127.0.0.1:$PORT"]);
    expect(await adapter.verification.startArguments?.({ ...command, argv: ["make", "run"] })).toEqual([]);
  });

  it("expects 400 for invalid input, in the form of the project's own handler", async () => {
    const project = await example();

    expect(await adapter.verification.errors(project, applicationOf(project))).toMatchObject({
      invalidStatus: 400,
      schema: { type: "object" },
    });
  });
});
