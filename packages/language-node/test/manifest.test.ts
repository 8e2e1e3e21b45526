import { describe, expect, it } from "vitest";
import { findManifests, joinPath, readManifest, readTsConfig, relativePath } from "../src/index.ts";
import { projectOf } from "./project.ts";

describe("readManifest", () => {
  it("reads dependencies with their lines", () => {
    const text = '{\n  "name": "a",\n  "type": "module",\n  "dependencies": {\n    "express": "^5.0.0"\n  }\n}';

    const manifest = readManifest(projectOf({ "package.json": text }), ".");

    expect(manifest?.moduleSystem).toBe("esm");
    expect(manifest?.dependencies.get("express")).toEqual({
      name: "express",
      range: "^5.0.0",
      kind: "dependencies",
      line: 5,
    });
  });

  it.each(["", "{", "[]", "null", '{"scripts": 3, "dependencies": ["a"], "workspaces": {}}', "\uFEFF{}", "\u0000"])(
    "answers without throwing for %j",
    (text) => {
      const manifest = readManifest(projectOf({ "package.json": text }), ".");

      expect(manifest?.dependencies.size).toBe(0);
      expect(manifest?.scripts).toEqual({});
    },
  );

  it("says where a broken file must not be edited", () => {
    expect(readManifest(projectOf({ "package.json": '{"name": "a",, }' }), ".")?.file.whole).toBe(false);
  });

  it("returns null where there is none", () => {
    expect(readManifest(projectOf({}), ".")).toBeNull();
  });
});

it("lists manifests from the root down, without those of installed packages", () => {
  const project = projectOf({ "b/c/package.json": "{}", "node_modules/x/package.json": "{}", "a/package.json": "{}" });

  expect(findManifests(project).map((manifest) => manifest.dir)).toEqual(["a", "b/c"]);
});

describe("readTsConfig", () => {
  it("follows relative extends, with comments and trailing commas", () => {
    const project = projectOf({
      "base.json": '{ "compilerOptions": { "module": "NodeNext", "outDir": "out", }, }',
      "app/tsconfig.json": '{ // why\n "extends": "../base", "compilerOptions": { "outDir": "dist" } }',
    });

    expect(readTsConfig(project, "app")).toMatchObject({ module: "nodenext", outDir: "dist", tsExtensions: false });
  });

  it("ends on a circle", () => {
    const project = projectOf({ "tsconfig.json": '{ "extends": "./tsconfig.json" }' });

    expect(readTsConfig(project, ".")?.module).toBeNull();
  });
});

it.each([
  ["src", "src/db.ts", "./db.ts"],
  ["src/notes", "src/db.ts", "../db.ts"],
  [".", "src/db.ts", "./src/db.ts"],
  ["a/b", "c/d.ts", "../../c/d.ts"],
])("writes the path from %s to %s as %s", (from, to, path) => {
  expect(relativePath(from, to)).toBe(path);
});

it("joins paths", () => {
  expect(joinPath(".", "a/../b", "c")).toBe("b/c");
  expect(joinPath(".", ".")).toBe(".");
});
