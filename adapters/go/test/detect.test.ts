import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";
import { applicationOf, example, fixture, module, pathsOf, program } from "./fixtures.ts";

const gin = "github.com/gin-gonic/gin";
const serve = 'http.HandleFunc("/a", a)\nhttp.ListenAndServe(":8000", nil)';

describe("detection", () => {
  it("says what speaks for an application, each with its place", async () => {
    const detection = applicationOf(await fixture("gin-layers"));

    expect(detection).toMatchObject({
      dir: ".",
      language: "go",
      framework: { name: "gin", version: "1.10.0" },
      packageManager: "go-modules",
      databases: ["postgresql"],
      orms: ["gorm"],
      auth: ["jwt"],
      apiStyles: ["rest"],
      validation: ["go-playground-validator"],
      entry: "cmd/api/main.go",
      ports: [{ port: 8086, source: "internal/rest/server.go:56" }],
    });
    expect(detection.evidence.filter(({ field }) => field === "framework")).toEqual([
      { field: "framework", value: "gin", file: "go.mod", line: 6, rule: "dependency" },
      { field: "framework", value: "gin", file: "internal/rest/server.go", line: 6, rule: "import" },
      { field: "framework", value: "gin", file: "internal/rest/server.go", line: 23, rule: "construction" },
      { field: "framework", value: "gin", file: "internal/rest/server.go", line: 56, rule: "listen" },
    ]);
  });

  it("takes no target that needs containers, builds a release or checks first", async () => {
    const project = await fixture("gin-layers");
    const { build, lint, test, start } = adapter.commands(project, applicationOf(project));

    expect([build, lint, test, start].map((command) => command?.argv.join(" ") ?? null)).toEqual([
      "go build ./cmd/...",
      "make lint",
      "go test ./...",
      "go run ./cmd/api",
    ]);
  });

  it("knows a service of the standard library by its listening, and its port by the flag", async () => {
    const detection = applicationOf(await fixture("standard"));

    expect(detection).toMatchObject({
      framework: { name: "net/http", version: "1.22" },
      ports: [{ port: 4040, source: "main.go:11" }],
    });
  });

  it("knows a server of procedures with its gateway", async () => {
    const detection = applicationOf(await fixture("gateway"));

    expect(detection).toMatchObject({ framework: { name: "grpc", version: "1.65.0" }, apiStyles: ["grpc", "rest"] });
    expect(detection.ports.map(({ port }) => port)).toEqual([50_051, 8088]);
  });

  it("understands the example in whole", async () => {
    const project = await example();
    const detection = applicationOf(project);

    expect({
      detection,
      commands: adapter.commands(project, detection),
      routes: adapter.routes(project, detection),
      models: adapter.models(project, detection),
      practices: adapter.practices(project, detection),
      tests: adapter.tests(project),
    }).toMatchSnapshot();
  });

  it.each([
    ["gin", gin, "r := gin.Default()\nr.GET(`/a`, a)\nr.Run()"],
    ["echo", "github.com/labstack/echo/v4", "e := echo.New()\ne.GET(`/a`, a)\ne.Start(`:1323`)"],
    ["fiber", "github.com/gofiber/fiber/v2", "app := fiber.New()\napp.Get(`/a`, a)\napp.Listen(`:3000`)"],
    ["chi", "github.com/go-chi/chi/v5", "r := chi.NewRouter()\nr.Get(`/a`, a)\nhttp.ListenAndServe(`:3000`, r)"],
    [
      "gorilla/mux",
      "github.com/gorilla/mux",
      "r := mux.NewRouter()\nr.HandleFunc(`/a`, a)\nhttp.ListenAndServe(`:3000`, r)",
    ],
    [
      "httprouter",
      "github.com/julienschmidt/httprouter",
      "r := httprouter.New()\nr.GET(`/a`, a)\nhttp.ListenAndServe(`:3000`, r)",
    ],
    ["net/http", "context", serve],
  ])("tells %s from the others", (name, path, body) => {
    expect(applicationOf(program([path], body)).framework.name).toBe(name);
  });

  it("puts the port of a server for metrics last", () => {
    const project = program(
      ["context"],
      'go metrics()\nhttp.HandleFunc("/a", a)\nhttp.ListenAndServe(":8000", nil)',
      'func metrics() { http.ListenAndServe(":9090", stats) }\n',
    );

    expect(applicationOf(project).ports.map(({ port }) => port)).toEqual([8000, 9090]);
  });

  it("gives each module of a repository an answer of its own", () => {
    const main = `package main\n\nimport "net/http"\n\nfunc main() {\n${serve}\n}\n`;
    const project = memoryProject({
      "users/go.mod": "module example.com/users\n",
      "users/main.go": main,
      "tool/go.mod": "module example.com/tool\n",
      "tool/main.go": "package main\n\nfunc main() {}\n",
      "orders/go.mod": "module example.com/orders\n",
      "orders/main.go": main,
    });

    expect(adapter.detect(project).map(({ dir }) => dir)).toEqual(["users", "orders"]);
  });

  it.each([
    ["it calls other servers only", program(["context"], 'http.Get("https://example.com/a")')],
    ["its only server is one for tests", module({ "a_test.go": `package a\n\nfunc TestA() {\n${serve}\n}\n` })],
    [
      "it is an example of a library",
      module({
        "lib.go": "package lib\n",
        "examples/a/main.go": `package main\n\nimport "net/http"\n\nfunc main() {\n${serve}\n}\n`,
      }),
    ],
    [
      "it is the framework itself",
      memoryProject({
        "go.mod": `module ${gin}\n`,
        "gin.go": 'package gin\n\nimport "net/http"\n\nfunc (e *Engine) Run() { http.ListenAndServe(":8080", e) }\n',
      }),
    ],
    [
      "its code is vendored",
      module({ "vendor/x/main.go": `package main\n\nimport "net/http"\n\nfunc main() {\n${serve}\n}\n` }),
    ],
  ])("finds nothing where %s", (_what, project) => {
    expect(adapter.detect(project)).toEqual([]);
  });

  it.each([
    ["github.com/kataras/iris/v12", 'app := iris.New()\napp.Get("/a", h)\napp.Listen(":1")'],
    ["github.com/go-ozzo/ozzo-routing/v2", 'r := routing.New()\nr.Get("/a", h)\nhttp.ListenAndServe(":1", r)'],
  ])("leaves an application of %s to whoever names the adapter", (path, body) => {
    const project = program([path], body);

    expect(adapter.detect(project)).toEqual([]);
    expect(adapter.detect(project, { named: true })).toHaveLength(1);
  });

  it("leaves an application of a framework that is not followed alone, whatever it measures itself with", () => {
    const controller =
      'package controllers\n\nimport "github.com/beego/beego/v2/server/web"\n\ntype A struct{ web.Controller }\n';
    const project = module({
      "main.go":
        'package main\n\nimport (\n\t"net/http"\n\n\t"github.com/beego/beego/v2/server/web"\n)\n\nfunc main() {\n\thttp.HandleFunc("/metrics", m)\n\tgo http.ListenAndServe(":9090", nil)\n\tweb.Run()\n}\n',
      "controllers/a.go": controller,
    });

    expect(adapter.detect(project)).toEqual([]);
  });

  it("is the standard library's where a router of its own chooses among several files of handlers", () => {
    function handler(name: string): string {
      return `package main\n\nimport "net/http"\n\nfunc ${name}(w http.ResponseWriter, r *http.Request) {}\n`;
    }
    const project = module({
      "main.go":
        'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.ListenAndServe(":4000", choose(routes()))\n}\n',
      "a.go": handler("a"),
      "b.go": handler("b"),
      "c.go": handler("c"),
    });

    expect(adapter.detect(project)).toMatchObject([{ framework: { name: "net/http" }, ports: [{ port: 4000 }] }]);
  });

  it("counts no application that the program does not come to any more", () => {
    const project = program(
      ["github.com/gin-gonic/gin"],
      'http.HandleFunc("/a", a)\nhttp.ListenAndServe(":1", nil)',
      "func before() {\n\tr := gin.New()\n\tr.GET(`/old`, h)\n\tr.GET(`/older`, h)\n\tr.Run()\n}\n",
    );

    expect(applicationOf(project).framework.name).toBe("net/http");
    expect(pathsOf(project)).toEqual(["GET /a"]);
  });

  it.each([
    ["every method by its name", gin, 'r := gin.New()\nr.Any("/a", h)\nr.Run()', 1],
    [
      "methods that mean the same",
      "github.com/gorilla/mux",
      'r := mux.NewRouter()\nr.HandleFunc("/a", h).Methods("PUT", "PATCH")\nhttp.ListenAndServe(":1", r)',
      1,
    ],
    [
      "every method with a handler of another package",
      "github.com/go-chi/chi/v5",
      'r := chi.NewRouter()\nr.Handle("/a", graphs.NewHandler(schema))\nhttp.ListenAndServe(":1", r)',
      1,
    ],
    [
      "methods that do not",
      "github.com/gorilla/mux",
      'r := mux.NewRouter()\nr.HandleFunc("/a", h).Methods("GET", "POST")\nhttp.ListenAndServe(":1", r)',
      2,
    ],
  ])("gives what is registered for %s as one view, else apart", (_what, path, body, count) => {
    const project = program([path, "example.org/graphs"], body);
    const { routes } = adapter.routes(project, applicationOf(project));

    expect(new Set(routes.map(({ method, view }) => view ?? method)).size).toBe(count);
  });

  it("takes a server that only tells how the program does for one beside it", () => {
    const project = program(
      ["google.golang.org/grpc"],
      [
        "mux := http.NewServeMux()",
        "mux.HandleFunc(`/metrics`, measure)",
        "mux.HandleFunc(`/healthz`, health)",
        "srv := &http.Server{Addr: `:9100`, Handler: mux}",
        "go srv.ListenAndServe()",
        "api := http.NewServeMux()",
        "api.HandleFunc(`/notes`, notes)",
        "http.ListenAndServe(`:8000`, api)",
      ].join("\n"),
    );

    expect(applicationOf(project).ports.map(({ port }) => port)).toEqual([8000, 9100]);
    expect(pathsOf(project)).toEqual(["GET /notes"]);
  });

  it("is named after the framework of which an application is made, though no route of it is known", () => {
    const project = program(
      ["github.com/gin-gonic/gin"],
      "r := gin.New()\nfor _, path := range load() {\nr.GET(path, h)\n}\nr.Run()",
    );

    expect(applicationOf(project)).toMatchObject({ framework: { name: "gin" } });
  });

  it("is named after the framework of its handlers where a package of others makes the application", () => {
    const handlers = ["a", "b", "c"].map((name) => [
      `handlers/${name}.go`,
      `package handlers\n\nimport "github.com/labstack/echo/v4"\n\nfunc ${name}(c echo.Context) error { return nil }\n`,
    ]);
    const main =
      'package main\n\nimport "example.org/platform"\n\nfunc main() {\n\tplatform.New(handlers.All).Start()\n}\n';
    const project = module({ "main.go": main, ...Object.fromEntries(handlers) });

    expect(applicationOf(project)).toMatchObject({ framework: { name: "echo" }, apiStyles: ["rest"] });
  });

  it("has no REST where only graphs are asked", () => {
    const project = program(
      ["github.com/labstack/echo/v4", "github.com/99designs/gqlgen/graphql/handler"],
      'e := echo.New()\ne.POST("/query", echo.WrapHandler(handler.New(schema)))\ne.GET("/playground", h)\ne.GET("/index.html", h)\ne.GET("/static/:name", h)\ne.Start(":8080")',
    );

    expect(applicationOf(project).apiStyles).toEqual(["graphql"]);
  });

  it("is named after the standard library where nearly all routes are its own", () => {
    const few =
      "m.HandleFunc(`/a`, h)\nm.HandleFunc(`/b`, h)\nm.HandleFunc(`/c`, h)\nm.HandleFunc(`/d`, h)\nm.HandleFunc(`/e`, h)\nm.HandleFunc(`/f`, h)";
    const project = program(
      ["github.com/julienschmidt/httprouter"],
      `m := http.NewServeMux()\n${few}\nr := httprouter.New()\nr.GET(\`/x\`, h)\nhttp.ListenAndServe(\`:1\`, m)`,
    );

    expect(applicationOf(project).framework.name).toBe("net/http");
  });

  it("has no REST where only a port for measurements stands beside remote procedures", () => {
    const project = module({
      "notes.proto":
        'syntax = "proto3";\npackage notes.v1;\nservice Notes {\n  rpc List(A) returns (B);\n  rpc Add(A) returns (B);\n}\n',
      "main.go":
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/app/pb"\n\t"google.golang.org/grpc"\n)\n\nfunc main() {\n\ts := grpc.NewServer()\n\tpb.RegisterNotesServer(s, nil)\n\tm := http.NewServeMux()\n\tm.HandleFunc("/metrics", nil)\n\thttp.ListenAndServe(":9", m)\n}\n',
    });

    expect(applicationOf(project)).toMatchObject({ framework: { name: "grpc" }, apiStyles: ["grpc"] });
  });

  it("takes procedures that others define for what is served, where routers only tell how the program does", () => {
    const project = module({
      "main.go":
        'package main\n\nimport (\n\t"net/http"\n\n\tpb "example.org/api/notes"\n\t"github.com/gorilla/mux"\n\t"google.golang.org/grpc"\n)\n\nfunc main() {\n\ts := grpc.NewServer()\n\tpb.RegisterNotesServer(s, nil)\n\tr := mux.NewRouter()\n\tr.HandleFunc("/healthcheck", nil)\n\tr.HandleFunc("/metrics", nil)\n\thttp.ListenAndServe(":9", r)\n}\n',
    });

    expect(applicationOf(project)).toMatchObject({ framework: { name: "grpc" } });
  });
});
