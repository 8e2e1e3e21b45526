import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import { applicationFiles, readStack } from "@backwright/language-go";

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
    ["a store on top of a file", ["github.com/asdine/storm/v3"], "", { databases: ["bbolt"], orms: ["storm"] }],
    [
      "a driver for documents that stands beside an ORM as no second one",
      ["gorm.io/gorm", "github.com/qiniu/qmgo"],
      "",
      { databases: ["mongodb"], orms: ["gorm"] },
    ],
    [
      "queues that are kept in Redis, and rarer databases",
      ["github.com/adjust/rmq/v5", "github.com/couchbase/gocb/v2", "github.com/scylladb/gocqlx/v3"],
      "",
      { databases: ["cassandra", "couchbase", "redis"] },
    ],
    ["tokens that are sealed, not signed", ["aidanwoods.dev/go-paseto"], "", { auth: ["token"] }],
    [
      "tokens by a library whose parser is made first",
      ["github.com/golang-jwt/jwt/v5"],
      "func f() { p := jwt.NewParser(options); p.ParseWithClaims(text, c, key) }",
      { auth: ["jwt"] },
    ],
    [
      "tokens that are checked, not parsed",
      ["github.com/pascaldekloe/jwt"],
      "func f() { claims, err := jwt.HMACCheck(token, secret) }",
      { auth: ["jwt"] },
    ],
    [
      "the guard of a framework's own package for tokens",
      [],
      "func f() { g.Use(middleware.JWTWithConfig(config)) }",
      { auth: ["jwt"] },
    ],
    [
      "tokens that are signed and read by hand",
      [],
      'const header = `{"alg":"HS256","typ":"JWT"}`\n\nfunc check() bool { return hmac.Equal(given, own) }',
      { auth: ["jwt"] },
    ],
    [
      "no login by a token that is only signed for another service",
      [],
      'const header = `{"alg":"HS256","typ":"JWT"}`\n\nfunc sign() { hmac.New(sha256.New, key) }',
      {},
    ],
    [
      "a login with a token of another site",
      ["google.golang.org/api/idtoken"],
      "func f() { idtoken.Validate(c, t, a) }",
      { auth: ["oauth2"] },
    ],
    [
      "a guard that is given credentials",
      [],
      'func f() { return middleware.BasicAuth("own", creds) }',
      { auth: ["basic"] },
    ],
    ["a fork of a package for validation", ["github.com/invopop/validation"], "", { validation: ["ozzo-validation"] }],
    [
      "what a package for all of it is told",
      ["github.com/go-pkgz/auth/v2"],
      "var o = auth.Opts{AdminPasswd: password}",
      { auth: ["basic", "jwt"] },
    ],
    [
      "tokens for users that nothing reads yet",
      ["github.com/golang-jwt/jwt/v5"],
      "func GenerateToken(userID int) { jwt.NewWithClaims(jwt.SigningMethodHS256, claims) }",
      { auth: ["jwt"] },
    ],
    [
      "no tokens that others can check, as services of others want them",
      ["github.com/golang-jwt/jwt/v5"],
      "func GenerateToken(userID int) { jwt.NewWithClaims(jwt.SigningMethodRS256, claims) }",
      {},
    ],
    [
      "a header by a name that a framework has for it",
      [],
      'func f() {\n\th := c.Get(fiber.HeaderAuthorization)\n\tif strings.ToLower(h[:5]) != "basic" {\n\t}\n}',
      { auth: ["basic"] },
    ],
    ["a challenge", [], 'func f() { w.Header().Set("WWW-Authenticate", `Basic realm="own"`) }', { auth: ["basic"] }],
    ["no login of a client of OAuth", [], "func f() { clientID, secret, ok := r.BasicAuth() }", {}],
    ["a key in a header of the application's own", [], 'const headerName = "X-Shop-Key"', { auth: ["apikey"] }],
    ["no key in a header that repeats a request", [], 'func f() { r.Header.Get("X-Idempotency-Key") }', {}],
    [
      "a user that is found by a token for programs",
      [],
      "func (a *Auth) GetAPIToken(user string, token string) (User, bool) { return User{}, false }",
      { auth: ["apikey"] },
    ],
    ["no key that is there to call others", [], "func (c *Config) GetAPIKey() string { return c.key }", {}],
    [
      "tokens in a header that has a value for when it is missing",
      [],
      'func f() { request := &Verify{Token: ctx.Get("Authorization", "none")} }',
      { auth: ["token"] },
    ],
    ["tokens in a header of their own", [], 'func f() { r.Header.Get("X-Access-Token") }', { auth: ["token"] }],
    ["tokens of calls to procedures", [], 'func f() { auth.AuthFromMD(ctx, "bearer") }', { auth: ["token"] }],
    ["a cookie whose name is a constant", [], "func f() { r.Cookie(sessionCookie) }", { auth: ["session"] }],
    ["no login in a cookie that may hold anything", [], "func f() { r.Cookie(cookieName) }", {}],
    ["API keys in headers", [], 'func f() { r.Header.Get("X-API-Key") }', { auth: ["apikey"] }],
    [
      "GraphQL and websockets",
      ["github.com/99designs/gqlgen/graphql", "github.com/gorilla/websocket"],
      "var upgrader = websocket.Upgrader{}",
      { apiStyles: ["graphql", "websocket"] },
    ],
    [
      "no validation in tags that only describe",
      [],
      'type t struct {\n\tA string `json:"a" validate:"required"`\n}',
      {},
    ],
    [
      "the driver beside what only puts queries together",
      ["github.com/Masterminds/squirrel", "github.com/jackc/pgx/v5/pgxpool"],
      "",
      { databases: ["postgresql"], orms: ["pgx", "squirrel"] },
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
  it("takes what stands under the path of another for another's, and a folder for it alone for one's own", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "third_party/cache/cache.go": 'package cache\n\nimport _ "github.com/redis/go-redis/v9"\n',
      "third_party/github.com/x/y/y.go": 'package y\n\nimport _ "github.com/lib/pq"\n',
    });

    expect(readStack({ project, files: applicationFiles(project, ".") }).databases).toEqual(["redis"]);
  });

  it("takes a cookie that the package for signing in reads for a session, whatever its name", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "auth/cookie.go": "package auth\n\nfunc read(r *http.Request) {\n\tr.Cookie(cookieName)\n}\n",
    });

    expect(readStack({ project, files: applicationFiles(project, ".") }).auth).toEqual(["session"]);
  });

  it("takes nothing that only migrations are written with for the data access of the application", () => {
    const project = memoryProject({
      "go.mod": "module example.com/a\n",
      "main.go": 'package main\n\nimport _ "gorm.io/gorm"\n',
      "migrations/first.go": 'package migrations\n\nimport _ "github.com/jmoiron/sqlx"\n',
    });

    expect(readStack({ project, files: applicationFiles(project, ".") }).orms).toEqual(["gorm"]);
  });
});
