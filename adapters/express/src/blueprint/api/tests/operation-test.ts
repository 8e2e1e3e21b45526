import type { ApiOperation, ApiOutcome, Expression, Input, Root } from "@backwright/core";
import { inCase } from "@backwright/language-node";
import { invalidValues, sampleOf } from "../../samples.ts";
import type { FieldView, InvalidText, Value } from "../../view.ts";
import { valueField } from "../inputs.ts";
import type { ApiModel, EntityModel } from "../model.ts";
import type { OperationModel } from "../operations.ts";
import { expectationOf } from "./expectation.ts";
import type { ExpectedMember } from "./expectation.ts";
import { sceneOf } from "./scene.ts";
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
  /** Somebody else may not do it. */
  readonly refusesOthers: boolean;
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

export interface PathSegment {
  readonly text: string;
  readonly parameter: PathTest | null;
}

export interface PathTest {
  readonly name: string;
  /** Source text of its usual value. */
  readonly code: string;
  readonly isText: boolean;
  /** A value that names nothing. */
  readonly nothing: string;
  readonly malformed: string | null;
  /** The error that follows when it names nothing. */
  readonly problem: ApiOutcome | null;
}

export interface BodyTest {
  readonly wrap: string | null;
  readonly atLeastOne: boolean;
  readonly fields: readonly BodyField[];
  readonly invalid: readonly {
    readonly title: string;
    readonly field: string;
    readonly value: Value | null | InvalidText | "missing" | "list";
  }[];
}

export interface BodyField {
  readonly name: string;
  readonly field: FieldView | null;
  /** Source text that the scene gives; `null` for a sample. */
  readonly code: string | null;
  readonly sample: Value | null;
  readonly unique: boolean;
  readonly minimal: boolean;
  readonly kind: "value" | "tags" | "reference";
  readonly property: string;
  readonly emptyToNull: boolean;
  readonly hashed: boolean;
}

export type OutcomesByCause = Readonly<Record<ApiOutcome["cause"], readonly ApiOutcome[]>>;

export function operationTest(model: ApiModel, o: OperationModel): OperationTest {
  const { op } = o;
  const outcomes = byCause(op);
  const row = rowVariable(o);
  const scene = sceneFor(model, o, row);
  const rows = sceneRows(model, o, { row, scene });
  const body = "input" in op && op.input !== null ? bodyTest(o, { input: op.input, scene, model }) : null;
  return {
    o,
    op,
    title: `${op.method} ${op.path}`,
    file: `test/${o.entity.file}/${inCase(op.name, "kebab")}.test.ts`,
    rows,
    links: scene?.after ?? [],
    row,
    needsViewer: op.auth !== "none",
    refusesOthers: outcomes.forbidden.length > 0 && op.policy.check !== null && speaksOfAccount(op.policy.check),
    possible: scene !== null,
    segments: segmentsOf(o, { row, outcomes }),
    body,
    expected: expectedOf(model, o, { row, rows, body }),
    outcomes,
  };
}

function byCause(op: ApiOperation): OutcomesByCause {
  const causes = [
    "success",
    "invalid",
    "missingToken",
    "invalidToken",
    "credentials",
    "forbidden",
    "parentNotFound",
    "notFound",
    "conflict",
    "inUse",
    "state",
    "requirement",
    "idempotency",
    "tooMany",
  ] as const;
  const entries = causes.map((cause) => [cause, op.outcomes.filter((outcome) => outcome.cause === cause)] as const);
  return Object.fromEntries(entries) as unknown as OutcomesByCause;
}

function rowVariable(o: OperationModel): string | null {
  if (o.isOwnRow) {
    return "viewer";
  }
  return o.row === null ? null : o.entity.one === o.parent?.variable ? `${o.entity.one}Row` : o.entity.one;
}

function sceneFor(model: ApiModel, o: OperationModel, row: string | null): Scene | null {
  const { op } = o;
  const conditions: Expression[] = [
    ...(op.policy.check === null ? [] : [op.policy.check]),
    ...(op.verb === "effects" ? op.requirements.map(({ check }) => check).filter(isSimple) : []),
  ];
  const isList = op.verb === "list";
  return sceneOf({
    model,
    conditions: isList ? [] : conditions,
    variable: (root: Root) =>
      root.kind === "auth"
        ? "viewer"
        : root.kind === "parent"
          ? (o.parent?.variable ?? "parent")
          : root.kind === "load"
            ? root.name
            : (row ?? "row"),
    name: (wanted) => wanted,
  });
}

/** Requirements that a row can be made for; the others are left to what rows are like anyway. */
function isSimple(check: Expression): boolean {
  return check.kind === "compare" && check.left.kind === "path" && check.operator === ">=";
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
  const ofParent: [string, string][] =
    parent === null ? [] : [[parent.property, `${parent.variable}.${parent.entity.key.name}`]];
  const own =
    row !== null && row !== "viewer"
      ? [{ variable: row, entity: o.entity, values: [...ofParent, ...state, ...values(row)] }]
      : [];
  const loads =
    op.verb === "effects"
      ? op.loads.map(({ name, entity }) => ({ variable: name, entity: model.entity(entity), values: values(name) }))
      : [];
  return [...viewer, ...extra, ...above, ...own, ...loads];
}

function speaksOfAccount(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"root":{"kind":"auth"}');
}

