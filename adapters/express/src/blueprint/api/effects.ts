import type { ApiOperation, Expression, Requirement } from "@backwright/core";
import type { ApiModel, EntityModel } from "./model.ts";
import { loadVariable } from "./operations.ts";
import type { OperationModel } from "./operations.ts";
import type { Term } from "./term.ts";
import { asksDatabase } from "./term.ts";
import { set } from "./writes.ts";

type Effects = Extract<ApiOperation, { verb: "effects" }>;

/** What several steps in one transaction read, ask for and write. */
export interface EffectsModel {
  /** Loads in the order in which they can be made; those of one entity together, so that they lock in the order of keys. */
  readonly groups: readonly LoadGroup[];
  readonly requirements: readonly (Omit<Requirement, "check"> & { readonly term: Term; readonly waits: boolean })[];
  readonly steps: readonly StepModel[];
  readonly idempotency: (NonNullable<Effects["idempotency"]> & { readonly property: string }) | null;
  readonly result: string | null;
  /** Rows that are changed, whose variables take up the new state. */
  readonly changed: readonly string[];
}

export interface LoadGroup {
  readonly entity: EntityModel;
  readonly lock: boolean;
  readonly loads: readonly {
    readonly name: string;
    readonly property: string;
    readonly value: Term;
    readonly errorKey: string;
  }[];
}

export type StepModel =
  | {
      readonly kind: "set";
      readonly load: string;
      readonly entity: EntityModel;
      readonly sets: readonly Assigned[];
      readonly read: boolean;
    }
  | {
      readonly kind: "create";
      readonly as: string;
      readonly entity: EntityModel;
      readonly sets: readonly Assigned[];
      readonly read: boolean;
    }
  | { readonly kind: "delete"; readonly load: string; readonly entity: EntityModel };

interface Assigned {
  readonly property: string;
  readonly term: Term;
}

export function effectsModel(model: ApiModel, o: OperationModel, op: Effects): EffectsModel {
  function entityOf(name: string): EntityModel {
    const load = op.loads.find((one) => one.name === name);
    const step = op.steps.find((one) => one.kind === "create" && one.as === name);
    const entity = load?.entity ?? (step?.kind === "create" ? step.entity : undefined);
    if (entity === undefined) {
      throw new Error(`The plan writes to ${name}, which it neither loads nor creates.`);
    }
    return model.entity(entity);
  }
  return {
    groups: groupsOf(model, o, op),
    requirements: op.requirements.map(({ check, ...rest }) => {
      const term = o.condition(check, "code");
      return { ...rest, term, waits: asksDatabase(term) };
    }),
    steps: op.steps.map((step, index): StepModel => {
      if (step.kind === "delete") {
        return { kind: "delete", load: loadVariable(op, step.load), entity: entityOf(step.load) };
      }
      const sets = step.assignments.map((one) => set(o, one));
      return step.kind === "set"
        ? {
            kind: "set",
            load: loadVariable(op, step.load),
            entity: entityOf(step.load),
            sets,
            read: isReadAfter(op, index),
          }
        : {
            kind: "create",
            as: loadVariable(op, step.as),
            entity: model.entity(step.entity),
            sets,
            read: op.result === step.as || op.steps.slice(index + 1).some((later) => speaksOf(later, step.as)),
          };
    }),
    idempotency: op.idempotency === null ? null : { ...op.idempotency, property: camel(op.idempotency.table) },
    result: op.result === null ? null : loadVariable(op, op.result),
    changed: op.steps.flatMap((step, index) =>
      step.kind === "set" && isReadAfter(op, index) ? [loadVariable(op, step.load)] : [],
    ),
  };
}

function camel(table: string): string {
  return table.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
}

/** Loads that need no other row come first; then those that name the rows of these, and so on. */
function groupsOf(model: ApiModel, o: OperationModel, op: Effects): LoadGroup[] {
  const done = new Set<string>();
  const groups: LoadGroup[] = [];
  while (done.size < op.loads.length) {
    const ready = op.loads.filter(({ name, by }) => !done.has(name) && namesIn(by.value).every((one) => done.has(one)));
    if (ready.length === 0) {
      throw new Error(`The loads of ${op.id} wait for each other.`);
    }
    for (const entity of [...new Set(ready.map((load) => load.entity))].toSorted()) {
      for (const lock of [true, false]) {
        const loads = ready.filter((load) => load.entity === entity && load.lock === lock);
        if (loads.length > 0) {
          groups.push({
            entity: model.entity(entity),
            lock,
            loads: loads.map(({ name, by, errorKey }) => ({
              name: loadVariable(op, name),
              property: by.property,
              value: o.value(by.value),
              errorKey,
            })),
          });
        }
      }
    }
    for (const { name } of ready) {
      done.add(name);
    }
  }
  return groups;
}

/** Whether what a step has written to a row is read later, so that the row has to be taken anew. */
function isReadAfter(op: Effects, index: number): boolean {
  const step = op.steps[index];
  if (step?.kind !== "set") {
    return false;
  }
  const written = step.assignments.map(({ property }) => property);
  const values = op.steps.slice(index + 1).flatMap((later) => (later.kind === "delete" ? [] : later.assignments));
  return op.result === step.load || values.some(({ value }) => reads(value, step.load, written));
}

function reads(expression: Expression, name: string, properties: readonly string[]): boolean {
  switch (expression.kind) {
    case "path":
      return (
        expression.root.kind === "load" && expression.root.name === name && properties.includes(expression.property)
      );
    case "arithmetic":
      return reads(expression.left, name, properties) || reads(expression.right, name, properties);
    default:
      return namesIn(expression).includes(name);
  }
}

function speaksOf(step: Effects["steps"][number], name: string): boolean {
  return step.kind === "delete"
    ? step.load === name
    : (step.kind === "set" && step.load === name) ||
        step.assignments.some(({ value }) => namesIn(value).includes(name));
}

/** The loaded rows that an expression speaks of. */
function namesIn(expression: Expression): string[] {
  switch (expression.kind) {
    case "path":
      return expression.root.kind === "load" ? [expression.root.name] : [];
    case "compare":
    case "arithmetic":
      return [...namesIn(expression.left), ...namesIn(expression.right)];
    case "and":
    case "or":
      return expression.operands.flatMap(namesIn);
    case "not":
      return namesIn(expression.operand);
    case "exists":
    case "count": {
      const { root } = expression.collection;
      const inner = expression.where === null ? [] : namesIn(expression.where);
      return root.kind === "load" ? [root.name, ...inner] : inner;
    }
    default:
      return [];
  }
}
