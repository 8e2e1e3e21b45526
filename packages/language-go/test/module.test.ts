import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { applicationFiles, goModules, goPackages, importsOf, moduleOf, packageOfImport } from "@backwright/language-go";

describe("goModules", () => {
  it("reads what a go.mod requires, in blocks, in lines, with comments", () => {
    const text =
      'module "example.com/a" // here\n\ngo 1.24\ntoolchain go1.24.1\n\nrequire github.com/x/one v1.0.0\nrequire (\n\tgithub.com/x/two/v2 v2.3.4 // indirect\n\t// github.com/x/three v3.0.0\n)\nreplace (\n\tgithub.com/x/one => ../one\n)\n';

    const [module] = goModules(memoryProject({ "go.mod": text }));

    expect(module).toMatchObject({ dir: ".", path: "example.com/a", go: "1.24" });
    expect(module?.requires).toEqual([
      { path: "github.com/x/one", version: "v1.0.0", line: 6, indirect: false },
      { path: "github.com/x/two/v2", version: "v2.3.4", line: 8, indirect: true },
    ]);
  });

  it("says what it can of a broken one, and leaves out those of others", () => {
    const project = memoryProject({
      "go.mod": "modul example.com\nrequire (\n\tgithub.com/x/one v1.0.0\n",
      "vendor/x/go.mod": "module x\n",
      "svc/go.mod": "module example.com/svc\n",
    });

    expect(goModules(project).map(({ dir, path }) => [dir, path])).toEqual([
      [".", ""],
      ["svc", "example.com/svc"],
    ]);
    expect(moduleOf(project, "svc/a/b.go")?.path).toBe("example.com/svc");
  });
});

describe("goPackages", () => {
  const project = memoryProject({
    "go.mod": "module example.com/a/v2\n",
    "main.go": "// Command a.\npackage main\n",
    "main_test.go": "package main\n",
    "tools.go": "//go:build tools\n\npackage tools\n",
    "api/api.go":
      'package api\n\nimport (\n\t"net/http"\n\techo "github.com/labstack/echo/v4"\n\t_ "modernc.org/sqlite"\n\t"example.com/a/v2/store"\n)\n',
    "store/store.go": "package persistence\n",
    "store/mocks/store.go": "package mocks\n",
    "sub/go.mod": "module example.com/sub\n",
    "sub/x.go": "package x\n",
    "vendor/y/y.go": "package y\n",
  });

  it("takes the files that are built into the application", () => {
    expect([...goPackages(project).values()].map(({ dir, name, files }) => [dir, name, files])).toEqual([
      ["api", "api", ["api/api.go"]],
      [".", "main", ["main.go"]],
      ["store", "persistence", ["store/store.go"]],
      ["sub", "x", ["sub/x.go"]],
    ]);
    expect(applicationFiles(project, ".")).toEqual(["api/api.go", "main.go", "store/store.go"]);
  });

  it("knows the names that imports have in a file", () => {
    expect(importsOf(project, "api/api.go")).toEqual([
      { alias: "http", path: "net/http", line: 4 },
      { alias: "echo", path: "github.com/labstack/echo/v4", line: 5 },
      { alias: "_", path: "modernc.org/sqlite", line: 6 },
      { alias: "persistence", path: "example.com/a/v2/store", line: 7 },
    ]);
    expect(packageOfImport(project, "example.com/a/v2/store")?.dir).toBe("store");
    expect(packageOfImport(project, "net/http")).toBeNull();
  });
});
