import { expect, it } from "vitest";

import { minimalEnvironment } from "../src/index.ts";

it("passes what programs need, drops the rest, and lets the task win", () => {
  const source = {
    PATH: "/bin",
    HOME: "/home/a",
    LC_ALL: "C",
    AWS_SECRET_ACCESS_KEY: "x",
    NODE_OPTIONS: "--inspect",
    PORT: "1",
    TZ: undefined,
    PRISMA_SCHEMA_ENGINE_BINARY: "/opt/schema-engine",
    PRISMA_API_KEY: "x",
  };

  const environment = minimalEnvironment(source, { PORT: "3000", HOME: "/tmp" });

  expect(environment).toEqual({
    PATH: "/bin",
    HOME: "/tmp",
    LC_ALL: "C",
    PRISMA_SCHEMA_ENGINE_BINARY: "/opt/schema-engine",
    PORT: "3000",
  });
});
