import type { ApiOperation, Expression, Parent, Selection, View } from "@backwright/core";
import { inputNames, pathModel, queryModel } from "./inputs.ts";
import type { PathModel, QueryModel } from "./inputs.ts";
import { lowerCondition, lowerValue } from "./lower.ts";
import type { Target } from "./lower.ts";
import { selectsForViewer } from "./model.ts";
import type { ApiModel, EntityModel, ModuleModel } from "./model.ts";
import type { Base, Surrounding } from "./reach.ts";
import type { Alias, Term } from "./term.ts";
import { isTakenInApi } from "../names.ts";
import { isPlain, viewNames } from "./view-parts.ts";
import type { ViewNames } from "./view-parts.ts";

/** What the templates see of an operation, whatever it does. */
export interface OperationModel {
  readonly op: ApiOperation;
  readonly entity: EntityModel;
  readonly path: PathModel | null;
  readonly query: QueryModel | null;
  readonly input: OperationInput | null;
  /** Who calls: an account, perhaps one, or nobody in particular. */
  readonly viewer: "required" | "optional" | "none";
  readonly parent: ParentModel | null;
  /** How the row is found, under the row of the parent. */
  readonly row: readonly Term[] | null;
  /** The row is the account itself. */
  readonly isOwnRow: boolean;
  readonly check: Term | null;
  /** What an error calls that which may not be done. */
  readonly forbiddenKey: string;
  /** Checks in the order in which they win. */
  readonly order: readonly ("notFound" | "forbidden" | "invalid")[];
  readonly answer: AnswerModel;
  readonly aliases: readonly Alias[];
  /** Lowers an expression of this operation. */
  condition(expression: Expression, target: Target): Term;
  value(expression: Expression): Term;
}

export interface OperationInput {
  readonly name: string;
  readonly type: string;
  readonly wrap: string | null;
  /** Read only after the checks that win over it. */
  readonly lazy: boolean;
}

export interface ParentModel {
  readonly entity: EntityModel;
  readonly variable: string;
  readonly where: readonly Term[];
  /** Property of this row that holds its key. */
  readonly property: string;
  readonly isOwnRow: boolean;
}

export interface AnswerModel {
  readonly view: View | null;
  readonly names: ViewNames | null;
  readonly plain: boolean;
  readonly completes: boolean;
  readonly completesForViewer: boolean;
  readonly usesViewer: boolean;
  readonly isAsync: boolean;
}

export function operationModel(model: ApiModel, module: ModuleModel, op: ApiOperation): OperationModel {
  const entity = entityOf(model, module, op);
  const aliases = new Map<string, Alias>();
  const parent = parentModel(model, entity, op);
  function around(target: Target): Surrounding {
    const roots = new Map<string, Base>([
      [
        "this",
        target === "query"
          ? { kind: "table", variable: entity.table }
          : { kind: "row", variable: "current", optional: false },
      ],
      ["auth", { kind: "row", variable: "viewer", optional: op.auth !== "required" }],
      ...(parent === null ? [] : [["parent", { kind: "row", variable: parent.variable, optional: false }] as const]),
      ...loadedRows(op).map(
        (name) => [`load ${name}`, { kind: "row", variable: loadVariable(op, name), optional: false }] as const,
      ),
    ]);
    return {
      model,
      roots,
      scope: new Set(target === "query" ? [entity.table] : []),
      declare: (alias) => aliases.set(alias.variable, alias),
    };
  }
  function condition(expression: Expression, target: Target): Term {
    return lowerCondition(expression, around(target), target);
  }
  const { check: policy, when } = op.policy;
  const check = policy === null || when === "query" ? null : condition(policy, "code");
  const order = model.api.errors.checkOrder.filter((one) => one !== "auth");
  const row = "row" in op ? selectionTerms(entity, op.row, parent) : null;
  const result: OperationModel = {
    op,
    entity,
    path: pathModel(op),
    query: queryModel(module, op),
    input: operationInput(op, { order, loads: parent !== null || (row !== null && !isOwn(op)), check }),
    viewer: op.auth,
    parent,
    row,
    isOwnRow: isOwn(op),
    check,
    forbiddenKey: op.outcomes.find(({ cause }) => cause === "forbidden")?.key ?? entity.entity.errorKey,
    order,
    answer: answerModel(model, op),
    get aliases() {
      return [...aliases.values()];
    },
    condition,
    value: (expression) => lowerValue(expression, around("code"), "code"),
  };
  return result;
}