function segmentsOf(
  o: OperationModel,
  { row, outcomes }: { row: string | null; outcomes: OutcomesByCause },
): PathSegment[] {
  const { op, parent } = o;
  return op.path
    .split("/")
    .slice(1)
    .map((text) => {
      const given = text.startsWith(":") ? op.pathParameters.find(({ name }) => name === text.slice(1)) : undefined;
      if (given === undefined) {
        return { text, parameter: null };
      }
      const parentSelection =
        "parent" in op && op.parent !== null && op.parent.selection.kind === "by" ? op.parent.selection.by : [];
      const rowSelection = "row" in op && op.row.kind === "by" ? op.row.by : [];
      const ofParent = parentSelection.find(({ parameter }) => parameter === given.name);
      const ofRow = rowSelection.find(({ parameter }) => parameter === given.name);
      const load =
        op.verb === "effects"
          ? op.loads.find(
              ({ by }) => by.value.kind === "parameter" && by.value.in === "path" && by.value.name === given.name,
            )
          : undefined;
      const isNumber = given.type === "integer" || given.type === "number";
      const code =
        ofParent !== undefined
          ? `${parent?.variable ?? "parent"}.${ofParent.property}`
          : ofRow !== undefined
            ? `${row ?? "row"}.${ofRow.property}`
            : load !== undefined
              ? `${load.name}.${load.by.property}`
              : isNumber
                ? "1"
                : "'something'";
      return {
        text,
        parameter: {
          name: given.name,
          code,
          isText: given.type === "string" && given.enum === null,
          nothing: isNumber ? "2147483647" : given.type === "uuid" ? "00000000-0000-4000-8000-000000000000" : "nothing",
          malformed: given.type === "string" && given.enum === null ? null : "x",
          problem:
            (ofParent !== undefined
              ? outcomes.parentNotFound[0]
              : outcomes.notFound.find(({ key }) => load === undefined || key === load.errorKey)) ?? null,
        },
      };
    });
}

function bodyTest(
  o: OperationModel,
  { input, scene, model }: { input: Input; scene: Scene | null; model: ApiModel },
): BodyTest {
  const { op, entity } = o;
  const fields = input.fields.map((field): BodyField => {
    if (field.kind === "tags") {
      return {
        name: field.name,
        field: null,
        code: null,
        sample: null,
        unique: false,
        minimal: field.required,
        kind: "tags",
        property: field.name,
        emptyToNull: false,
        hashed: false,
      };
    }
    const view = valueField(field);
    const stored = field.kind === "field" ? entity.field(field.field) : null;
    const load =
      op.verb === "effects"
        ? op.loads.find(
            ({ by }) => by.value.kind === "parameter" && by.value.in === "input" && by.value.name === field.name,
          )
        : undefined;
    const together = entity.entity.uniques.some((one) => one.includes(field.name));
    const reference = field.kind === "reference" ? model.relation(entity.entity.name, field.relation) : null;
    const target = reference?.kind === "belongsTo" ? model.entity(reference.entity) : null;
    return {
      name: field.name,
      field: view,
      code:
        load !== undefined
          ? `${load.name}.${load.by.property}`
          : target !== null
            ? `(await add${target.name}()).${target.key.name}`
            : (scene?.parameters.get(field.name) ??
              (op.verb === "effects" && (view.type === "integer" || view.type === "number") ? "10" : null)),
      sample: sampleOf(view).value,
      unique: op.verb !== "login" && ((stored?.unique ?? false) || together),
      minimal: field.required,
      kind: field.kind === "reference" ? "reference" : "value",
      property: stored?.property ?? field.name,
      emptyToNull: field.emptyToNull,
      hashed: stored?.hashed ?? false,
    };
  });
  const first = fields.find(({ kind }) => kind === "value");
  const isEmpty = op.verb === "update" && !fields.some(({ minimal }) => minimal);
  return {
    wrap: input.wrap,
    atLeastOne: input.atLeastOne,
    fields: fields.map((field) => (isEmpty && field === first ? { ...field, minimal: true } : field)),
    invalid: [
      ...input.fields.flatMap((field) => (field.kind === "tags" ? tagFaults(field.name) : faultsOf(op, field))),
      ...(input.strict ? [{ title: "an unknown field", field: "unknown", value: true }] : []),
    ],
  };
}

function tagFaults(name: string): BodyTest["invalid"] {
  return [
    { title: `null for ${name}`, field: name, value: null },
    { title: `a text for ${name}`, field: name, value: "text" },
    { title: `a number within ${name}`, field: name, value: "list" },
  ];
}

function faultsOf(
  op: ApiOperation,
  field: Exclude<Input["fields"][number], { kind: "tags" }>,
): BodyTest["invalid"][number][] {
  const view = valueField(field);
  const wrong = invalidValues(view).filter(
    ({ value }) =>
      !(
        field.emptyToNull &&
        typeof value === "object" &&
        value !== null &&
        value.repeat + value.prefix.length + value.suffix.length === 0
      ),
  );
  // A password that is too short for a registration is simply wrong at a login.
  const missing =
    field.required && op.verb !== "update"
      ? [{ title: `no ${view.human}`, field: field.name, value: "missing" as const }]
      : [];
  return [...wrong, ...missing];
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
        return sent.minimal ? `input.${sent.name}` : "null";
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
