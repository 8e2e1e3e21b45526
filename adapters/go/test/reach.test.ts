import { describe, expect, it } from "vitest";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";
import { applicationOf, module, pathsOf, program } from "./fixtures.ts";

const gin = "github.com/gin-gonic/gin";

describe("how far routes are followed", () => {
  it("follows handlers that a function of the project puts into a list one by one", () => {
    const project = program(
      [gin],
      'r := &wrapped{gin.New()}\nr.GET("/a", show)\nr.GET("/b")\nhttp.ListenAndServe(":1", nil)',
      [
        "type wrapped struct { engine *gin.Engine }",
        "func (w *wrapped) GET(path string, handlers ...func()) { w.engine.GET(path, wrap(handlers...)...) }",
        "func wrap(handlers ...func()) []gin.HandlerFunc {",
        "  made := make([]gin.HandlerFunc, len(handlers))",
        "  for i, handler := range handlers { made[i] = func(c *gin.Context) { handler() } }",
        "  return made\n}\nfunc show() {}",
      ].join("\n"),
    );

    expect(pathsOf(project)).toEqual(["GET /a", "GET /b"]);
  });

  it("knows a server of procedures that a package of others makes and hands over", () => {
    const project = program(
      ["google.golang.org/grpc", "example.org/kit", "example.org/notes"],
      "s := &server{kit.New()}\ns.OnServer(s.register)\ns.Serve()",
      "type server struct{ *kit.Server }\n\nfunc (s *server) register(to *grpc.Server) { notes.RegisterNotesServer(to, s) }\n",
    );

    expect(applicationOf(project)).toMatchObject({ framework: { name: "grpc" }, apiStyles: ["grpc"] });
  });

  it("lists the procedures of a service that is defined elsewhere by the type that stands in for it", () => {
    const project = program(
      ["google.golang.org/grpc", "example.org/notes", "example.org/users"],
      'l, _ := net.Listen("tcp", ":9090")\ns := grpc.NewServer()\nnotes.RegisterNotesServer(s, &server{})\ns.Serve(l)',
      [
        "type server struct {\n\tnotes.UnimplementedNotesServer\n}\n",
        "func (s *server) Add(ctx context.Context, in *notes.AddRequest) (*notes.Note, error) { return nil, nil }\n",
        "func (s *server) Watch(in *notes.WatchRequest, to notes.Notes_WatchServer) error { return nil }\n",
        "func (s *server) Find(ctx context.Context, in *users.FindRequest) (*users.User, error) { return nil, nil }\n",
        "func (s *server) helper(name string) string { return name }\n",
      ].join("\n"),
    );

    expect(pathsOf(project)).toEqual(["POST /Notes/Add", "POST /Notes/Watch"]);
  });

  it("takes a tool that answers a request beside its work for no application", () => {
    const others = Object.fromEntries(
      Array.from({ length: 10 }, (_item, index) => [`part${index}.go`, `package main\n\nfunc part${index}() {}\n`]),
    );
    const main =
      'package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.HandleFunc("/callback", took)\n\thttp.ListenAndServe(":9999", nil)\n}\n\nfunc took(w http.ResponseWriter, r *http.Request) {}\n';

    expect(adapter.detect(module({ "main.go": main, ...others }))).toEqual([]);
    expect(adapter.detect(module({ "main.go": main }))).toHaveLength(1);
  });

  it("follows code into other modules of a workspace", () => {
    const project = memoryProject({
      "go.work": "go 1.24\n\nuse (\n\t./api\n\t./web\n)\n",
      "api/go.mod": "module example.com/api\n\ngo 1.24\n",
      "api/main.go":
        'package main\n\nimport (\n\t"net/http"\n\n\t"example.com/web"\n)\n\nfunc main() { http.ListenAndServe(":1", web.Routes()) }\n',
      "web/go.mod": "module example.com/web\n\ngo 1.24\n",
      "web/web.go":
        'package web\n\nimport "net/http"\n\nfunc Routes() http.Handler {\n\tmux := http.NewServeMux()\n\tmux.HandleFunc("GET /notes", show)\n\treturn mux\n}\n\nfunc show(w http.ResponseWriter, r *http.Request) {}\n',
    });

    expect(adapter.detect(project)[0]).toMatchObject({ dir: "api", entry: "api/main.go" });
    expect(pathsOf(project)).toEqual(["GET /notes"]);
  });

  it("leaves enough for the program when what packages run at their start is more than can be followed", () => {
    const many = Array.from(
      { length: 80 },
      (_item, index) =>
        `func f${index}() {\n${"\tx := 1 + 2 + 3 + 4\n".repeat(40)}${`\tf${index + 1}()\n`.repeat(3)}}\n`,
    );
    const project = program(
      [gin],
      "r := gin.New()\nr.GET(`/a`, h)\nr.Run()",
      `func init() { f0() }\n\nfunc f80() {}\n\n${many.join("\n")}`,
    );

    const { routes, unresolved } = adapter.routes(project, applicationOf(project));

    expect(routes.map(({ path }) => path)).toEqual(["/a"]);
    expect(unresolved.map(({ what }) => what)).toEqual(["more code than could be followed"]);
  });
});