function entityOf(model: ApiModel, module: ModuleModel, op: ApiOperation): EntityModel {
  return "entity" in op && op.entity !== null ? model.entity(op.entity) : module.entity;
}

function isOwn(op: ApiOperation): boolean {
  return "row" in op && op.row.kind === "auth";
}

/** The variable of a row that effects load or create. */
export function loadVariable({ name: operation }: ApiOperation, name: string): string {
  return name === operation || isTakenInApi(name) ? `${name}Row` : name;
}

function loadedRows(op: ApiOperation): string[] {
  if (op.verb !== "effects") {
    return [];
  }
  return [
    ...op.loads.map(({ name }) => name),
    ...op.steps.flatMap((step) => (step.kind === "create" ? [step.as] : [])),
  ];
}

function operationInput(
  op: ApiOperation,
  { order, loads, check }: { order: OperationModel["order"]; loads: boolean; check: Term | null },
): OperationInput | null {
  if (!("input" in op) || op.input === null) {
    return null;
  }
  const place = order.indexOf("invalid");
  const waitsForRow = loads && order.indexOf("notFound") < place;
  const waitsForCheck = check !== null && order.indexOf("forbidden") < place;
  return { ...inputNames(op.input), wrap: op.input.wrap, lazy: waitsForRow || waitsForCheck };
}

function parentModel(model: ApiModel, entity: EntityModel, op: ApiOperation): ParentModel | null {
  const parent: Parent | null = "parent" in op ? op.parent : null;
  if (parent === null) {
    return null;
  }
  const above = model.entity(parent.selection.entity);
  return {
    entity: above,
    variable: above.one === entity.one ? "parent" : above.one,
    where: selectionTerms(above, parent.selection, null),
    property: parent.property,
    isOwnRow: parent.selection.kind === "auth",
  };
}

/** The conditions that single a row out. */
function selectionTerms(entity: EntityModel, selection: Selection, parent: ParentModel | null): Term[] {
  function equals(property: string, right: Term): Term {
    const left: Term = { kind: "column", table: entity.table, property, type: "string" };
    return { kind: "compare", operator: "==", left, right };
  }
  const own =
    selection.kind === "auth"
      ? [equals(entity.key.name, valueOf("viewer", entity.key.name))]
      : selection.by.map(({ property, parameter }) => equals(property, valueOf("path", parameter)));
  return parent === null ? own : [...own, equals(parent.property, valueOf(parent.variable, parent.entity.key.name))];
}

export function valueOf(of: string, name: string): Term {
  return { kind: "value", of, name, type: null, optional: false, nullable: false };
}

function answerModel(model: ApiModel, { answer }: ApiOperation): AnswerModel {
  const view = "view" in answer ? model.view(answer.view) : null;
  const lists = view === null ? [] : listsOf(model, view);
  return {
    view,
    names: view === null ? null : viewNames(view),
    plain: view !== null && isPlain(model, view),
    completes: lists.length > 0,
    completesForViewer: lists.some((member) => member.kind === "view" && model.view(member.view).usesAuth),
    usesViewer: view !== null && selectsForViewer(model, view),
    isAsync: view !== null && showsToken(model, view),
  };
}

function listsOf(model: ApiModel, view: View): View["members"] {
  return view.members.flatMap((member) =>
    member.kind === "self"
      ? listsOf(model, model.view(member.view))
      : member.kind === "tags" || (member.kind === "view" && member.many)
        ? [member]
        : [],
  );
}

function showsToken(model: ApiModel, view: View): boolean {
  return view.members.some(
    (member) => member.kind === "token" || ("view" in member && showsToken(model, model.view(member.view))),
  );
}
