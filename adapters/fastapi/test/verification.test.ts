import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-fastapi";
import { applicationOf, example, withFastapi } from "./fixtures.ts";

describe("verification", () => {
  it("expects what FastAPI itself answers for an empty folder", async () => {
    expect(await adapter.verification.errors(memoryProject({}), null)).toMatchObject({
      invalidStatus: 422,
      mediaType: "application/json",
      schema: { required: ["detail"] },
    });
  });

  it("keeps to a handler of the application's own", async () => {
    const project = withFastapi({
      "main.py":
        "from fastapi import FastAPI\nfrom fastapi.exceptions import RequestValidationError\napp = FastAPI()\n@app.exception_handler(RequestValidationError)\nasync def invalid(request, error):\n    return JSONResponse({}, status_code=400)\n",
    });

    expect(await adapter.verification.errors(project, applicationOf(project))).toMatchObject({
      invalidStatus: 400,
      schema: { type: "object" },
    });
  });

  it("gives the example a database file, a token and the server its port", async () => {
    const project = await example();

    expect(await adapter.verification.environment(project, applicationOf(project))).toEqual([
      { name: "API_TOKEN", kind: "secret" },
      { name: "DATABASE_URL", kind: "database-file", value: "sqlite:///$FILE" },
      { name: "UVICORN_PORT", kind: "port" },
      { name: "GRANIAN_PORT", kind: "port" },
    ]);
  });

  it("keeps what pip installs apart from the machine", async () => {
    expect(await adapter.verification.isolation?.(applicationOf(await example()))).toMatchObject({
      path: ".venv",
      programs: ".venv/bin",
    });
  });
});
