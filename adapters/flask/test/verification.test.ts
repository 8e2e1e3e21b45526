import { describe, expect, it } from "vitest";
import adapter from "@backwright/adapter-flask";
import { applicationOf, example, withFlask } from "./fixtures.ts";

describe("verification", () => {
  it.each([
    ["400 where nothing says otherwise", "", 400],
    ["422 where the code speaks of it", "@app.errorhandler(422)\ndef invalid(e): ...\n", 422],
  ])("expects %s for invalid input", async (_what, text, expected) => {
    const project = withFlask({ "app.py": `from flask import Flask\napp = Flask(__name__)\n${text}` });

    expect((await adapter.verification.errors(project, applicationOf(project))).invalidStatus).toBe(expected);
  });

  it("gives the example its secrets, a database file and the server its port", async () => {
    const project = await example();

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "NOTEKEEPER_DATABASE_PATH", kind: "database-file", value: "$FILE" },
      { name: "NOTEKEEPER_PASSWORD", kind: "secret" },
      { name: "NOTEKEEPER_SECRET", kind: "secret" },
      { name: "FLASK_RUN_PORT", kind: "port" },
    ]);
  });
});
