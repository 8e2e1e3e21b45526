import type { ApiOperation, ApiOutcome, Assignment, Expression, Requirement } from "@backwright/core";
import { unknownValue } from "../../samples.ts";
import type { ApiModel, EntityModel } from "../model.ts";
import { share } from "./body-test.ts";
import { crossedOf } from "./crossed.ts";
import type { Crossed } from "./crossed.ts";
import { loadedAs } from "./loads.ts";
import { contrary } from "./scene-values.ts";
import type { OperationTest } from "./operation-test.ts";

type Effects = Extract<ApiOperation, { verb: "effects" }>;

/** What the template of the tests of effects sees beside what every operation has. */
export interface EffectsTest {
  readonly created: readonly { readonly table: string; readonly count: number; readonly values: readonly Change[] }[];
  readonly sets: readonly {
    readonly entity: EntityModel;
    readonly load: string;
    readonly changes: readonly Change[];
  }[];
  readonly missing: readonly Missing[];
  readonly violations: readonly Violation[];
  /** A step takes from a value what a requirement says must be there. */
  readonly limited: Limited | null;
  readonly crossed: Crossed | null;
  /** What the second of two equal requests answers, where one row is all that there may be. */
  readonly conflict: ApiOutcome | null;
  readonly otherBody: string | null;
}

/** A load that finds no row. */
interface Missing {
  readonly name: string;
  readonly field: string;
  readonly code: string;
  readonly outcome: ApiOutcome;
}

interface Change {
  readonly property: string;
  readonly code: string;
}

interface Violation {
  readonly title: string;
  readonly row: { readonly variable: string; readonly entity: EntityModel } | null;
  readonly property: string;
  readonly code: string;
  readonly body: string;
  /** Values of parameters of the path, as they stand within a template. */
  readonly params: Readonly<Record<string, string>>;
  readonly outcome: ApiOutcome;
}

interface Limited {
  readonly entity: EntityModel;
  readonly load: string;
  readonly property: string;
  readonly input: string;
  readonly share: number;
  readonly outcome: ApiOutcome;
}

export function effectsTest(model: ApiModel, t: OperationTest, op: Effects): EffectsTest {
  function entityOf(load: string): EntityModel {
    return model.entity(op.loads.find(({ name }) => name === load)?.entity ?? "");
  }
  function changesOf(assignments: readonly Assignment[]): Change[] {
    return assignments.flatMap(({ property, value }) => {
      const code = codeOf(value, { t, op });
      return code === null ? [] : [{ property, code }];
    });
  }
  const creates = op.steps.flatMap((step) =>
    step.kind === "create" ? [{ table: model.entity(step.entity).table, values: changesOf(step.assignments) }] : [],
  );
  const numbers = t.body?.fields.find(({ code }) => code === String(share));
  return {
    created: [...new Set(creates.map(({ table }) => table))].map((table) => {
      const [one, ...more] = creates.filter((created) => created.table === table);
      return { table, count: more.length + 1, values: more.length === 0 ? (one?.values ?? []) : [] };
    }),
    sets: op.steps.flatMap((step) => {
      if (step.kind !== "set") {
        return [];
      }
      const changes = changesOf(step.assignments);
      return changes.length === 0 ? [] : [{ entity: entityOf(step.load), load: loadedAs(op, step.load), changes }];
    }),
    missing: op.loads.flatMap((load) => missingOf(load, t) ?? []),
    violations: op.requirements.flatMap((requirement) =>
      violationsOf(requirement, { t, op, entityOf, account: model.account?.name ?? null }),
    ),
    limited: limitedOf(t, op, entityOf),
    crossed: crossedOf(model, t, op),
    conflict: conflictOf(t),
    otherBody: numbers === undefined ? null : `{ ${numbers.name}: ${share + 1} }`,
  };
}

function missingOf({ name, by, errorKey }: Effects["loads"][number], t: OperationTest): Missing | null {
  const { value } = by;
  const outcome = t.outcomes.notFound.find(({ key }) => key === errorKey);
  if (outcome === undefined || value.kind !== "parameter" || value.in !== "input") {
    return null;
  }
  const field = t.body?.fields.find((one) => one.name === value.name)?.field ?? null;
  const unknown = field === null ? null : unknownValue(field);
  return unknown === null ? null : { name, field: value.name, code: JSON.stringify(unknown), outcome };
}

/** The value that a step writes, in terms of the rows before it; `null` where it cannot be told. */
function codeOf(value: Expression, around: Pick<Around, "t" | "op">): string | null {
  switch (value.kind) {
    case "literal":
      return JSON.stringify(value.value);
    case "path":
      return value.steps.length === 0 && (value.root.kind === "load" || value.root.kind === "auth")
        ? `${value.root.kind === "load" ? loadedAs(around.op, value.root.name) : "viewer"}.${value.property}`
        : null;
    case "parameter":
      return around.t.body?.fields.find(({ name }) => name === value.name)?.code ?? null;
    case "arithmetic": {
      const [left, right] = [codeOf(value.left, around), codeOf(value.right, around)];
      return left === null || right === null ? null : `${left} ${value.operator} ${right}`;
    }
    default:
      return null;
  }
}

