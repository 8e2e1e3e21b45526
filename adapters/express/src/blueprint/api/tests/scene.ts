import type { Expression, PathExpression, Root } from "@backwright/core";
import type { ApiModel, EntityModel } from "../model.ts";
import { copyOf, put, rowOf } from "./scene-rows.ts";
import { satisfyExists } from "./scene-links.ts";
import { close, valueFor } from "./scene-values.ts";

/** Rows that a test makes so that a condition holds. */
export interface Scene {
  /** Properties of rows by their variable, as source text. */
  readonly rows: ReadonlyMap<string, Map<string, string>>;
  /** Further rows, before and after the one at hand. */
  readonly before: readonly ExtraRow[];
  readonly after: readonly ExtraLink[];
  /** Values of parameters, as source text. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Properties of a row of which the condition does not hold. */
  readonly unlike: ReadonlyMap<string, string>;
  /** Properties of the row at hand without which it would be open to everybody anyway. */
  readonly closed: ReadonlyMap<string, string>;
}

export interface ExtraRow {
  readonly variable: string;
  readonly entity: EntityModel;
  readonly values: Map<string, string>;
}

export interface ExtraLink {
  readonly table: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A scene while it is built. */
export interface SceneDraft {
  rows: Map<string, Map<string, string>>;
  before: ExtraRow[];
  after: ExtraLink[];
  parameters: Map<string, string>;
  unlike: Map<string, string>;
  closed: Map<string, string>;
}

export interface SceneRequest {
  readonly model: ApiModel;
  readonly conditions: readonly Expression[];
  /** What is known of rows already, like the parent of the row at hand: `issue.id` for its `issueId`. */
  readonly known?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Rows that are there already, and stay as they are. */
  readonly fixed?: readonly string[];
  /** The variable of a root: `current`, `viewer`, a loaded row. */
  variable(root: Root): string;
  /** Names a further row, so that it collides with nothing around. */
  name(wanted: string): string;
}

/** A request with the draft that answers it. */
export interface Around extends SceneRequest {
  readonly draft: SceneDraft;
}

/** What has to be there for all conditions to hold; `null` where that cannot be told from them. */
export function sceneOf(request: SceneRequest): Scene | null {
  const known = Object.entries(request.known ?? {}).map(
    ([variable, values]) => [variable, new Map(Object.entries(values))] as const,
  );
  const draft: SceneDraft = {
    rows: new Map(known),
    before: [],
    after: [],
    parameters: new Map(),
    unlike: new Map(),
    closed: new Map(),
  };
  return request.conditions.every((condition) => satisfy(condition, { ...request, draft })) ? draft : null;
}

function satisfy(expression: Expression, around: Around): boolean {
  switch (expression.kind) {
    case "and":
      return expression.operands.every((one) => satisfy(one, around));
    case "or":
      return satisfyOne(expression.operands, around);
    case "signedIn":
      return true;
    case "compare":
      return satisfyCompare(expression, around);
    case "exists":
      return satisfyExists(expression, around);
    default:
      return false;
  }
}

/** What speaks of the account holds for nobody else, which is what tests want; so the others may not hold. */
function satisfyOne(operands: readonly Expression[], around: Around): boolean {
  const personal = operands.filter(speaksOfAccount);
  const open = operands.filter((one) => !speaksOfAccount(one));
  if (!personal.some((one) => tries(one, around))) {
    return open.some((one) => tries(one, around));
  }
  for (const one of open) {
    close(one, around);
  }
  return true;
}

/** Satisfies it, or leaves no trace. */
function tries(expression: Expression, around: Around): boolean {
  const { draft } = around;
  const before = copyOf(draft);
  const done = satisfy(expression, around);
  if (!done) {
    Object.assign(draft, before);
  }
  return done;
}

/** Whether an expression depends on who asks. */
export function speaksOfAccount(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"root":{"kind":"auth"}');
}

type Compare = Extract<Expression, { kind: "compare" }>;

const mirrored = { "==": "==", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function satisfyCompare({ operator, left, right }: Compare, around: Around): boolean {
  if (left.kind !== "path") {
    return right.kind === "path" && compares({ operator: mirrored[operator], left: right, right: left }, around);
  }
  return left.root.kind === "auth" && right.kind === "path" && right.root.kind !== "auth"
    ? compares({ operator: mirrored[operator], left: right, right: left }, around)
    : compares({ operator, left, right }, around);
}

/** Gives the row that a path leads to a value with which the comparison holds. */
function compares(sides: { operator: Compare["operator"]; left: PathExpression; right: Expression }, around: Around) {
  const { operator, left, right } = sides;
  const row = rowOf(left, around);
  if (row === null) {
    return false;
  }
  const code = valueFor({ operator, row, property: left.property, right }, around);
  return code === null ? operator === "!=" : put(around, { variable: row.variable, property: left.property, code });
}
