import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { applicationFiles, rankPorts } from "@backwright/language-go";

describe("rankPorts", () => {
  it("takes the code first, then settings, containers and what the README says, servers beside it last", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "main.go": "package main\n",
      ".env.example": "DB_PORT=5432\nAPP_PORT=7001\n",
      "config/app.yaml": "server:\n  port: 7002\ndatabase:\n  port: 3306\n",
      Dockerfile: "FROM golang\nEXPOSE 7003\n",
      "README.md": "Open http://localhost:7004\n",
    });
    const listens = [
      { file: "main.go", line: 1, port: 9090, env: null, aside: true },
      { file: "main.go", line: 1, port: 7000, env: null, aside: false },
    ];

    expect(
      rankPorts({ project, dir: ".", listens, files: ["main.go"], entry: null }).map(({ port, source }) => [
        port,
        source,
      ]),
    ).toEqual([
      [7000, "main.go:1"],
      [7001, ".env.example:2"],
      [7002, "config/app.yaml:2"],
      [7003, "Dockerfile:2"],
      [7004, "README.md:1"],
      [9090, "main.go:1"],
    ]);
  });

  it.each([
    ["flags", 'var p = flag.Int("port", 7100, "where")'],
    ["flags that fall back on a function", 'var p = flag.String("addr", option("A_ADDR", "127.0.0.1:7100"), "where")'],
    ["functions that fall back", 'var p = lookupOr("APP_PORT", "7100")'],
    ["plain variables", 'var HTTPListen = "[::]:7100"'],
    ["viper", 'func f() { viper.SetDefault("server.port", ":7100") }'],
    ["tags", 'type c struct {\n\tPort int `env:"PORT" envDefault:"7100"`\n}'],
    ["helpers for the environment", 'var p = getEnv("SERVER_PORT", "7100")'],
  ])("knows the defaults of %s", (_what, body) => {
    const project = memoryProject({ "go.mod": "module a\n", "main.go": `package main\n\n${body}\n` });

    expect(rankPorts({ project, dir: ".", listens: [], files: ["main.go"], entry: null })).toEqual([
      { port: 7100, source: expect.stringMatching(/^main\.go:[34]$/) },
    ]);
  });
});

describe("ports of programs", () => {
  it.each([
    ["a variable with the application's name before it", { ".env": "SHOP_DB_PORT=5555\nSHOP_PORT=8090\n" }, [8090]],
    ["a variable in small letters", { ".env.example": "redis_port=7777\nhost_port=5100\n" }, [5100]],
    [
      "settings of production after what everybody sees",
      { "config/prod.toml": "[collector]\nport = 443\n", "README.md": "http://localhost:8083" },
      [8083, 443],
    ],
  ])("takes %s", (_what, files, expected) => {
    const project = memoryProject({ "go.mod": "module a\n", "main.go": "package main\n", ...files });
    const ranked = rankPorts({ project, dir: ".", listens: [], files: ["main.go"], entry: "main.go" });

    expect(ranked.map(({ port }) => port)).toEqual(expected);
  });

  it("takes no port from the package or the settings of another program", () => {
    const project = memoryProject({
      "go.mod": "module a\n",
      "main.go": "package main\n\nfunc main() {}\n",
      "cmd/tool/main.go": "package main\n\nvar port = 7201\n",
      "cmd/tool/config.yaml": "port: 7202\n",
      "config.yaml": "port: 7203\n",
    });
    const files = applicationFiles(project, ".");

    expect(rankPorts({ project, dir: ".", listens: [], files, entry: "main.go" }).map(({ port }) => port)).toEqual([
      7203,
    ]);
  });

  it("takes no port of what stands beside an application", () => {
    const body = 'type log struct {\n\tPort string `env:"GRAYLOG_PORT" env-default:"9300"`\n}\n\nvar port = 12201\n';
    const project = memoryProject({ "go.mod": "module a\n", "main.go": `package main\n\n${body}` });

    expect(rankPorts({ project, dir: ".", listens: [], files: ["main.go"], entry: null })).toEqual([]);
  });

  it("takes no port from code that speaks to a store", () => {
    const project = memoryProject({
      "go.mod": "module a\n",
      "main.go": "package main\n\nfunc main() {}\n",
      "store/graph/config.go": 'package graph\n\ntype config struct {\n\tPort string `default:"50051"`\n}\n',
    });
    const files = applicationFiles(project, ".");

    expect(rankPorts({ project, dir: ".", listens: [], files, entry: "main.go" })).toEqual([]);
  });

  it("knows the port that the target which starts the program says", () => {
    const project = memoryProject({
      "go.mod": "module a\n",
      "main.go": "package main\n",
      Makefile: "server:\n\tgo run main.go -port 7300\n",
    });

    expect(rankPorts({ project, dir: ".", listens: [], files: ["main.go"], entry: "main.go" })).toEqual([
      { port: 7300, source: "Makefile:1" },
    ]);
  });
});