interface Around {
  readonly t: OperationTest;
  readonly op: Effects;
  readonly entityOf: (load: string) => EntityModel;
  /** Name of the entity of the accounts. */
  readonly account: string | null;
}

/** What makes a requirement fail, each on its own, where it can be told from it. */
function violationsOf(requirement: Requirement, around: Around): Violation[] {
  const { check } = requirement;
  if (check.kind !== "and") {
    return violationOf(requirement, around) ?? [];
  }
  return check.operands.flatMap((operand, index) =>
    (violationOf({ ...requirement, check: operand }, around) ?? []).map((violation) => ({
      ...violation,
      title: `${violation.title}, for its part ${index + 1}`,
    })),
  );
}

function violationOf(
  { check, status, key, message, text }: Requirement,
  { t, op, entityOf, account }: Around,
): [Violation] | null {
  const outcome = t.outcomes.requirement.find(
    (one) => one.status === status && one.key === key && one.message === message,
  );
  if (outcome === undefined || check.kind !== "compare") {
    return null;
  }
  const title = text.replaceAll("'", "").replaceAll('"', "");
  const { operator } = check;
  const isTurned = check.left.kind === "path" && check.left.root.kind === "auth";
  const [left, right] = isTurned ? [check.right, check.left] : [check.left, check.right];
  const base = { title, body: "", params: {}, outcome };
  if (
    left.kind === "path" &&
    left.root.kind === "load" &&
    right.kind === "path" &&
    right.root.kind === "load" &&
    operator === "!="
  ) {
    const same = sameRow(op, left.root.name, right.root.name) ?? sameRow(op, right.root.name, left.root.name);
    return same === null ? null : [{ ...base, row: null, property: "", code: "", ...same }];
  }
  const path = left.kind === "arithmetic" ? left.left : left;
  if (path.kind !== "path" || path.root.kind !== "load" || path.steps.length > 0) {
    return null;
  }
  const variable = loadedAs(op, path.root.name);
  const entity = entityOf(path.root.name);
  const code =
    right.kind === "path" && right.root.kind === "auth"
      ? othersValue({ operator, property: right.property, account })
      : failing({ left, right, operator }, entity, path.property);
  return code === null ? null : [{ ...base, row: { variable, entity }, property: path.property, code }];
}

/** What has to be sent so that one load finds the row of another. */
function sameRow(op: Effects, one: string, other: string): Pick<Violation, "body" | "params"> | null {
  const by = op.loads.find(({ name }) => name === other)?.by;
  if (by?.value.kind !== "parameter" || by.value.in === "query") {
    return null;
  }
  const code = `${loadedAs(op, one)}.${by.property}`;
  return by.value.in === "input"
    ? { body: `{ ${by.value.name}: ${code} }`, params: {} }
    : { body: "", params: { [by.value.name]: `\${${code}}` } };
}

/** Source text of a value with which a comparison with one of the account does not hold. */
function othersValue({
  operator,
  property,
  account,
}: Pick<Extract<Expression, { kind: "compare" }>, "operator"> & {
  property: string;
  account: string | null;
}): string | null {
  if (operator === "!=") {
    return `viewer.${property}`;
  }
  return operator === "==" && account !== null ? `(await add${account}()).${property}` : null;
}

/** What is there already; told only where there is one thing that it can be. */
function conflictOf({ outcomes: { conflict } }: OperationTest): ApiOutcome | null {
  const [first, ...more] = conflict;
  return first === undefined ? null : more.length > 0 ? { ...first, key: null, message: null } : first;
}

/** Source text of a value with which a comparison does not hold. */
function failing(
  { left, right, operator }: Pick<Extract<Expression, { kind: "compare" }>, "left" | "right" | "operator">,
  entity: EntityModel,
  property: string,
): string | null {
  if (right.kind === "parameter" && operator === ">=" && left.kind === "path") {
    return String(share - 1);
  }
  if (right.kind !== "literal" || right.value === null) {
    return null;
  }
  if (left.kind === "arithmetic") {
    return left.operator === "+" && operator === "<=" ? String(right.value) : null;
  }
  const field = entity.columns.find(({ name }) => name === property);
  return field === undefined ? null : contrary(field, { operator, value: right.value });
}

function limitedOf(t: OperationTest, op: Effects, entityOf: (load: string) => EntityModel): Limited | null {
  for (const { check, status, key, message } of op.requirements) {
    const outcome = t.outcomes.requirement.find(
      (one) => one.status === status && one.key === key && one.message === message,
    );
    if (check.kind !== "compare" || check.operator !== ">=" || outcome === undefined) {
      continue;
    }
    const { left, right } = check;
    if (left.kind !== "path" || left.root.kind !== "load" || right.kind !== "parameter" || right.in !== "input") {
      continue;
    }
    const load = left.root.name;
    const takes = op.steps.some(
      (step) =>
        step.kind === "set" &&
        step.load === load &&
        step.assignments.some(
          ({ property, value }) => property === left.property && value.kind === "arithmetic" && value.operator === "-",
        ),
    );
    if (takes) {
      return {
        entity: entityOf(load),
        load: loadedAs(op, load),
        property: left.property,
        input: right.name,
        share,
        outcome,
      };
    }
  }
  return null;
}
