import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseExpression } from "../../src/expression/parse.ts";
import { printExpression } from "../../src/expression/print.ts";
import { ExpressionFault } from "../../src/expression/syntax.ts";
import type { Syntax } from "../../src/expression/syntax.ts";
import { expressions } from "./random-expression.ts";

describe("expressions", () => {
  test.each([
    ["this.id == auth.id"],
    ['followers[id == auth.id] and not state == "draft"'],
    ["tagList has query.tag"],
    ["count(favoritedBy) >= 3 or exists(comments[author.id == auth.id])"],
    ["from.balance - input.amount * 2 >= -5"],
    ["(a or b) and c"],
    ["a - (b - c)"],
    ["expires < now()"],
  ])("%s is written as it was read", (text) => {
    expect(printExpression(parseExpression(text))).toBe(text);
  });

  test("binds `and` tighter than `or` and `*` tighter than `+`", () => {
    expect(printExpression(parseExpression("(a or (b and c)) or ((1) + (2 * 3)) == 7"))).toBe(
      "a or b and c or 1 + 2 * 3 == 7",
    );
  });

  test("gives back every expression that was written", () => {
    fc.assert(
      fc.property(expressions, (syntax) => {
        const text = printExpression(syntax);
        const again = parseExpression(text);

        expect(withoutPlaces(again)).toEqual(withoutPlaces(syntax));
        expect(printExpression(again)).toBe(text);
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  test("ends with a fault or an expression, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...Array.from("ab1 .()[]\"'=!<>+-*&andorhas\\")) }), (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpressionFault);
          expect((error as ExpressionFault).at).toBeLessThanOrEqual(text.length);
        }
      }),
      { numRuns: 500, seed: 5 },
    );
  });

  test.each([
    ["a = b", 2, "`=` has no place in an expression; compare with `==`"],
    ["a && b", 2, "`&` has no place in an expression; write `and`"],
    ["a ==", 4, "it ends where a name, a number, a text or `(` belongs"],
    ["a b", 2, "`b` stands where the end, or an operator like `and` or `==` belongs"],
    ["(a", 2, "it ends where `)` belongs"],
    ["sum(a)", 0, "there is no function `sum`; there are exists, count, now"],
    ["a < b < c", 6, "comparisons do not chain; join them with `and`"],
    ['a == "x', 5, "the text is not closed"],
    ["a[", 2, "it ends where a name, a number, a text or `(` belongs"],
    [`${"(".repeat(60)}a`, 50, "it is nested too deeply"],
    ["", 0, "it ends where a name, a number, a text or `(` belongs"],
  ])("says what is wrong with %s, and where", (text, at, message) => {
    expect(() => parseExpression(text)).toThrow(expect.objectContaining({ message, at }));
  });
});

function withoutPlaces(syntax: Syntax): unknown {
  return JSON.parse(JSON.stringify(syntax, (key, value: unknown) => (key === "at" ? undefined : value)));
}
