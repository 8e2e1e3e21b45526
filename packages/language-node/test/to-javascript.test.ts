import { describe, expect, it } from "vitest";
import { formatSource, stripTypes, toCommonJs } from "../src/index.ts";

async function javascript(text: string): Promise<string> {
  return formatSource(stripTypes(text), "a.js");
}

describe("stripTypes", () => {
  it("leaves out the type of a tagged template", () => {
    expect(stripTypes("const a = sql<string | null>`${b} < c`;\nconst d = b < c;\n")).toBe(
      "const a = sql`${b} < c`;\nconst d = b < c;\n",
    );
  });

  it.each([
    [
      "import type { A } from 'a';\nimport { b, type C } from 'b';\nimport { type D } from 'd';\nb();",
      'import { b } from "b";\nb();\n',
    ],
    [
      "export interface A {\n  b: string;\n}\n\n/** Stays. */\nexport function f(a?: A, ...r: A[]): asserts a is A { return a!; }",
      "/** Stays. */\nexport function f(a, ...r) {\n  return a;\n}\n",
    ],
    ["/** Goes. */\nexport type B = { c: number };\nexport const x = y as unknown as B;", "export const x = y;\n"],
    ["const o = { a: [1] } satisfies Record<string, number[]>;\ng<B>(o)", "const o = { a: [1] };\ng(o);\n"],
    [
      "class E<T> extends Error implements F {\n  readonly status: number;\n  private d: T | undefined;\n  constructor(status: number, d?: T) { super(); this.status = status }\n}",
      "class E extends Error {\n  constructor(status, d) {\n    super();\n    this.status = status;\n  }\n}\n",
    ],
    ["const f = async <R>(w: () => Promise<R>): Promise<R> => w();", "const f = async (w) => w();\n"],
    [
      "export const roles = ['a'] as const;\nexport type Role = (typeof roles)[number];",
      'export const roles = ["a"];\n',
    ],
  ])("leaves out the types of %j", async (typed, plain) => {
    expect(await javascript(typed)).toBe(plain);
  });

  it("leaves out what is imported for types alone", () => {
    const text = "import { a, b } from './a';\nimport { c } from './c';\nlet d: typeof b.e = a();\nlet f: typeof c;\n";

    expect(stripTypes(text)).toBe("import { a,  } from './a';\nlet d = a();\nlet f;\n");
  });

  it("leaves JavaScript as it is", () => {
    const text = "const a = b ? c : d;\nfor (const x of y) z(x);\nexport const as = 1;\n";

    expect(stripTypes(text)).toBe(text);
  });
});

describe("toCommonJs", () => {
  it("writes imports as require and exports at the end", async () => {
    const text =
      "import express, { Router } from 'express';\nimport * as z from 'zod';\nimport { a as b } from './a';\nimport './c';\nexport const router = Router();\nexport function f() {}\nexport const { d, e: g } = b;\n";

    const result = await formatSource(toCommonJs(text), "a.js");

    expect(result).toBe(
      'const express = require("express");\nconst { Router } = express;\nconst z = require("zod");\nconst { a: b } = require("./a");\nrequire("./c");\nconst router = Router();\nfunction f() {}\nconst { d, e: g } = b;\n\nmodule.exports = { router, f, d, g };\n',
    );
  });

  it("writes a default that is alone, and what is imported later", async () => {
    const text = "export default define({ load: async () => (await import('./a')).b });";

    expect(await formatSource(toCommonJs(text), "a.js")).toBe(
      'module.exports = define({ load: async () => require("./a").b });\n',
    );
  });

  it.each([
    "await go();",
    "export const b = 1; export default 1;",
    "export { a } from './a';",
    "const a = 1; export { a };",
  ])("refuses %s", (text) => {
    expect(() => toCommonJs(text)).toThrow(/CommonJS/);
  });
});
