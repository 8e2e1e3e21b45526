import type { ApiOperation, Expression, Root } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import type { ApiModel, EntityModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import { bodyTest } from "./body-test.ts";
import type { BodyTest } from "./body-test.ts";
import { closedTest } from "./closed-test.ts";
import type { ClosedTest } from "./closed-test.ts";
import { expectationOf } from "./expectation.ts";
import type { ExpectedMember } from "./expectation.ts";
import { loadedAs } from "./loads.ts";
import { keyOfParent, policyOfParent } from "./of-parent.ts";
import { byCause, segmentsOf } from "./path-test.ts";
import type { OutcomesByCause, PathSegment } from "./path-test.ts";
import { sceneOf, speaksOfAccount } from "./scene.ts";
import type { ExtraLink, Scene } from "./scene.ts";

/** What the template of an operation's tests sees. */
export interface OperationTest {
  readonly o: OperationModel;
  readonly op: ApiOperation;
  readonly title: string;
  readonly file: string;
  /** Rows that are made in front of each test, in order. */
  readonly rows: readonly SceneRow[];
  readonly links: readonly ExtraLink[];
  /** The variable of the row that the operation is about; `null` for none. */
  readonly row: string | null;
  readonly needsViewer: boolean;
  /** The header that holds the token. */
  readonly tokenHeader: string;
  /** Somebody else may not do it. */
  readonly refusesOthers: boolean;
  /** A state in which nobody may do it. */
  readonly closed: ClosedTest | null;
  /** The scene in which the operation is allowed could be made. */
  readonly possible: boolean;
  readonly segments: readonly PathSegment[];
  readonly body: BodyTest | null;
  readonly expected: readonly ExpectedMember[] | null;
  readonly outcomes: OutcomesByCause;
}

export interface SceneRow {
  readonly variable: string;
  readonly entity: EntityModel;
  readonly values: readonly (readonly [string, string])[];
}

export function operationTest(model: ApiModel, o: OperationModel): OperationTest {
  const { op } = o;
  const outcomes = byCause(op);
  const row = rowVariable(o);
  const scene = sceneFor(model, o, row);
  const rows = sceneRows(model, o, { row, scene });
  const body = "input" in op && op.input !== null ? bodyTest(o, { input: op.input, scene, model, row }) : null;
  return {
    o,
    op,
    title: `${op.method} ${op.path}`,
    file: `test/${o.entity.file}/${inCase(op.name, "kebab")}.test.ts`,
    rows,
    links: scene?.after ?? [],
    row,
    needsViewer: op.auth !== "none",
    tokenHeader: (model.auth?.header.name ?? "Authorization").toLowerCase(),
    refusesOthers: outcomes.forbidden.length > 0 && op.policy.check !== null && speaksOfAccount(op.policy.check),
    closed: outcomes.forbidden.length > 0 ? closedTest(o, row) : null,
    possible: scene !== null,
    segments: segmentsOf(o, { row, outcomes }),
    body,
    expected: expectedOf(model, o, { row, rows, body }),
    outcomes,
  };
}

function rowVariable(o: OperationModel): string | null {
  if (o.isOwnRow) {
    return "viewer";
  }
  return o.row === null ? null : o.entity.one === o.parent?.variable ? `${o.entity.one}Row` : o.entity.one;
}

function sceneFor(model: ApiModel, o: OperationModel, row: string | null): Scene | null {
  const { op } = o;
  const policy = op.verb === "list" && op.policy.when === "query" ? policyOfParent(o) : op.policy.check;
  return sceneOf({
    model,
    conditions: [
      ...(policy === null ? [] : [policy]),
      ...(op.verb === "effects" ? op.requirements.map(({ check }) => check).filter(isSimple) : []),
    ],
    known: row === null || o.parent === null ? {} : { [row]: keyOfParent(o.parent) },
    variable: (root: Root) =>
      root.kind === "auth"
        ? "viewer"
        : root.kind === "parent"
          ? (o.parent?.variable ?? "parent")
          : root.kind === "load" && op.verb === "effects"
            ? loadedAs(op, root.name)
            : (row ?? "row"),
    name: (wanted) => wanted,
  });
}

/** Requirements that a row can be made for; the others are left to what rows are like anyway. */
function isSimple(check: Expression): boolean {
  if (check.kind !== "compare" || check.left.kind !== "path") {
    return false;
  }
  const isOwn = check.operator === "==" && speaksOfAccount(check);
  return check.operator === ">=" || isOwn;
}

function sceneRows(
  model: ApiModel,
  o: OperationModel,
  { row, scene }: { row: string | null; scene: Scene | null },
): SceneRow[] {
  const { op, parent } = o;
  function values(variable: string): [string, string][] {
    return [...(scene?.rows.get(variable) ?? [])];
  }
  const viewer =
    model.account !== null && op.auth !== "none"
      ? [{ variable: "viewer", entity: model.account, values: values("viewer") }]
      : [];
  const extra = (scene?.before ?? []).map(({ variable, entity, values: given }) => ({
    variable,
    entity,
    values: [...given],
  }));
  const above =
    parent !== null && !parent.isOwnRow
      ? [{ variable: parent.variable, entity: parent.entity, values: values(parent.variable) }]
      : [];
  const state: [string, string][] =
    op.verb === "transition" ? [[o.entity.field(op.field).property, JSON.stringify(op.from[0])]] : [];
  const own =
    row !== null && row !== "viewer" ? [{ variable: row, entity: o.entity, values: [...values(row), ...state] }] : [];
  const loads =
    op.verb === "effects"
      ? op.loads
          .filter(({ name }) => loadedAs(op, name) !== "viewer")
          .map(({ name, entity }) => ({ variable: name, entity: model.entity(entity), values: values(name) }))
      : [];
  return [...viewer, ...extra, ...above, ...own, ...loads];
}

function expectedOf(
  model: ApiModel,
  o: OperationModel,
  { row, rows, body }: { row: string | null; rows: readonly SceneRow[]; body: BodyTest | null },
): readonly ExpectedMember[] | null {
  const { view } = o.answer;
  if (view === null || o.op.verb === "effects") {
    return null;
  }
  const isNew = o.op.verb === "create" || o.op.verb === "register";
  const known = o.op.verb === "list" ? "row" : row;
  return expectationOf({
    model,
    view,
    field(property) {
      const sent = isNew
        ? body?.fields.find((one) => one.property === property && one.kind !== "tags" && !one.hashed)
        : undefined;
      if (sent !== undefined) {
        const code = sent.field?.type === "date-time" ? `new Date(input.${sent.name})` : `input.${sent.name}`;
        const standard =
          model.entity(view.entity).entity.fields.find((one) => one.property === property)?.default ?? null;
        return sent.minimal ? code : JSON.stringify(standard);
      }
      const field = model.entity(view.entity).entity.fields.find((one) => one.property === property);
      if (isNew) {
        return field?.default !== null && field?.default !== undefined
          ? JSON.stringify(field.default)
          : field?.nullable === true && field.derive === null
            ? "null"
            : null;
      }
      return known === null ? null : `${known}.${property}`;
    },
    related(property) {
      const values = isNew ? createdWith(o) : rows.find(({ variable }) => variable === known)?.values;
      const code = values?.find(([name]) => name === property)?.[1] ?? null;
      const variable = code?.split(".")[0] ?? null;
      return rows.some((one) => one.variable === variable) ? variable : null;
    },
  });
}

/** What the server sets of a new row, as far as it is a row of the scene. */
function createdWith({ op, parent }: OperationModel): [string, string][] {
  const sets = "set" in op ? op.set : [];
  return sets.flatMap(({ property, value }): [string, string][] =>
    value.kind === "path" && value.steps.length === 0 && (value.root.kind === "auth" || value.root.kind === "parent")
      ? [[property, `${value.root.kind === "auth" ? "viewer" : (parent?.variable ?? "parent")}.${value.property}`]]
      : [],
  );
}
