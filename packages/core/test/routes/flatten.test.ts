import { describe, expect, it } from "vitest";
import { flattenRoutes, joinRoutePath } from "../../src/index.ts";
import type { RouterEntry, RouterGraph } from "../../src/index.ts";

const place = { file: "a.ts", line: 1, confidence: 1 };

function graphOf(routers: Readonly<Record<string, readonly RouterEntry[]>>): RouterGraph {
  return {
    routers: new Map(Object.entries(routers).map(([id, entries]) => [id, { id, file: "a.ts", line: 1, entries }])),
  };
}

function get(path: string, guards: readonly string[] = []): RouterEntry {
  return { kind: "route", method: "GET", path, handler: "h", guards, ...place };
}

function mount(prefix: string, router: string): RouterEntry {
  return { kind: "mount", prefix, guards: [], router, ...place };
}

function guard(prefix: string, ...guards: string[]): RouterEntry {
  return { kind: "guard", prefix, guards, ...place };
}

const options = { authenticates: (name: string) => name === "auth", applications: new Set(["app"]) };

describe("flattenRoutes", () => {
  it("joins the prefixes of mounts, and mounts a router as often as it is mounted", () => {
    const graph = graphOf({
      app: [mount("/api", "v1"), mount("/old/", "v1")],
      v1: [mount("/users", "users")],
      users: [get("/:id")],
    });

    expect(flattenRoutes(graph, options).map((route) => route.path)).toEqual(["/api/users/:id", "/old/users/:id"]);
  });

  it("gives a guard only to what is registered after it and below its prefix", () => {
    const graph = graphOf({
      app: [get("/open"), guard("/admin", "auth"), get("/admin/x"), get("/administration"), get("/late")],
    });

    const guarded = flattenRoutes(graph, options).map((route) => [route.path, route.authenticated]);

    expect(guarded).toEqual([
      ["/open", false],
      ["/admin/x", true],
      ["/administration", false],
      ["/late", false],
    ]);
  });

  it("hands the guards of a mount down and keeps them in order", () => {
    const graph = graphOf({ app: [guard("", "log"), mount("/a", "r")], r: [guard("", "auth"), get("/", ["check"])] });

    expect(flattenRoutes(graph, options)[0]).toMatchObject({
      path: "/a",
      guards: ["log", "auth", "check"],
      authenticated: true,
    });
  });

  it("is less sure of routers that nothing mounts, and still lists them", () => {
    const routes = flattenRoutes(graphOf({ app: [get("/a")], lost: [get("/b")] }), options);

    expect(routes.map((route) => [route.path, route.confidence])).toEqual([
      ["/a", 1],
      ["/b", 0.5],
    ]);
  });

  it("ends for routers that mount each other", () => {
    const graph = graphOf({
      app: [mount("/x", "one")],
      one: [get("/a"), mount("/two", "two")],
      two: [mount("/one", "one"), get("/b")],
    });

    expect(flattenRoutes(graph, options).map((route) => route.path)).toEqual(["/x/a", "/x/two/b"]);
  });

  it("lists what is reached by a known and by an unknown prefix once, where it is known", () => {
    const graph = graphOf({ unmounted: [mount("/a", "r")], app: [mount("/a", "r")], r: [get("/")] });

    expect(flattenRoutes(graph, options).map(({ path, confidence }) => [path, confidence])).toEqual([["/a", 1]]);
  });

  it("lists a route that is registered twice once", () => {
    expect(flattenRoutes(graphOf({ app: [get("/a"), get("/a/")] }), options)).toHaveLength(1);
  });
});

describe("joinRoutePath", () => {
  it.each([
    [["", ""], "/"],
    [["/", "/a/"], "/a"],
    [["api", "v1", "/x"], "/api/v1/x"],
  ])("joins %j to %s", (parts, path) => {
    expect(joinRoutePath(...parts)).toBe(path);
  });
});

describe("slashes at the end", () => {
  it("are kept where a framework tells them apart, and are cut elsewhere", () => {
    const graph = graphOf({ app: [mount("/api/", "api"), get("/")], api: [get(""), get("notes/"), get("notes")] });

    expect(flattenRoutes(graph, { ...options, keepTrailingSlash: true }).map(({ path }) => path)).toEqual([
      "/api/",
      "/api/notes/",
      "/api/notes",
      "/",
    ]);
    expect(flattenRoutes(graph, options).map(({ path }) => path)).toEqual(["/api", "/api/notes", "/"]);
  });

  it("keeps routes of one path apart where nothing says under which prefix they stand", () => {
    const graph = graphOf({
      app: [get("/x")],
      one: [get("/all")],
      two: [{ ...get("/all"), line: 9 }],
      three: [get("/all")],
    });

    expect(flattenRoutes(graph, options).map(({ path, line }) => `${path}:${line}`)).toEqual([
      "/x:1",
      "/all:1",
      "/all:9",
    ]);
  });
});
