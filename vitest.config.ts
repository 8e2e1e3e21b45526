import { defineConfig } from "vitest/config";

const source = ["@backwright/source"];
const shared = { execArgv: ["--conditions=@backwright/source"], testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source } },
  test: {
    // Most tests wait for processes: two at a time use two cores, where one would idle.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          ...shared,
          name: "unit",
          include: ["{packages,adapters}/*/test/**/*.test.ts"],
          // Applications that tests work on have tests of their own.
          exclude: ["**/node_modules/**", "**/fixtures/**"],
        },
      },
      {
        extends: true,
        test: {
          ...shared,
          name: "whole",
          include: ["test/**/*.test.ts"],
          testTimeout: 300_000,
        },
      },
    ],
  },
});
