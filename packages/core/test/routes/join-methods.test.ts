import { describe, expect, it } from "vitest";
import { joinMethods } from "../../src/routes/join-methods.ts";

const view = {
  path: "/notes",
  handler: "Notes",
  guards: [],
  authenticated: false,
  file: "a.py",
  line: 3,
  confidence: 1,
  dispatched: true,
};

describe("joinMethods", () => {
  it("gives one route for all methods that one registered view answers alike", () => {
    const routes = joinMethods([
      { ...view, method: "GET" },
      { ...view, method: "GET", path: "/other" },
      { ...view, method: "POST" },
    ]);

    expect(routes.map(({ method, methods, path }) => [method, methods, path])).toEqual([
      ["GET", ["GET", "POST"], "/notes"],
      ["GET", ["GET"], "/other"],
    ]);
    expect(routes[0]).not.toHaveProperty("dispatched");
  });

  it.each([
    ["guards", { guards: ["login_required"] }],
    ["handlers", { handler: "Notes.post" }],
    ["places", { line: 4 }],
    ["handlers of their own", { dispatched: false }],
  ])("leaves methods with other %s apart", (_, difference) => {
    const routes = joinMethods([
      { ...view, method: "GET" },
      { ...view, method: "POST", ...difference },
    ]);

    expect(routes.map(({ methods }) => methods)).toEqual([["GET"], ["POST"]]);
  });
});
