import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";
import { applicationOf, example, fixture, program } from "./fixtures.ts";

describe("verification", () => {
  it("expects 400 and JSON where nothing else is said", async () => {
    expect(await adapter.verification.errors(memoryProject({}), null)).toEqual({
      invalidStatus: 400,
      mediaType: "application/json",
      schema: { type: "object" },
    });
  });

  it("keeps to the status and the form that the code speaks of", async () => {
    const layers = await fixture("gin-layers");
    const standard = await fixture("standard");
    const problem = program(
      [],
      'http.HandleFunc("/a", a)\nhttp.ListenAndServe(":1", nil)',
      'const kind = "application/problem+json"\n',
    );

    expect(await adapter.verification.errors(layers, applicationOf(layers))).toMatchObject({ invalidStatus: 422 });
    expect(await adapter.verification.errors(standard, applicationOf(standard))).toMatchObject({
      mediaType: "text/plain",
    });
    expect(await adapter.verification.errors(problem, applicationOf(problem))).toMatchObject({
      mediaType: "application/problem+json",
    });
  });

  it("gives the example a database file and a token", async () => {
    const project = await example();

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "NOTES_DB", kind: "database-file", value: "$FILE" },
      { name: "NOTES_TOKEN", kind: "secret" },
    ]);
  });

  it("gives a server its port by the variable that it reads", async () => {
    const project = await fixture("gin-layers");

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "JWT_SECRET", kind: "secret" },
      { name: "API_PORT", kind: "port" },
    ]);
  });
});
