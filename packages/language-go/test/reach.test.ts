import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { applicationFiles, isReached, readStack } from "@backwright/language-go";

const main = 'package main\n\nimport "example.com/a/store"\n\nfunc main() {\n\tstore.Open()\n}\n';

function stored(rest: string, others: Readonly<Record<string, string>> = {}): string[] {
  const project = memoryProject({
    "go.mod": "module example.com/a\n",
    "main.go": main,
    "store/store.go": `package store\n\nimport (\n\t"gorm.io/driver/mysql"\n\t"gorm.io/driver/sqlite"\n)\n\nfunc Open() {\n\tmysql.Open(dsn)\n}\n\n${rest}`,
    ...others,
  });
  return [...readStack({ project, files: applicationFiles(project, ".") }).databases];
}

describe("what a program can come to", () => {
  it.each([
    ["a function that nothing calls", "func InMemory() {\n\tsqlite.Open(name)\n}\n", {}, ["mysql"]],
    [
      "a function that only a test calls",
      "func InMemory() {\n\tsqlite.Open(name)\n}\n",
      { "store/store_test.go": "package store\n\nfunc TestIt(t *testing.T) {\n\tInMemory()\n}\n" },
      ["mysql"],
    ],
    [
      "a type that only a function names which nothing calls",
      "type memory struct{}\n\nfunc (m *memory) Open() {\n\tsqlite.Open(name)\n}\n\nfunc NewMemory() *memory {\n\treturn &memory{}\n}\n",
      {},
      ["mysql"],
    ],
    [
      "what is spoken of in a comment only",
      "// other is like InMemory.\nvar other = 1\n\nfunc InMemory() {\n\tsqlite.Open(name)\n}\n",
      {},
      ["mysql"],
    ],
  ])("leaves out %s", (_what, rest, others, expected) => {
    expect(stored(rest, others)).toEqual(expected);
  });

  it.each([
    [
      "a method of a type that is used",
      'type memory struct{}\n\nfunc (m *memory) Open() {\n\tsqlite.Open(name)\n}\n\nvar drivers = map[string]any{"memory": &memory{}}\n\nfunc init() {\n\tregister(drivers)\n}\n',
      {},
    ],
    [
      "what another package calls under a name of its own",
      "func InMemory() {\n\tsqlite.Open(name)\n}\n",
      { "also.go": 'package main\n\nimport kept "example.com/a/store"\n\nfunc init() {\n\tkept.InMemory()\n}\n' },
    ],
    ["what a variable does at the start", "var _ = register(sqlite.Open(name))\n", {}],
    [
      "everything where what a generator puts together is not there yet",
      "func InMemory() {\n\tsqlite.Open(name)\n}\n",
      { "wire.go": "//go:build wireinject\n\npackage main\n" },
    ],
  ])("takes in %s", (_what, rest, others) => {
    expect(stored(rest, others)).toEqual(["mysql", "sqlite"]);
  });

  it("does not go round in circles", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "main.go": "package main\n\nfunc main() {}\n\nfunc ping() {\n\tpong()\n}\n\nfunc pong() {\n\tping()\n}\n",
    });

    expect([3, 5, 9].map((line) => isReached(project, "main.go", line))).toEqual([true, false, false]);
  });
});
