import type { ArithmeticOperator, CompareOperator, ValueType } from "@backwright/core";

/** A constant for a table under another name. */
export interface Alias {
  readonly variable: string;
  readonly table: string;
  readonly name: string;
}

/** What a query reads beside its outermost table. */
export interface Subquery {
  readonly from: string;
  /** Whether the first table is read under a name of its own, which `$count` cannot. */
  readonly named: boolean;
  readonly joins: readonly { readonly table: string; readonly left: Term; readonly right: Term }[];
  readonly where: readonly Term[];
}

/**
 * An expression of the plan, with every name that it takes in code: what is a column in a query, what is a value that
 * the code holds. Templates print it as a condition of drizzle or as plain TypeScript.
 */
export type Term =
  | { readonly kind: "column"; readonly table: string; readonly property: string; readonly type: ValueType }
  | {
      readonly kind: "value";
      /** The row or the input that has it, `null` for a value that stands alone. */
      readonly of: string | null;
      readonly name: string;
      readonly type: ValueType | null;
      /** Whether the row may be missing. */
      readonly optional: boolean;
      readonly nullable: boolean;
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly type: ValueType | null }
  | { readonly kind: "now" }
  | { readonly kind: "signedIn"; readonly viewer: string }
  | { readonly kind: "compare"; readonly operator: CompareOperator; readonly left: Term; readonly right: Term }
  | { readonly kind: "isNull"; readonly operand: Term; readonly negated: boolean }
  | { readonly kind: "and" | "or"; readonly operands: readonly Term[] }
  | { readonly kind: "not"; readonly operand: Term }
  /** What only values of the code decide, in a query. */
  | { readonly kind: "decided"; readonly operand: Term }
  | { readonly kind: "exists" | "count"; readonly query: Subquery }
  | { readonly kind: "lookup"; readonly query: Subquery; readonly column: Term; readonly type: ValueType }
  | { readonly kind: "arithmetic"; readonly operator: ArithmeticOperator; readonly left: Term; readonly right: Term };

/** Whether a term says yes or no without being compared. */
export function isCondition(term: Term): boolean {
  return ["signedIn", "compare", "isNull", "and", "or", "not", "decided", "exists"].includes(term.kind);
}

/** Whether some part of a term is a column of the query around it. */
export function readsRow(term: Term): boolean {
  switch (term.kind) {
    case "column":
    case "exists":
    case "count":
    case "lookup":
      return true;
    case "compare":
    case "arithmetic":
      return readsRow(term.left) || readsRow(term.right);
    case "and":
    case "or":
      return term.operands.some(readsRow);
    case "not":
    case "isNull":
      return readsRow(term.operand);
    default:
      return false;
  }
}

/** Whether TypeScript has to ask the database for it. */
export function asksDatabase(term: Term): boolean {
  switch (term.kind) {
    case "exists":
    case "count":
    case "lookup":
      return true;
    case "compare":
    case "arithmetic":
      return asksDatabase(term.left) || asksDatabase(term.right);
    case "and":
    case "or":
      return term.operands.some(asksDatabase);
    case "not":
    case "isNull":
    case "decided":
      return asksDatabase(term.operand);
    default:
      return false;
  }
}
