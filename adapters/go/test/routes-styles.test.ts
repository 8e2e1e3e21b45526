import { describe, expect, it } from "vitest";
import { module, pathsOf, program } from "./fixtures.ts";

const chi = "github.com/go-chi/chi/v5";
const echo = "github.com/labstack/echo/v4";
const fiber = "github.com/gofiber/fiber/v2";
const gin = "github.com/gin-gonic/gin";
const mux = "github.com/gorilla/mux";
const every = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

function everyMethod(path: string): string[] {
  return every.map((method) => `${method} ${path}`);
}

describe("ways to register routes", () => {
  it.each([
    [
      "gin: blocks behind groups, guards of a group, and any method",
      program(
        [gin],
        'r := gin.Default()\napi := r.Group("/api", guard())\n{\n\tusers := api.Group("/users")\n\t{\n\t\tusers.GET("", h)\n\t\tusers.POST("/:id/*rest", h)\n\t}\n}\nr.Any("/any", h)\nr.Any("/files/*rest", h)\nr.NoRoute(h)\nr.Run(":8080")',
        "func guard() gin.HandlerFunc { return nil }\nfunc h(c *gin.Context) {}\n",
      ),
      ["GET /api/users", "POST /api/users/:id/*rest", ...everyMethod("/any"), "ALL /files/*rest"],
    ],
    [
      "gin: a function that is given the group, of another package",
      module({
        "main.go": `package main\n\nimport (\n\t"${gin}"\n\t"example.com/app/routes"\n)\n\nfunc main() {\n\tengine := gin.New()\n\troutes.Setup(engine.Group("/v1"), &routes.Deps{})\n\t_ = engine.Run()\n}\n`,
        "routes/setup.go": `package routes\n\nimport "${gin}"\n\ntype Deps struct{ Users *Users }\n\ntype Users struct{}\n\nfunc (u *Users) List(c *gin.Context) {}\n\nfunc Setup(rg *gin.RouterGroup, d *Deps) {\n\trg.GET("/users", d.Users.List)\n\tadmin(rg)\n}\n\nfunc admin(rg *gin.RouterGroup) {\n\trg.Group("/admin").DELETE("/users/:id", nil)\n}\n`,
      }),
      ["GET /v1/users", "DELETE /v1/admin/users/:id"],
    ],
    [
      "echo: groups with guards, any method, and routes of a struct",
      program(
        [echo],
        'e := echo.New()\ns := &server{e: e}\ns.routes()\ne.Logger.Fatal(e.Start(":1323"))',
        'type server struct{ e *echo.Echo }\n\nfunc (s *server) routes() {\n\tg := s.e.Group("/api/v1", nil)\n\tg.Use(nil)\n\tg.GET("/a/:id", s.show)\n\tg.PATCH("/a/:id", s.show).Name = "x"\n\ts.e.Any("/any", s.show)\n}\n\nfunc (s *server) show(c echo.Context) error { return nil }\n',
      ),
      ["GET /api/v1/a/:id", "PATCH /api/v1/a/:id", ...everyMethod("/any")],
    ],
    [
      "fiber: chains, all methods, and guards under a path",
      program(
        [fiber],
        'app := fiber.New()\napi := app.Group("/api", nil)\nv1 := api.Group("/v1")\nv1.Get("/a/:id<int>", h).Post("/b", h)\napp.Add("PUT", "/c", h)\napp.Use("/d", guard)\napp.All("/e", h)\napp.Listen(":3000")',
        "func h(c *fiber.Ctx) error { return nil }\nfunc guard(c *fiber.Ctx) error { return c.Next() }\n",
      ),
      ["GET /api/v1/a/:id", "POST /api/v1/b", "PUT /c", ...everyMethod("/e")],
    ],
    [
      "chi: handlers of every method, nested routes and routers of other packages",
      module({
        "cmd/api/main.go": `package main\n\nimport (\n\t"net/http"\n\n\t"${chi}"\n\t"${chi}/middleware"\n\n\t"example.com/app/internal/users"\n)\n\nfunc main() {\n\tr := chi.NewRouter()\n\tr.Use(middleware.Logger)\n\tr.Route("/api", func(r chi.Router) {\n\t\tr.Mount("/users", users.Routes())\n\t\tr.Route("/posts/{postID}", func(r chi.Router) {\n\t\t\tr.Get("/", nil)\n\t\t\tr.With(middleware.NoCache).Delete("/", nil)\n\t\t})\n\t})\n\tr.MethodFunc(http.MethodPut, "/m", nil)\n\thttp.ListenAndServe(":3333", r)\n}\n`,
        "internal/users/routes.go": `package users\n\nimport (\n\t"net/http"\n\n\t"${chi}"\n)\n\ntype Resource struct{}\n\nfunc Routes() chi.Router {\n\tr := chi.NewRouter()\n\trs := Resource{}\n\tr.Get("/", rs.List)\n\tr.Group(func(r chi.Router) {\n\t\tr.Use(nil)\n\t\tr.Post("/", rs.List)\n\t})\n\treturn r\n}\n\nfunc (rs Resource) List(w http.ResponseWriter, r *http.Request) {}\n`,
      }),
      ["GET /api/users", "POST /api/users", "GET /api/posts/:postID", "DELETE /api/posts/:postID", "PUT /m"],
    ],
    [
      "gorilla/mux: methods before the path, subrouters of methods, and files",
      program(
        [mux],
        'r := mux.NewRouter().StrictSlash(true)\nget := r.Methods(http.MethodGet).Subrouter()\nget.HandleFunc("/a/{id:[0-9]+}", h)\nr.Methods("POST").Path("/b").HandlerFunc(h)\nr.Handle("/c", http.HandlerFunc(h)).Methods("PUT", "DELETE").Name("c")\nr.PathPrefix("/static/").Handler(http.StripPrefix("/static/", http.FileServer(http.Dir("s"))))\nlog(http.ListenAndServe(":1", r))',
        "func log(err error) {}\nfunc h(w http.ResponseWriter, r *http.Request) {}\n",
      ),
      ["GET /a/:id", "POST /b", "PUT /c", "DELETE /c"],
    ],
    [
      "net/http: the default multiplexer, and the methods that a handler tells apart",
      program(
        [],
        'http.HandleFunc("/a", a)\nhttp.Handle("/b", http.HandlerFunc(b))\nhttp.ListenAndServe(":8080", nil)',
        'func a(w http.ResponseWriter, r *http.Request) {\n\tswitch r.Method {\n\tcase http.MethodGet:\n\tcase "POST":\n\tdefault:\n\t\thttp.Error(w, "no", http.StatusMethodNotAllowed)\n\t}\n}\n\nfunc b(w http.ResponseWriter, r *http.Request) {}\n',
      ),
      ["GET /a", "POST /a", "GET /b"],
    ],
    [
      "net/http: a multiplexer below another, and a server that is configured",
      program(
        [],
        'api := http.NewServeMux()\napi.HandleFunc("GET /users/{id}", h)\nroot := http.NewServeMux()\nroot.Handle("/api/", http.StripPrefix("/api", logged(api)))\nsrv := &http.Server{Addr: ":9000", Handler: root}\nsrv.ListenAndServe()',
        "func logged(next http.Handler) http.Handler { return next }\nfunc h(w http.ResponseWriter, r *http.Request) {}\n",
      ),
      ["GET /api/users/:id"],
    ],
    [
      "a struct that is itself the handler",
      program(
        [],
        's := newServer()\nhttp.ListenAndServe(":1", s)',
        'type server struct{ mux *http.ServeMux }\n\nfunc newServer() *server {\n\ts := &server{mux: http.NewServeMux()}\n\ts.routes()\n\treturn s\n}\n\nfunc (s *server) routes() {\n\ts.mux.HandleFunc("GET /x", s.x())\n}\n\nfunc (s *server) x() http.HandlerFunc { return func(w http.ResponseWriter, r *http.Request) {} }\n\nfunc (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.mux.ServeHTTP(w, r) }\n',
      ),
      ["GET /x"],
    ],
    [
      "paths behind a prefix that is a setting, but not what stands behind an unknown part of a path",
      program(
        [echo],
        'e := echo.New()\ne.GET(BasePath+"/a", h)\nconf := load()\ng := e.Group(conf.Prefix + "/g")\ng.POST("/b", h)\ne.GET("/v/"+BasePath+"/c", h)\ne.Start(":1")',
        "var BasePath string\n\ntype settings struct{ Prefix string }\n\nfunc load() settings\nfunc h(c echo.Context) error { return nil }\n",
      ),
      ["GET /a", "POST /g/b"],
    ],
    [
      "paths that a table of another package gives",
      module({
        "main.go": `package main\n\nimport (\n\t"${gin}"\n\t"example.com/app/define"\n)\n\nfunc main() {\n\tr := gin.New()\n\tr.GET(define.Pages.Home.Path, nil)\n\tr.POST(define.Pages.Login.Path, nil)\n\tr.Run()\n}\n`,
        "define/pages.go":
          'package define\n\ntype Page struct{ Path string }\n\ntype Map struct{ Home, Login Page }\n\nfunc pages() Map {\n\treturn Map{\n\t\tHome: Page{Path: "/home"},\n\t\tLogin: Page{Path: "/login"},\n\t}\n}\n\nvar Pages = pages()\n',
      }),
      ["GET /home", "POST /login"],
    ],
    [
      "operations of Huma on a router",
      program(
        [chi, "github.com/danielgtaylor/huma/v2", "github.com/danielgtaylor/huma/v2/adapters/humachi"],
        'r := chi.NewMux()\napi := humachi.New(r, huma.DefaultConfig("A", "1"))\nhuma.Get(api, "/a/{id}", show)\nhuma.Register(api, huma.Operation{Method: http.MethodPost, Path: "/b", OperationID: "b"}, show)\nhttp.ListenAndServe(":8888", r)',
        "func show() {}\n",
      ),
      ["GET /a/:id", "POST /b"],
    ],
  ])("reads %s", (_what, project, expected) => {
    expect(pathsOf(project).toSorted()).toEqual(expected.toSorted());
  });
});
