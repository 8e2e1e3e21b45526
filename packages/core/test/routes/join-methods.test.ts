import { describe, expect, it } from "vitest";
import { joinMethods } from "../../src/routes/join-methods.ts";

const route = {
  path: "/notes",
  handler: "Notes",
  guards: [],
  authenticated: false,
  file: "a.py",
  line: 3,
  confidence: 1,
  view: "Notes",
};

describe("joinMethods", () => {
  it("gives one route a path for all methods that one registered view answers alike", () => {
    const routes = joinMethods([
      { ...route, method: "GET" },
      { ...route, method: "GET", path: "/other" },
      { ...route, method: "POST" },
    ]);

    expect(routes.map(({ method, methods, path }) => [method, methods, path])).toEqual([
      ["GET", ["GET", "POST"], "/notes"],
      ["GET", ["GET"], "/other"],
    ]);
    expect(routes[0]).not.toHaveProperty("view");
  });

  it("names the view where its methods have handlers of their own", () => {
    const routes = joinMethods([
      { ...route, method: "GET", handler: "Notes.list" },
      { ...route, method: "POST", handler: "Notes.create" },
      { ...route, method: "DELETE", handler: "Notes.destroy", path: "/notes/:id" },
    ]);

    expect(routes.map(({ methods, handler }) => [methods, handler])).toEqual([
      [["GET", "POST"], "Notes"],
      [["DELETE"], "Notes.destroy"],
    ]);
  });

  it.each([
    ["guards", { guards: ["login_required"] }],
    ["views", { view: "Others" }],
    ["places", { line: 4 }],
  ])("leaves methods with other %s apart", (_, difference) => {
    const routes = joinMethods([
      { ...route, method: "GET" },
      { ...route, method: "POST", ...difference },
    ]);

    expect(routes.map(({ methods }) => methods)).toEqual([["GET"], ["POST"]]);
  });

  it("leaves apart what is registered for its method", () => {
    const { view, ...registered } = route;
    const routes = joinMethods([
      { ...registered, method: "GET", handler: view },
      { ...registered, method: "POST", handler: view },
    ]);

    expect(routes.map(({ methods }) => methods)).toEqual([["GET"], ["POST"]]);
  });
});
