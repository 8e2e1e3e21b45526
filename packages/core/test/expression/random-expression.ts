import * as fc from "fast-check";
import type { Syntax } from "../../src/expression/syntax.ts";

const names = ["author", "tagList", "id", "auth", "query", "x1"] as const;
const at = fc.constant(0);

const literal: fc.Arbitrary<Syntax> = fc.record({
  kind: fc.constant("literal" as const),
  value: fc.oneof(
    fc.integer({ min: -1000, max: 1000 }).map((value) => (Object.is(value, -0) ? 0 : value)),
    fc.string({ maxLength: 8 }),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(0.5, 12.25),
  ),
  at,
});

interface Ties {
  any: Syntax;
  name: Extract<Syntax, { kind: "name" }>;
}

/** Any expression that the grammar can say. */
export const expressions: fc.Arbitrary<Syntax> = fc.letrec((tie: fc.LetrecTypedTie<Ties>) => ({
  name: fc.record({
    kind: fc.constant("name" as const),
    path: fc
      .array(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
      .map((path) => path as [string, ...string[]]),
    where: fc.option(tie("any"), { depthSize: "small" }),
    at,
  }),
  any: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    literal,
    tie("name"),
    fc.constant<Syntax>({ kind: "call", name: "now", argument: null, at: 0 }),
    fc.record({
      kind: fc.constant("call" as const),
      name: fc.constantFrom("exists" as const, "count" as const),
      argument: tie("name"),
      at,
    }),
    fc.record({ kind: fc.constant("not" as const), operand: tie("any"), at }),
    fc.record({ kind: fc.constantFrom("and" as const, "or" as const), left: tie("any"), right: tie("any"), at }),
    fc.record({
      kind: fc.constant("compare" as const),
      operator: fc.constantFrom(
        "==" as const,
        "!=" as const,
        "<" as const,
        "<=" as const,
        ">" as const,
        ">=" as const,
        "has" as const,
      ),
      left: tie("any"),
      right: tie("any"),
      at,
    }),
    fc.record({
      kind: fc.constant("arithmetic" as const),
      operator: fc.constantFrom("+" as const, "-" as const, "*" as const),
      left: tie("any"),
      right: tie("any"),
      at,
    }),
  ),
})).any;
