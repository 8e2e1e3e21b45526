import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { readCommands } from "@backwright/language-go";

function commandsOf(
  files: Readonly<Record<string, string>>,
  entry = "main.go",
  dir = ".",
): Record<string, string | null> {
  const project = memoryProject({
    "go.mod": "module example.com/a\n",
    "main.go": "package main\n\nfunc main() {}\n",
    ...files,
  });
  const commands = readCommands({ project, dir, entry });
  return Object.fromEntries(
    Object.entries(commands).map(([name, command]) => [name, command === null ? null : command.argv.join(" ")]),
  );
}

describe("readCommands", () => {
  it("takes targets that say which program they run and build", () => {
    const files = {
      "cmd/shop/main.go": "package main\n\nfunc main() {}\n",
      Makefile:
        "run/shop:\n\tgo run ./cmd/shop\nrun/tool:\n\tgo run ./cmd/tool\nbuild/shop:\n\tgo build -o bin/shop ./cmd/shop\n",
    };

    expect(commandsOf(files, "cmd/shop/main.go")).toMatchObject({ start: "make run/shop", build: "make build/shop" });
  });

  it.each([
    [
      "a tag of go-flags",
      'import "github.com/jessevdk/go-flags"\n\ntype options struct {\n\tServer serverCommand `command:"server"`\n\tBackup backupCommand `command:"backup"`\n}\n',
      "go run . server",
    ],
    [
      "a tag of kong",
      'import "github.com/alecthomas/kong"\n\ntype options struct {\n\tServe serveCommand `cmd:"" help:"Serve."`\n}\n',
      "go run . serve",
    ],
    [
      "a tag whose command is the default",
      'import "github.com/alecthomas/kong"\n\ntype options struct {\n\tServe serveCommand `cmd:"" default:"1"`\n}\n',
      "go run .",
    ],
  ])("knows the command that serves by %s", (_what, options, start) => {
    expect(commandsOf({ "options.go": `package main\n\n${options}` }).start).toBe(start);
  });

  it("adds the command that serves where the documents leave it out", () => {
    const files = {
      "README.md": "```\n$ go run main.go\n```\n",
      "cmd.go":
        'package main\n\nimport "github.com/spf13/cobra"\n\nvar rootCmd = &cobra.Command{Use: "a"}\n\nvar server = &cobra.Command{Use: "server", Run: serve}\n',
    };

    expect(commandsOf(files).start).toBe("go run main.go server");
  });

  it("takes no target that stops where a variable is not set", () => {
    const Makefile =
      'build:\n\t@if [ -z "$(os)" ]; then \\\n\t\techo "os?"; \\\n\t\texit 1; \\\n\tfi\n\tGOOS=$(os) go build -o a .\n';

    expect(commandsOf({ Makefile }).build).toBe("go build -o /dev/null ./...");
  });

  it("takes the only target that builds, whatever it sets before", () => {
    const Makefile = "all:\n\tGO111MODULE=on CGO_ENABLED=0 go build -o a\n";

    expect(commandsOf({ Makefile }).build).toBe("make all");
  });

  it.each([
    [
      "the conventions of Go",
      {},
      {
        install: "go mod download",
        build: "go build -o /dev/null ./...",
        test: "go test ./...",
        lint: null,
        start: "go run main.go",
      },
    ],
    [
      "targets of a Makefile",
      { Makefile: "test: ## all\n\tgo test ./...\nvet:\n\tgo vet ./...\nrun: build\n\t./a\nbuild:\n\tgo build -o a\n" },
      { test: "make test", lint: "make vet", start: "make run", build: "make build" },
    ],
    [
      "no target that needs containers, itself or through another",
      { Makefile: "test: up\n\tgo test ./...\nup:\n\tdocker compose up -d\n" },
      { test: "go test ./..." },
    ],
    [
      "the only target that builds for the system at hand, whatever its name",
      {
        Makefile:
          "host: assets\n\tgo build -o out/a ./cmd/a\nassets:\n\tnpm run build\nlinux:\n\tGOOS=linux go build .\n",
      },
      { build: "make host" },
    ],
    [
      "none of several that build",
      { Makefile: "one:\n\tgo build ./cmd/x\ntwo:\n\tgo build ./cmd/y\n" },
      { build: "go build -o /dev/null ./..." },
    ],
    [
      "no target that watches, or that checks before it starts",
      { Makefile: "run:\n\tair -c .air.toml\nstart: test\n\tgo run .\ntest:\n\tgo test ./...\n" },
      { start: "go run main.go" },
    ],
    [
      "no target that changes files",
      { Makefile: "lint:\n\tgofmt -w .\ngolangci:\n\tgolangci-lint run\n" },
      { lint: "make golangci" },
    ],
    [
      "no target that builds for other systems",
      {
        Makefile:
          "build: linux mac\nlinux:\n\tGOOS=linux go build\nmac:\n\tGOOS=darwin go build\na:\n\tgo build -o a\n",
      },
      { build: "make a" },
    ],
    [
      "no variable that looks like a target",
      { Makefile: "test := a\nrun ?= b\n" },
      { test: "go test ./...", start: "go run main.go" },
    ],
    [
      "what is written for agents",
      { "AGENTS.md": "# Commands\n```sh\n$ go test -v ./...\ngolangci-lint run # all\n```\n" },
      { test: "go test -v ./...", lint: "golangci-lint run" },
    ],
    [
      "a target that a variable names, and none that needs containers by one",
      {
        Makefile:
          'BIN := a\nDC := "docker compose"\nbuild: $(BIN)\n$(BIN):\n\tgo build -o ${BIN}\ntest:\n\t${DC} run a\n',
      },
      { build: "make build", test: "go test ./..." },
    ],
    [
      "a target under another name that does nothing but lint",
      { Makefile: "check:\n\tgolangci-lint run\n", ".golangci.yml": "" },
      { lint: "make check" },
    ],
    [
      "the one command of a Taskfile's task, else the task",
      {
        "Taskfile.yml":
          "version: '3'\ntasks:\n  test:\n    cmds:\n      - go test ./... {{.CLI_ARGS}}\n  build:\n    deps: [gen]\n    cmds:\n      - go build -o bin/a .\n  gen: go generate ./...\n  run: air\n  lint:\n    - task: vet\n    - golangci-lint run\n  vet: go vet ./...\n",
      },
      { test: "go test ./...", build: "task build", start: "go run main.go", lint: "task lint" },
    ],
    [
      "no task that needs containers, itself or through another",
      {
        "Taskfile.yaml":
          "tasks:\n  test:\n    cmds:\n      - task: up\n      - go test -tags db ./...\n  up: docker compose up -d\n",
      },
      { test: "go test ./..." },
    ],
    [
      "recipes of a justfile, whatever stands between the words of their names",
      { justfile: "test_unit *args:\n    go test ./... {{args}}\nbuild-app: test_unit\n    go build .\n" },
      { test: "just test_unit", build: "just build-app" },
    ],
    ["nothing of a Taskfile that is broken", { "Taskfile.yml": "tasks: [\n" }, { test: "go test ./..." }],
    [
      "how the README starts the program",
      { "README.md": "# A\n- Run `go run main.go`.\n\n```\n$ go run ./cmd/other\n```\n" },
      { start: "go run main.go" },
    ],
    [
      "the README's command that serves, whatever stands before the word",
      { "README.md": "- Run `go run main.go app:serve` to start.\n" },
      { start: "go run main.go app:serve" },
    ],
    [
      "the command inside another that serves",
      {
        "cmd/server.go":
          'package cmd\n\nimport "github.com/urfave/cli/v3"\n\nvar Server = &cli.Command{\n\tName: "server",\n\tCommands: []*cli.Command{\n\t\t{\n\t\t\tName: "run",\n\t\t\tAction: serve,\n\t\t},\n\t},\n}\n',
      },
      { start: "go run main.go server run" },
    ],
    [
      "no command of a program that serves by default",
      {
        "cmd/main.go":
          'package cmd\n\nimport "github.com/urfave/cli/v2"\n\nvar Start = cli.Command{\n\tName: "start",\n\tAction: serve,\n}\n\nfunc App() {\n\tapp := cli.NewApp()\n\tapp.DefaultCommand = Start.Name\n}\n',
      },
      { start: "go run main.go" },
    ],
    [
      "the linter that is set up before a target that only vets",
      { Makefile: "vet:\n\tgo vet ./...\n", ".golangci.yml": "" },
      { lint: "golangci-lint run" },
    ],
    [
      "the README's command that serves, where there are several",
      { "README.md": "```\ngo run main.go\ngo run main.go migrate\ngo run main.go serve # all\n```\n" },
      { start: "go run main.go serve" },
    ],
    [
      "the command that serves of a program of several commands",
      {
        "cmd/root.go":
          'package cmd\n\nimport "github.com/spf13/cobra"\n\nvar rootCmd = &cobra.Command{\n\tUse: "a",\n\tShort: "b",\n}\n\nvar serveCmd = &cobra.Command{\n\tUse: "serve",\n\tRun: func(c *cobra.Command, a []string) {},\n}\n',
      },
      { start: "go run main.go serve" },
    ],
    [
      "the command that serves beside groups of commands that only print their help",
      {
        "cmd/root.go":
          'package cmd\n\nimport "github.com/spf13/cobra"\n\nvar rootCmd = &cobra.Command{\n\tUse: "a",\n}\n',
        "cmd/group.go":
          'package cmd\n\nimport "github.com/spf13/cobra"\n\nfunc Group() {\n\tcmd := &cobra.Command{\n\t\tRunE: func(c *cobra.Command, a []string) error {\n\t\t\treturn c.Help()\n\t\t},\n\t}\n\tcmd.AddCommand(Seed())\n}\n',
        "cmd/server.go":
          'package cmd\n\nimport "github.com/spf13/cobra"\n\nfunc New() {\n\tcmd := &cobra.Command{\n\t\tUse: "server",\n\t\tRun: func(c *cobra.Command, a []string) {},\n\t}\n}\n',
      },
      { start: "go run main.go server" },
    ],
    [
      "no command of a program that serves without one",
      {
        "cmd/root.go":
          'package cmd\n\nimport "github.com/spf13/cobra"\n\nvar rootCmd = &cobra.Command{\n\tUse: "a",\n\tRunE: func(c *cobra.Command, a []string) error { return nil },\n}\n\nvar runCmd = &cobra.Command{\n\tUse: "run",\n\tRun: func(c *cobra.Command, a []string) {},\n}\n',
      },
      { start: "go run main.go" },
    ],
    ["no target that starts what was built before", { Makefile: "start:\n\t./bin/app\n" }, { start: "go run main.go" }],
    ["the settings of golangci-lint", { ".golangci.yml": "version: 2\n" }, { lint: "golangci-lint run" }],
    ["no installation of what is vendored", { "vendor/modules.txt": "" }, { install: null }],
    [
      "the folder of a program of several files",
      { "more.go": "package main\n\nvar x = 1\n", "doc.go": "// Command a.\npackage main\n" },
      { start: "go run ." },
    ],
    [
      "the file of a program beside its documentation",
      { "doc.go": "// Command a.\npackage main\n" },
      { start: "go run main.go" },
    ],
  ])("takes %s", (_what, files, expected) => {
    expect(commandsOf(files as unknown as Record<string, string>)).toMatchObject(expected);
  });

  it("builds the server by itself only where the repository ignores what that leaves", () => {
    const files = { "main.go": "package a\n", "cmd/api/main.go": "package main\n\nfunc main() {}\n" };

    expect(commandsOf(files, "cmd/api/main.go")).toMatchObject({ build: "go build ./...", start: "go run ./cmd/api" });
    expect(commandsOf({ ...files, ".gitignore": "/api\n" }, "cmd/api/main.go")).toMatchObject({
      build: "go build ./cmd/api",
    });
  });

  it("keeps a module below the root to its own programs, and to the root's tests", () => {
    const files = {
      "svc/go.mod": "module example.com/svc\n",
      "svc/main.go": "package main\n\nfunc main() {}\n",
      Makefile: "run:\n\tgo run ./web\ntest:\n\tgo test ./svc/...\n",
    };

    expect(commandsOf(files, "svc/main.go", "svc")).toMatchObject({ start: "go run main.go", test: "make test" });
  });
});
