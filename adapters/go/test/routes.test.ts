import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";
import { applicationOf, fixture, module, pathsOf, program } from "./fixtures.ts";

const chi = "github.com/go-chi/chi/v5";
const echo = "github.com/labstack/echo/v4";
const fiber = "github.com/gofiber/fiber/v2";
const gin = "github.com/gin-gonic/gin";
const mux = "github.com/gorilla/mux";

function guarded(project: Parameters<typeof applicationOf>[0]): unknown[] {
  const { routes } = adapter.routes(project, applicationOf(project));
  return routes.map(({ method, path, guards, authenticated }) => [`${method} ${path}`, guards, authenticated]);
}

describe("routes", () => {
  it("reads paths, handlers, guards and logins across packages, methods and tables", async () => {
    const project = await fixture("gin-layers");

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(
      routes.map(({ method, path, handler, guards, authenticated }) => [
        `${method} ${path}`,
        handler,
        guards,
        authenticated,
      ]),
    ).toEqual([
      ["GET /health", "(inline)", ["requestLog"], false],
      ["GET /api/orders", "s.listOrders", ["requestLog"], false],
      ["POST /api/orders", "s.createOrder", ["requestLog", "s.requireUser"], true],
      ["DELETE /api/orders/:id", "s.deleteOrder", ["requestLog", "s.requireUser", 'requireRole("admin")'], true],
      ["PATCH /api/lines/:id", "s.changeLine", ["requestLog", "s.requireUser"], true],
    ]);
    expect(unresolved).toEqual([
      { what: "GET with a path that is not known: os.Args[1]", file: "internal/rest/server.go", line: 48 },
      { what: "a route of another program: cmd/stats", file: "cmd/stats/main.go", line: 5 },
    ]);
  });

  it("reads patterns, wrapped handlers, stripped prefixes and the methods that handlers ask for", async () => {
    expect(guarded(await fixture("standard"))).toEqual([
      ["GET /items/:id", ["logged"], false],
      ["POST /items", ["logged", "requireKey"], true],
      ["POST /ping", ["logged"], false],
      ["DELETE /admin/cache", ["logged", "requireKey"], true],
    ]);
  });

  it("reads procedures as the gateway offers them, else as gRPC calls them", async () => {
    expect(guarded(await fixture("gateway"))).toEqual([
      ["GET /v1/rooms/:room/books/:name", ["authUnary"], true],
      ["POST /v1/rooms/:parent/books", ["authUnary"], true],
      ["POST /v1/books", ["authUnary"], true],
      ["POST /shelf.v1.Books/Watch", ["authUnary"], true],
    ]);
  });

  it.each([
    [
      "chi: Route, Group, With and Mount",
      program(
        [chi],
        "r := chi.NewRouter()\nr.Route(`/a`, func(r chi.Router) {\nr.Get(`/`, h)\nr.With(m).Post(`/{id:[0-9]+}`, h)\n})\nr.Mount(`/b`, sub())\nr.Method(`PUT`, `/c`, h)\nhttp.ListenAndServe(`:1`, r)",
        "func sub() http.Handler {\nr := chi.NewRouter()\nr.Delete(`/x`, h)\nreturn r\n}\n",
      ),
      ["GET /a", "POST /a/:id", "DELETE /b/x", "PUT /c"],
    ],
    [
      "gin: groups in groups, and Handle",
      program(
        [gin],
        "r := gin.New()\nv := r.Group(`/v1`).Group(`/x`)\nv.GET(`/:id`, h)\nr.Handle(`PATCH`, `/y`, h)\nr.Run()",
      ),
      ["GET /v1/x/:id", "PATCH /y"],
    ],
    [
      "echo: Add and Match",
      program(
        [echo],
        "e := echo.New()\ng := e.Group(`/g`)\ng.Add(`GET`, `/a`, h)\ne.Match([]string{`GET`, http.MethodPost}, `/b`, h)\ne.Start(`:1`)",
      ),
      ["GET /g/a", "GET /b", "POST /b"],
    ],
    [
      "fiber: mounted applications and Route",
      program(
        [fiber],
        "app := fiber.New()\nsub := fiber.New()\nsub.Get(`/x/:id?`, h)\napp.Mount(`/sub`, sub)\napp.Route(`/r`, func(r fiber.Router) { r.Put(`/y`, h) })\napp.Listen(`:1`)",
      ),
      ["GET /sub/x/:id", "PUT /r/y"],
    ],
    [
      "gorilla/mux: subrouters, and methods after the path",
      program(
        [mux],
        "r := mux.NewRouter()\ns := r.PathPrefix(`/api`).Subrouter()\ns.HandleFunc(`/{id:[a-z]{2}}`, h).Methods(`GET`, `PUT`)\ns.Path(`/p`).Methods(`POST`).HandlerFunc(h)\nhttp.ListenAndServe(`:1`, r)",
      ),
      ["GET /api/:id", "PUT /api/:id", "POST /api/p"],
    ],
    [
      "httprouter: its catch-all",
      program(
        ["github.com/julienschmidt/httprouter"],
        "r := httprouter.New()\nr.GET(`/f/*path`, h)\nr.Handler(`POST`, `/x`, h)\nhttp.ListenAndServe(`:1`, r)",
      ),
      ["GET /f/*path", "POST /x"],
    ],
    [
      "net/http: methods and hosts in patterns",
      program(
        [],
        "m := http.NewServeMux()\nm.HandleFunc(`GET example.com/a/{rest...}`, h)\nm.HandleFunc(`POST /b/{$}`, h)\nhttp.ListenAndServe(`:1`, m)",
      ),
      ["GET /a/:rest", "POST /b"],
    ],
    [
      "a table of routes",
      program(
        [mux],
        "r := mux.NewRouter()\nfor _, x := range routes {\nr.HandleFunc(x.Path, x.Do).Methods(x.Method)\n}\nhttp.ListenAndServe(`:1`, r)",
        "type Route struct {\nMethod, Path string\nDo http.HandlerFunc\n}\n\nvar routes = []Route{{`GET`, `/a`, h}, {Path: base + `/b`, Method: http.MethodPost, Do: h}}\n\nconst base = `/base`\n",
      ),
      ["GET /a", "POST /base/b"],
    ],
    [
      "routers behind a function that matches",
      program(
        ["github.com/gorilla/mux"],
        "r := mux.NewRouter()\nsub := r.MatcherFunc(match).Subrouter().StrictSlash(true)\nsub.Path(`/api/`).Handler(h)\nhttp.ListenAndServe(`:80`, r)",
      ),
      ["GET /api"],
    ],
    [
      "handlers behind chains of negroni",
      program(
        ["github.com/gorilla/mux", "github.com/urfave/negroni/v3"],
        "r := mux.NewRouter()\nr.Handle(`/a`, negroni.New(negroni.HandlerFunc(guard), negroni.Wrap(h))).Methods(`POST`)\nn := negroni.Classic()\nn.UseHandler(r)\nhttp.ListenAndServe(`:80`, n)",
      ),
      ["POST /a"],
    ],
    [
      "a router in a struct behind an interface",
      program(
        [gin],
        "var m Module = &users{}\nr := gin.New()\nm.Register(r.Group(`/u`))\nr.Run()",
        "type Module interface{ Register(g *gin.RouterGroup) }\n\ntype users struct{}\n\nfunc (u *users) Register(g *gin.RouterGroup) { g.GET(`/:id`, u.show) }\n\nfunc (u *users) show(c *gin.Context) {}\n",
      ),
      ["GET /u/:id"],
    ],
    [
      "methods of one name of two types",
      program(
        [gin],
        "r := gin.New()\na{}.add(r)\nb{}.add(r)\nr.Run()",
        "type a struct{}\ntype b struct{}\n\nfunc (a) add(r *gin.Engine) { r.GET(`/a`, h) }\nfunc (b) add(r *gin.Engine) { r.GET(`/b`, h) }\n",
      ),
      ["GET /a", "GET /b"],
    ],
    [
      "formatted prefixes",
      program(["fmt", gin], "r := gin.New()\nr.Group(fmt.Sprintf(`/v%d`, 2)).GET(`/x`, h)\nr.Run()"),
      ["GET /v2/x"],
    ],
    [
      "packages that are named after a part of their path",
      program(
        ["github.com/go-ozzo/ozzo-routing/v2"],
        "r := routing.New()\nr.Group(`/v1`).Get(`/a/<id:\\\\d+>`, h)\nhttp.ListenAndServe(`:1`, r)",
      ),
      ["GET /v1/a/:id"],
    ],
    [
      "nothing that a client asks for",
      program(
        [gin, "github.com/go-resty/resty/v2"],
        "c := resty.New()\nc.R().Get(`/other`)\nr := gin.New()\nr.GET(`/own`, h)\nr.Run()",
      ),
      ["GET /own"],
    ],
  ])("reads %s", (_what, project, expected) => {
    expect(pathsOf(project)).toEqual(expected);
  });

  it.each([
    [
      "guards that stand before it only",
      program(
        [chi],
        "r := chi.NewRouter()\nr.Get(`/open`, h)\nr.Group(func(r chi.Router) {\nr.Use(requireAuth)\nr.Get(`/own`, h)\n})\nhttp.ListenAndServe(`:1`, r)",
        "func requireAuth(next http.Handler) http.Handler { return next }\n",
      ),
      [
        ["GET /open", [], false],
        ["GET /own", ["requireAuth"], true],
      ],
    ],
    [
      "echo's guards behind the handler",
      program(
        [echo],
        "e := echo.New()\ne.GET(`/a`, h, jwtGuard)\ne.Start(`:1`)",
        "func jwtGuard(next echo.HandlerFunc) echo.HandlerFunc { return next }\n",
      ),
      [["GET /a", ["jwtGuard"], true]],
    ],
    [
      "alice's chains",
      program(
        ["github.com/justinas/alice"],
        "c := alice.New(session, requireLogin)\nhttp.Handle(`/a`, c.ThenFunc(h))\nhttp.ListenAndServe(`:1`, nil)",
        "func session(next http.Handler) http.Handler { return next }\nfunc requireLogin(next http.Handler) http.Handler { return next }\n",
      ),
      [["GET /a", ["session", "requireLogin"], true]],
    ],
    [
      "a function that made the handler and turns strangers away",
      program(
        [],
        "http.Handle(`/a`, plain(list))\nhttp.Handle(`/b`, plain(show(7)))\nhttp.ListenAndServe(`:1`, nil)",
        "type handle func(w http.ResponseWriter, r *http.Request)\n\nvar list = withUser(func(w http.ResponseWriter, r *http.Request) {})\n\nfunc show(n int) handle {\n\treturn func(w http.ResponseWriter, r *http.Request) {}\n}\n\nfunc withUser(fn handle) handle {\n\treturn func(w http.ResponseWriter, r *http.Request) {\n\t\tif r.Header.Get(`X`) == `` {\n\t\t\tw.WriteHeader(http.StatusUnauthorized)\n\t\t\treturn\n\t\t}\n\t\tfn(w, r)\n\t}\n}\n\nfunc plain(fn handle) http.Handler {\n\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fn(w, r) })\n}\n",
      ),
      [
        ["GET /a", ["plain", "withUser"], true],
        ["GET /b", ["plain"], false],
      ],
    ],
    [
      "a guard that lets anyone pass",
      program(
        [gin],
        "r := gin.New()\nr.GET(`/a`, optionalAuth(), h)\nr.Run()",
        "func optionalAuth() gin.HandlerFunc { return func(c *gin.Context) {} }\n",
      ),
      [["GET /a", ["optionalAuth"], false]],
    ],
  ])("knows %s", (_what, project, expected) => {
    expect(guarded(project)).toEqual(expected);
  });

  it("follows imports with other names, and packages of the module in a folder", () => {
    const project = memoryProject({
      "backend/go.mod": "module example.com/shop/v2\n",
      "backend/cmd/shop/main.go":
        'package main\n\nimport (\n\tweb "example.com/shop/v2/internal/http"\n\t"net/http"\n)\n\nfunc main() { http.ListenAndServe(":1", web.Router()) }\n',
      "backend/internal/http/router.go":
        'package http\n\nimport stdhttp "net/http"\n\nfunc Router() stdhttp.Handler {\n\tm := stdhttp.NewServeMux()\n\tm.HandleFunc("GET /x", nil)\n\treturn m\n}\n',
    });

    expect(applicationOf(project).dir).toBe("backend");
    expect(pathsOf(project)).toEqual(["GET /x"]);
  });

  it("follows a project without any go.mod by what its imports have in common", () => {
    const project = memoryProject({
      "main.go":
        'package main\n\nimport (\n\t"example.com/me/shop/app"\n\t"github.com/gorilla/mux"\n\t"net/http"\n)\n\nfunc main() {\n\tr := mux.NewRouter()\n\tapp.Add(r)\n\thttp.ListenAndServe(":1", r)\n}\n',
      "app/app.go":
        'package app\n\nimport (\n\t"example.com/me/shop/app/handler"\n\t"github.com/gorilla/mux"\n)\n\nfunc Add(r *mux.Router) { r.HandleFunc("/x", handler.Show) }\n',
      "app/handler/show.go":
        'package handler\n\nimport "net/http"\n\nfunc Show(w http.ResponseWriter, r *http.Request) {}\n',
    });

    expect(adapter.routes(project, applicationOf(project))).toMatchObject({
      routes: [{ path: "/x", handler: "handler.Show", confidence: 1 }],
      unresolved: [],
    });
  });

  it("finds what a command of some package serves, without seeing who runs it", () => {
    const project = program(
      ["github.com/spf13/cobra"],
      "execute(os.Args)",
      'type server struct{}\n\nfunc (s *server) serve() error {\n\tm := http.NewServeMux()\n\tm.HandleFunc("GET /a", h)\n\tm.HandleFunc("GET /b", h)\n\tm.HandleFunc("GET /c", h)\n\treturn http.ListenAndServe(":8000", m)\n}\n',
    );

    expect(pathsOf(project)).toEqual(["GET /a", "GET /b", "GET /c"]);
  });

  it("is less sure of routers that nothing serves, and lists packages that register by themselves", () => {
    const project = module({
      "main.go": `package main\n\nimport (\n\t"${gin}"\n\t"github.com/emicklei/go-restful/v3"\n)\n\nfunc main() { r := gin.New()\nr.GET("/a", h)\nr.Run() }\n\nfunc lost(r *gin.RouterGroup) { r.GET("/lost", h) }\n\nvar _ = restful.NewContainer\n`,
    });

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path, confidence }) => [path, confidence])).toEqual([
      ["/a", 1],
      ["/lost", 0.5],
    ]);
    expect(unresolved).toEqual([
      { what: "routes that github.com/emicklei/go-restful registers", file: "main.go", line: 5 },
    ]);
  });
});
