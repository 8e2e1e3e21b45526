import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { extendOpenapi } from "../../src/plan/openapi/extend.ts";
import { renderOpenapi } from "../../src/plan/render.ts";
import { lint, planOf } from "./plan-of.ts";

const first = planOf("{ id: T-1, objective: x, auth: jwt, resources: { Note: { fields: { a: string } } } }");
const second = planOf("{ id: T-2, objective: y, auth: jwt, resources: { Page: { fields: { b: integer } } } }");

describe("extendOpenapi", () => {
  const before = renderOpenapi(first);
  const after = extendOpenapi(before, second) ?? "";

  it("adds operations, and what they name", async () => {
    const { paths, components, tags, info } = parse(after);

    expect(Object.keys(paths)).toEqual(expect.arrayContaining(["/auth/login", "/notes", "/notes/{id}", "/pages"]));
    expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(["Note", "Page", "PageCreate"]));
    expect(tags.map(({ name }: { name: string }) => name)).toEqual(["Accounts", "Note", "Page"]);
    expect(info.description).toBe("x");
    expect(await lint({ openapi: parse(after) })).toEqual([]);
  });

  it("leaves the lines that are there as they are", () => {
    const lines = after.split("\n");

    expect(before.split("\n").filter((line) => !lines.includes(line))).toEqual([]);
    expect(extendOpenapi(after, second)).toBe(after);
    expect(extendOpenapi(`# Written by hand\n${before}`, second)).toBe(`# Written by hand\n${after}`);
  });

  it("keeps an operation that somebody has changed", () => {
    const text = after.replace("summary: List pages", "summary: All pages");

    expect(text).not.toBe(after);
    expect(extendOpenapi(text, second)).toBe(text);
  });

  it.each(["paths: [", "openapi: 3.1.1\n", "- paths"])("tells a text that is no such document: %j", (text) => {
    expect(extendOpenapi(text, second)).toBeNull();
  });
});
