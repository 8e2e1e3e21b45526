import { describe, expect, it } from "vitest";
import { chainAt, entriesOf, expressionAt, itemsOf, textOf, written } from "../../src/text/expression.ts";
import type { Expression } from "../../src/text/expression.ts";
import { maskedText } from "../../src/text/mask.ts";

function whole(text: string): Expression {
  return expressionAt(maskedText(text), 0, text.length);
}

function entries(text: string): Record<string, string> {
  return Object.fromEntries([...entriesOf(whole(text))].map(([name, value]) => [name, written(value)]));
}

describe("entriesOf", () => {
  it.each([
    ["brackets and commas in texts", '{ a: "x, {", b: 1 }', { a: '"x, {"', b: "1" }],
    ["an apostrophe in a comment", "{ a: 1, // don't\n b: 2 /* it's, { */ }", { a: "1", b: "2" }],
    [
      "quotes in a regular expression",
      `{ a: { match: /^[^"'{,/]+"$/i }, b: 2 }`,
      { a: `{ match: /^[^"'{,/]+"$/i }`, b: "2" },
    ],
    ["a division", "{ a: total / 2, b: more / 3 }", { a: "total / 2", b: "more / 3" }],
    ["placeholders", "{ a: `${x}, {`, b: 2 }", { a: "`${x}, {`", b: "2" }],
    ["quoted names", `{ "a-b": 1, 'c': 2 }`, { "a-b": "1", c: "2" }],
    ["a name by itself, a method and a spread", "{ a, run() { return 1; }, ...rest, b: 2 }", { a: "a", b: "2" }],
    ["functions", "{ a: (x, y) => ({ x, y }), b: 2 }", { a: "(x, y) => ({ x, y })", b: "2" }],
  ])("tells entries apart beside %s", (_, text, expected) => {
    expect(entries(text)).toEqual(expected);
  });

  it("gives nothing for what is no object, or has no end", () => {
    expect(entries("[1, 2]")).toEqual({});
    expect(entries("{ a: 1")).toEqual({});
  });
});

describe("chainAt", () => {
  it("follows calls to the last, over lines, types and comments", () => {
    const { source } = whole('text<"a">("email")\n  // (unique\n  .notNull().references((): Key => users.id)');

    expect(chainAt(source, 0).map(({ name, args }) => [name, ...args.map(written)])).toEqual([
      ["text", '"email"'],
      ["notNull"],
      ["references", "(): Key => users.id"],
    ]);
  });

  it("gives nothing where a bracket is not closed", () => {
    expect(chainAt(maskedText('text("email"'), 0)).toEqual([]);
    expect(chainAt(maskedText("a < b"), 0)).toEqual([]);
  });
});

describe("textOf", () => {
  it("takes texts without placeholders, and nothing else", () => {
    const values = itemsOf(whole('["a,b", `c\nd`, `${x}`, x, "a" + "b"]'));

    expect(values.map(textOf)).toEqual(["a,b", "c\nd", null, null, null]);
  });
});
