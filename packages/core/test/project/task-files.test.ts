import { describe, expect, it } from "vitest";
import { readTaskTargets, targetArgv, targetsNamed } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";

function targets(files: Readonly<Record<string, string>>): ReturnType<typeof readTaskTargets> {
  return readTaskTargets(memoryProject(files), ".");
}

function chosen(files: Readonly<Record<string, string>>, ...names: string[]): string[] {
  return targetsNamed(targets(files), names).map(({ name }) => name);
}

describe("readTaskTargets", () => {
  it("reads the targets of a Makefile with their lines and what they need", () => {
    const [first, second] = targets({ Makefile: "A = 1\nB := 2\nrun test: build ; @true\n\t./a\n\nbuild:\n\tcc\n" });
    expect(first).toMatchObject({
      name: "run",
      program: "make",
      needs: ["build"],
      recipe: "@true\n./a",
      whole: "cc\n@true\n./a",
      file: "Makefile",
      line: 3,
    });
    expect(second).toMatchObject({ name: "test", line: 3 });
  });

  it("takes a comment between targets for no part of either", () => {
    const [test] = targets({ Makefile: "test:\n\tpytest\n\n# With docker:\nup:\n\tdocker compose up\n" });
    expect(test?.recipe).toBe("pytest");
  });

  it("puts in plain variables", () => {
    expect(chosen({ Makefile: 'DC ?= "docker compose"\ntest:\n\t$(DC) run app pytest\n' }, "test")).toEqual([]);
  });

  it("ends with targets that need each other", () => {
    const [a] = targets({ Makefile: "a: b\n\techo a\nb: a\n\techo b\n" });
    expect(a?.whole).toBe("echo b\necho a");
  });

  it("reads recipes of a justfile whose parameters have defaults, and takes no setting for one", () => {
    const justfile = 'export MODE := "a"\nport := "80"\n\nstart name="app":\n  go run ./cmd/{{name}}\n';

    expect(targets({ justfile }).map(({ name }) => name)).toEqual(["start"]);
  });

  it("reads a justfile, parameters and all", () => {
    expect(targets({ justfile: "test *args: lint\n  pytest {{args}}\nlint:\n  ruff check\n" })).toMatchObject([
      { name: "test", program: "just", needs: ["lint"], whole: "ruff check\npytest {{args}}" },
      { name: "lint", whole: "ruff check" },
    ]);
  });

  it("hands on what a recipe calls another one with", () => {
    const [serve] = targets({
      justfile: "serve:\n  @just manage runserver\nmanage *args:\n  python manage.py {{ args }}\n",
    });
    expect(serve?.whole).toBe("python manage.py runserver\n@just manage runserver");
  });

  it("reads a Taskfile, in all manners of writing a task", () => {
    const written =
      "version: 3\ntasks:\n  a: go vet\n  b: [go vet, go test]\n  c: { deps: [a], cmd: go run . }\n  d: { cmds: [{ task: b }, { cmd: ls }] }\n";
    expect(targets({ "Taskfile.yml": written }).map(({ name, line, whole }) => [name, line, whole])).toEqual([
      ["a", 3, "go vet"],
      ["b", 4, "go vet\ngo test"],
      ["c", 5, "go vet\ngo run ."],
      ["d", 6, "go vet\ngo test\nls"],
    ]);
  });

  it("reads nothing from a Taskfile whose YAML refers to nothing", () => {
    expect(targets({ "Taskfile.yml": "tasks: *unknown" })).toEqual([]);
  });
});

describe("targetsNamed", () => {
  it("gives targets in the order of the names, whatever stands between their words", () => {
    expect(chosen({ Makefile: "unit_test:\n\ta\ntest:\n\tb\n" }, "test", "unit-test")).toEqual(["test", "unit_test"]);
  });

  it.each([
    ["does nothing", "test:\n"],
    ["needs containers", "test:\n\tdocker compose run app\n"],
    ["needs them through another", "test: db\n\tpytest\ndb:\n\tpodman run postgres\n"],
    ["calls another that needs them", "test:\n\t@$(MAKE) inside\ninside:\n\tdocker compose run app\n"],
  ])("leaves out what %s", (_, Makefile) => {
    expect(chosen({ Makefile }, "test")).toEqual([]);
  });
});

describe("targetArgv", () => {
  it.each([
    ["the runner", { Makefile: "test:\n\tgo test\n" }, ["make", "test"]],
    ["the one plain command of a task", { "Taskfile.yml": "tasks: { a: 'go test {{.CLI_ARGS}}' }" }, ["go", "test"]],
    ["the runner of a task with a template", { "Taskfile.yml": "tasks: { a: '{{.UV}} run pytest' }" }, ["task", "a"]],
    ["the runner of a task for a shell", { "Taskfile.yml": "tasks: { a: 'cd b && go test' }" }, ["task", "a"]],
    ["the runner of a task with others", { "Taskfile.yml": "tasks: { a: { deps: [b], cmd: ls } }" }, ["task", "a"]],
  ])("calls %s", (_, files, argv) => {
    const [target] = targets(files);
    expect(target === undefined ? null : targetArgv(target)).toEqual(argv);
  });
});
