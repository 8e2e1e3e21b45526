import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { applicationFiles, rankPorts, readEnvironment, readStack } from "@backwright/language-go";

function stackOf(imports: readonly string[], body = ""): object {
  const project = memoryProject({
    "go.mod": "module example.com/a\n\nrequire github.com/go-sql-driver/mysql v1.0.0\n",
    "main.go": `package main\n\nimport (\n${imports.map((path) => `\t_ "${path}"`).join("\n")}\n)\n\n${body}\n`,
  });
  const { evidence, ...stack } = readStack({ project, files: applicationFiles(project, ".") });
  expect(evidence.every(({ file, line }) => file === "main.go" && line > 3)).toBe(true);
  return stack;
}

const nothing = { databases: [], orms: [], auth: [], apiStyles: [], validation: [] };

describe("readStack", () => {
  it.each([
    ["nothing of what is only required", [], "", {}],
    [
      "drivers with their ORM",
      ["gorm.io/driver/postgres", "gorm.io/gorm"],
      "",
      { databases: ["postgresql"], orms: ["gorm"] },
    ],
    [
      "a driver used by itself",
      ["database/sql", "github.com/lib/pq"],
      "",
      { databases: ["postgresql"], orms: ["database/sql"] },
    ],
    [
      "major versions",
      ["github.com/jackc/pgx/v5/pgxpool", "github.com/redis/go-redis/v9"],
      "",
      { databases: ["postgresql", "redis"], orms: ["pgx"] },
    ],
    [
      "what is kept in files of the application's own, and caches",
      ["go.etcd.io/bbolt", "github.com/dgraph-io/badger/v4", "github.com/bradfitz/gomemcache/memcache"],
      "",
      { databases: ["badger", "bbolt", "memcached"] },
    ],
    [
      "a guard under another name, with its users below",
      ["github.com/gofiber/fiber/v2/middleware/basicauth"],
      "var guard = fiberbasicauth.New(fiberbasicauth.Config{\n\tUsers: users,\n})",
      { auth: ["basic"] },
    ],
    ["a header taken apart", [], 'func f() { strings.HasPrefix(header, "Basic ") }', { auth: ["basic"] }],
    [
      "no login where a client of OAuth says who it is",
      [],
      'func f() {\n\tif strings.HasPrefix(header, "Basic ") {\n\t\tcreds.ClientID = parts[0]\n\t}\n}',
      {},
    ],
    ["tokens of whoever signs people in", [], "func f() { client.VerifyIDToken(ctx, text) }", { auth: ["jwt"] }],
    [
      "no session that only keeps the way to the accounts of another site and back",
      ["github.com/golang-jwt/jwt/v5", "github.com/markbates/goth/gothic", "github.com/gorilla/sessions"],
      "func f() { jwt.Parse(text, key); gothic.BeginAuthHandler(w, r) }",
      { auth: ["jwt", "oauth2"] },
    ],
    ["a fork of a driver", ["github.com/someone/sqlite"], "", { databases: ["sqlite"] }],
    ["a cookie that says who somebody is", [], 'func f() { r.Cookie("auth") }', { auth: ["session"] }],
    ["MongoDB", ["go.mongodb.org/mongo-driver/mongo"], "", { databases: ["mongodb"], orms: ["mongo-driver"] }],
    [
      "how people sign in",
      ["github.com/golang-jwt/jwt/v5", "golang.org/x/oauth2", "github.com/gorilla/sessions"],
      "func f() { jwt.Parse(text, key); config.AuthCodeURL(state) }",
      { auth: ["jwt", "oauth2", "session"] },
    ],
    [
      "no login by a token that is only made, or that proves an address",
      ["github.com/golang-jwt/jwt/v5"],
      "func sign() { jwt.NewWithClaims(method, claims) }\n\nfunc verifyEmailToken() { jwt.Parse(text, key) }",
      {},
    ],
    [
      "tokens by a library for signatures of all kinds",
      ["github.com/go-jose/go-jose/v4/jwt"],
      "func read() { jwt.ParseSigned(text) }",
      { auth: ["jwt"] },
    ],
    [
      "stores of sessions and drivers of others",
      ["github.com/gofiber/storage/sqlite3", "github.com/godoes/gorm-oracle", "github.com/gobuffalo/pop/v6"],
      "",
      { databases: ["oracle", "sqlite"], orms: ["pop"] },
    ],
    [
      "no login by tokens that are only fetched for calls of its own",
      ["golang.org/x/oauth2", "golang.org/x/oauth2/clientcredentials"],
      "",
      {},
    ],
    ["tokens of any framework's package for JWT", ["github.com/someone/echo-jwt"], "", { auth: ["jwt"] }],
    ["no key that is one of a list of headers", [], 'var allowed = []string{"Origin", "X-Api-Key", "Accept"}', {}],
    [
      "sessions that are found by a token",
      [],
      "func (a *Auth) GetSession(token string) (*Session, error) { return nil, nil }",
      { auth: ["session"] },
    ],
    [
      "tokens of which only the header's constant tells",
      [],
      "func f() { h := c.GetHeader(authorizationHeader); service.VerifyToken(h) }",
      { auth: ["token"] },
    ],
    ["tokens in a cookie", [], 'func f() { c, _ := r.Cookie("auth-token"); use(c) }', { auth: ["token"] }],
    [
      "a handler that is decorated with basic auth",
      [],
      "func f() { h = auth.DecorateWithBasicAuth(h, c) }",
      { auth: ["basic"] },
    ],
    [
      "a login at another site whose address is built by hand",
      ["golang.org/x/oauth2"],
      'func f() { r.Get("/oauth/:provider/callback", h) }',
      { auth: ["oauth2"] },
    ],
    ["Cassandra", ["github.com/gocql/gocql"], "", { databases: ["cassandra"], orms: ["gocql"] }],
    ["tokens that are no JWT", [], 'func f() { token := r.Header.Get("Authorization") }', { auth: ["token"] }],
    ["no key that is sent to another service", [], 'func f() { req.Header.Set("x-api-key", key) }', {}],
    [
      "a login with the account of another site, written by hand",
      [],
      'func f() { form.Add("grant_type", "authorization_code") }',
      { auth: ["oauth2"] },
    ],
    [
      "no socket that is only dialled",
      ["github.com/gorilla/websocket"],
      "func f() { websocket.DefaultDialer.Dial(u, nil) }",
      {},
    ],
    ["API keys in headers", [], 'func f() { r.Header.Get("X-API-Key") }', { auth: ["apikey"] }],
    [
      "GraphQL and websockets",
      ["github.com/99designs/gqlgen/graphql", "github.com/gorilla/websocket"],
      "var upgrader = websocket.Upgrader{}",
      { apiStyles: ["graphql", "websocket"] },
    ],
    [
      "validation in tags",
      [],
      'type t struct {\n\tA string `binding:"required"`\n}',
      { validation: ["go-playground-validator"] },
    ],
  ])("reads %s", (_what, imports, body, expected) => {
    expect(stackOf(imports, body)).toEqual({ ...nothing, ...expected });
  });
});

