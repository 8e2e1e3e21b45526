import { describe, expect, it } from "vitest";
import { formatSource } from "../src/format.ts";
import { toJest } from "../src/runners/to-jest.ts";
import { toMocha } from "../src/runners/to-mocha.ts";

const test = `import { beforeAll, expect, it, vi } from "vitest";
import { api } from "./api.ts";

beforeAll(reset);

it("adds", async () => {
  vi.stubEnv(name, limit);
  vi.resetModules();
  const res: Response = await api.post("/a");
  expect(res.status).toBe(201);
});
`;

async function mocha(statements: string): Promise<string> {
  const text = await formatSource(toMocha(`import { expect, it } from "vitest";\n${statements}`), "a.js");
  return text.trim();
}

describe("toJest", () => {
  it("takes jest's global functions", () => {
    expect(toJest(test)).toBe(
      test
        .replace(/^import .* from "vitest";\n/, "")
        .replace("vi.stubEnv(name, limit)", "process.env[name] = limit")
        .replace("vi.resetModules()", "jest.resetModules()"),
    );
  });

  it("gives the environment back that a test has changed", () => {
    const text = toJest(
      `import { afterEach, vi } from "vitest";\nimport a from "./a.ts";\n\nafterEach(() => {\n  vi.unstubAllEnvs();\n});\n`,
    );

    expect(text).toContain('import a from "./a.ts";\n\nconst unchangedEnvironment = { ...process.env };\n');
    expect(text).toContain("process.env = { ...unchangedEnvironment };");
  });

  it("refuses what only vitest has", () => {
    expect(() => toJest(`import { vi } from "vitest";\nvi.useFakeTimers();\n`)).toThrow("vi.useFakeTimers();");
  });

  it("imports them for TypeScript that has no types of them", () => {
    expect(toJest(test, { imported: true })).toMatch(/^import { beforeAll, expect, it, jest } from '@jest\/globals';/);
  });
});

describe("toMocha", () => {
  it("names hooks as mocha does and asserts with node:assert", async () => {
    const text = await formatSource(toMocha(test), "a.ts");

    expect(text).toContain('import assert from "node:assert/strict";');
    expect(text).toContain("before(reset);");
    expect(text).toContain("assert.equal(res.status, 201);");
    expect(text).toContain("delete require.cache[path];");
    expect(text).not.toMatch(/vitest|expect/);
  });

  it.each([
    ["expect(a).toBeNull();", "assert.equal(a, null);"],
    ["expect(a).toHaveLength(2);", "assert.equal(a.length, 2);"],
    ["expect(a).toHaveProperty('b');", 'assert.ok("b" in a);'],
    ["expect(a).toBeGreaterThan(b);", "assert.ok(a > b);"],
    ["expect(a).not.toMatch(/b/);", "assert.doesNotMatch(a, /b/);"],
    ["expect(a).not.toContain('b');", 'assert.ok(!a.includes("b"));'],
    ["expect(await f()).toMatchObject({ b: 1 });", "assert.partialDeepStrictEqual(await f(), { b: 1 });"],
    [
      "expect(a).toEqual({ ...b, id: expect.any(Number) });",
      'assert.deepEqual(a, { ...b, id: a.id });\nassert.equal(typeof a.id, "number");',
    ],
    ["expect(a).toMatchObject({ b: { c: expect.any(String) } });", 'assert.equal(typeof a.b.c, "string");'],
    ["expect(a).toEqual(expect.any(Array));", "assert.ok(Array.isArray(a));"],
    ["expect(a).toEqual(expect.any(Date));", "assert.ok(a instanceof Date);"],
    ["expect(a).not.toHaveProperty('b');", 'assert.ok(!("b" in a));'],
    ["expect(a).toBeDefined();", "assert.notEqual(a, undefined);"],
    [
      "expect(a.b).toEqual([{ id: expect.any(Number), c: 1 }]);",
      'assert.deepEqual(a.b, [{ id: a.b[0].id, c: 1 }]);\nassert.equal(typeof a.b[0].id, "number");',
    ],
    [
      "expect(a).toEqual([expect.objectContaining({ id: b.id }), expect.objectContaining({ id: c.id })]);",
      "assert.deepEqual(\n  a.map(({ id }) => id),\n  [b.id, c.id],\n);",
    ],
    [
      "expect(a).toEqual(expect.arrayContaining([expect.objectContaining({ id: b.id, n: 1 })]));",
      "assert.partialDeepStrictEqual(\n  a.find(({ id }) => id === b.id),\n  { n: 1 },\n);",
    ],
    [
      "expect(await f()).toMatchObject([{ b: 1 }]);",
      "const found = await f();\nassert.equal(found.length, 1);\nassert.partialDeepStrictEqual(found[0], { b: 1 });",
    ],
    [
      "await expect(f()).rejects.toThrow('no');",
      'await assert.rejects(f(), (error) => {\n  assert.ok(error.message.includes("no"));\n  return true;\n});',
    ],
  ])("writes %s as an assertion", async (expectation, assertion) => {
    expect(await mocha(expectation)).toBe(`import assert from "node:assert/strict";\n${assertion}`);
  });

  it("keeps hooks to their file", async () => {
    const one = await mocha("let a;\nbeforeEach(() => { a = 1; });\ndescribe('b', () => { it('c', () => {}); });");
    const several = toMocha("function f() {}\n// Why.\nafterEach(f);\nit('a', f);\nit('b', f);\n", {
      title: "letters",
    });

    expect(one).toBe(
      'let a;\ndescribe("b", () => {\n  beforeEach(() => {\n    a = 1;\n  });\n  it("c", () => {});\n});',
    );
    expect(several).toBe(
      "function f() {}\n\ndescribe('letters', () => {\n// Why.\nafterEach(f);\n\nit('a', f);\n\nit('b', f);\n});\n",
    );
  });

  it("asserts with chai where an app does", async () => {
    const text = toMocha(
      `import { expect, it } from "vitest";\nexpect(a).toEqual({ b: 1 });\nexpect(a).toMatchObject({ b: expect.any(String), c: 2 });\n`,
      { assertions: "chai" },
    );

    expect(await formatSource(text, "a.js")).toBe(
      'import { expect } from "chai";\nexpect(a).to.deep.equal({ b: 1 });\nexpect(a).to.deep.include({ c: 2 });\nexpect(a.b).to.be.a("string");\n',
    );
  });

  it("writes a table of tests as a loop", async () => {
    expect(await mocha("it.each([['none', 1]])('answers %s', async (_case, id) => { await go(id); });")).toBe(
      'for (const [title, id] of [["none", 1]]) {\n  it(`answers ${title}`, async () => {\n    await go(id);\n  });\n}',
    );
  });

  it("refuses an expectation that it does not know", () => {
    expect(() => toMocha("expect(a).toThrow(b);")).toThrow("no form for mocha");
  });
});
