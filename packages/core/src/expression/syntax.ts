import type { ArithmeticOperator, CompareOperator } from "../plan/api/expression.ts";

/** An expression as it is written: names are not looked up. `at` counts characters from its start. */
export type Syntax =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly at: number }
  /** `author.username`, or with a condition on the elements of a collection `followers[id == auth.id]`. */
  | {
      readonly kind: "name";
      readonly path: readonly [string, ...string[]];
      readonly where: Syntax | null;
      readonly at: number;
    }
  | { readonly kind: "call"; readonly name: CallName; readonly argument: Syntax | null; readonly at: number }
  | {
      readonly kind: "compare";
      readonly operator: CompareOperator | "has";
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: number;
    }
  | { readonly kind: "and" | "or"; readonly left: Syntax; readonly right: Syntax; readonly at: number }
  | { readonly kind: "not"; readonly operand: Syntax; readonly at: number }
  | {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly left: Syntax;
      readonly right: Syntax;
      readonly at: number;
    };

export const callNames = ["exists", "count", "now"] as const;
export type CallName = (typeof callNames)[number];

/** What is wrong with an expression, and how many characters into it. */
export class ExpressionFault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.name = "ExpressionFault";
    this.at = at;
  }
}