describe("readStack of several files", () => {
  it("takes nothing that only migrations are written with for the data access of the application", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "main.go": 'package main\n\nimport _ "gorm.io/gorm"\n',
      "migrations/first.go": 'package migrations\n\nimport _ "github.com/jmoiron/sqlx"\n',
    });

    expect(readStack({ project, files: applicationFiles(project, ".") }).orms).toEqual(["gorm"]);
  });
});

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

describe("readEnvironment", () => {
  it("asks for what the code has no default for", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      ".env.example": "MAIL_HOST=localhost\nUNUSED=1\n",
      "main.go":
        'package main\n\nfunc main() {\n\tos.Getenv("JWT_SECRET")\n\tos.Getenv("MAIL_HOST")\n\tos.Getenv("UNKNOWN")\n\tgetEnv("API_KEY", "x")\n\tos.Getenv("DB_PATH")\n\tos.Getenv("HTTP_PORT")\n\tos.Getenv("LISTEN_ADDR")\n\tname := os.Getenv("NAME")\n\tif name == "" {\n\t\tname = "a"\n\t}\n}\n\ntype c struct {\n\tToken string `env:"BOT_TOKEN,required"`\n\tMode string `env:"MODE" envDefault:"dev"`\n}\n',
    });

    expect(readEnvironment({ project, dir: ".", databases: ["sqlite"], ports: ["HTTP_PORT", "LISTEN_ADDR"] })).toEqual([
      { name: "BOT_TOKEN", kind: "secret" },
      { name: "DB_PATH", kind: "database-file", value: "$FILE" },
      { name: "JWT_SECRET", kind: "secret" },
      { name: "MAIL_HOST", kind: "value", value: "localhost" },
      { name: "HTTP_PORT", kind: "port" },
    ]);
  });
});
