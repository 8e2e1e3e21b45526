import { expect, it } from "vitest";
import { detectPackageManager, runArgv } from "../src/index.ts";
import { projectOf } from "./project.ts";

it.each([
  ["Run `npm install`, then `npm start`.", "npm"],
  ["Run `yarn install`, then `yarn start`.", "yarn"],
])("believes the README about which of two lock files counts: %s", (readme, name) => {
  const project = projectOf({
    "package.json": "{}",
    "package-lock.json": "{}",
    "yarn.lock": "",
    "README.md": readme,
  });

  expect(detectPackageManager(project, ".").name).toBe(name);
});

it("does not believe the README where no lock file agrees", () => {
  const project = projectOf({ "package.json": "{}", "README.md": "Run `yarn install`." });

  expect(detectPackageManager(project, ".").name).toBe("npm");
});

it("runs scripts of common names as people write them", () => {
  expect([runArgv({ name: "pnpm" }, "build"), runArgv({ name: "pnpm" }, "deploy")]).toEqual([
    ["pnpm", "build"],
    ["pnpm", "run", "deploy"],
  ]);
  expect([runArgv({ name: "npm" }, "test"), runArgv({ name: "npm" }, "build")]).toEqual([
    ["npm", "test"],
    ["npm", "run", "build"],
  ]);
});
