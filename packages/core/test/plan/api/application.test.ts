import { describe, expect, it } from "vitest";
import { backendWith, route } from "../backend-with.ts";
import { planOf } from "../plan-of.ts";
import { blog } from "./blog.ts";

const model = { name: "posts", file: "src/schema.ts", line: 3, kind: "model" as const, fields: [] };

describe("a whole API beside an application", () => {
  it("is refused where the application answers already", () => {
    const backend = backendWith({ routes: [route("GET", "/posts")], models: [] });

    expect(() => planOf(blog, { backend })).toThrow(
      /operations\.listPosts: The application answers GET \/posts already, with GET \/posts in src\/routes\.ts:7/,
    );
  });

  it("may have entities of the names that the application's models have", () => {
    const backend = backendWith({ routes: [], models: [model] });

    expect(planOf(blog, { backend }).api?.entities.map(({ table }) => table)).toContain("posts");
  });

  it("does not mind what an earlier run of the same task has made", () => {
    const backend = backendWith({ routes: [route("GET", "/posts")], models: [model] });
    const generated = new Set(["src/routes.ts", "src/schema.ts"]);

    expect(planOf(blog, { backend, generated }).api?.operations).toHaveLength(12);
  });

  it("stands under the path that the application's routes share", () => {
    const backend = backendWith({ routes: [route("GET", "/api/notes"), route("GET", "/api/users-of-notes")] });

    expect(planOf(blog, { backend }).api?.operations[0]?.path).toBe("/api/users");
  });
});
