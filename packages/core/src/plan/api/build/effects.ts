import type { EffectStep, Idempotency, Load, Requirement } from "../effects.ts";
import { belongsToOf, fieldOf, findEntity, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { planAssignments } from "./assignments.ts";
import { resolveExpression } from "./resolve.ts";
import type { Scope } from "./scope.ts";
import type { OperationPlace } from "./selections.ts";
import { typeOf } from "./types.ts";

/** The rows that effects need, each found by one unique field. Loads see the request, not each other. */
export function planLoads(draft: ApiDraft, { place, scope }: { place: OperationPlace; scope: Scope }): Load[] {
  return Object.entries(place.task.load ?? {}).flatMap(([name, given]): Load[] => {
    const path = [...place.path, "load", name];
    if (["this", "auth", "parent", "path", "query", "input"].includes(name)) {
      report(draft, path, `\`${name}\` means something else in expressions. Choose another name.`);
      return [];
    }
    const entity = findEntity(draft, given.entity, [...path, "entity"]);
    const [by, ...others] = Object.entries(given.by);
    if (entity === null) return [];
    const field = by === undefined ? null : fieldOf(entity, by[0]);
    if (by === undefined || field === null || others.length > 0 || !(field.unique || field.name === entity.key)) {
      report(
        draft,
        [...path, "by"],
        `Say one unique field of ${entity.name} and its value, like \`{ id: input.id }\`.`,
      );
      return [];
    }
    const value = resolveExpression(draft, { text: by[1], path: [...path, "by", by[0]], scope, beside: field });
    if (value === null) return [];
    if (typeOf(value) !== field.type)
      report(
        draft,
        [...path, "by", by[0]],
        `\`${by[0]}\` is of type ${field.type}, and the value is of type ${String(typeOf(value))}.`,
      );
    return [
      {
        name,
        entity: entity.name,
        by: { property: field.property, column: field.column, value },
        lock: given.lock ?? true,
        errorKey: given.errorKey ?? name,
      },
    ];
  });
}

export function planRequirements(
  draft: ApiDraft,
  { place, scope }: { place: OperationPlace; scope: Scope },
): Requirement[] {
  return (place.task.require ?? []).flatMap((given, index) => {
    const path = [...place.path, "require", index, "that"];
    const check = resolveExpression(draft, { text: given.that, path, scope, expects: "boolean" });
    if (check === null) return [];
    return [
      { check, text: given.that, status: given.status ?? 409, key: given.key ?? "state", message: given.message },
    ];
  });
}

/** What is written; a step may name rows that earlier steps made. */
export function planSteps(draft: ApiDraft, { place, scope }: { place: OperationPlace; scope: Scope }): EffectStep[] {
  const rows = new Map(scope.loads);
  const { steps } = place.task;
  if (steps === undefined) report(draft, place.path, "Effects need `steps`, which say what is written.");
  return (steps ?? []).flatMap((given, index): EffectStep[] => {
    const path = [...place.path, "steps", index];
    const inner = { ...scope, loads: new Map(rows) };
    const kinds = [given.set, given.create, given.delete].filter((kind) => kind !== undefined);
    if (kinds.length !== 1) {
      report(draft, path, "A step is one of `set`, `create` or `delete`.");
      return [];
    }
    if (given.create !== undefined) {
      const step = planCreate(draft, { given: { ...given, create: given.create }, path, scope: inner });
      if (step !== null) rows.set(step.as, step.entity);
      return step === null ? [] : [step];
    }
    const load = given.set ?? given.delete ?? "";
    const entity = draft.entities.get(rows.get(load) ?? "");
    if (entity === undefined) {
      report(
        draft,
        [...path, given.set === undefined ? "delete" : "set"],
        `No row is called \`${load}\`${suggestion(load, [...rows.keys()])}`,
      );
      return [];
    }
    checkLocked(draft, { place, load, path });
    if (given.delete !== undefined) return [{ kind: "delete", load }];
    const assignments = planAssignments(draft, {
      values: given.with ?? {},
      entity,
      scope: inner,
      path: [...path, "with"],
    });
    if (given.with === undefined) report(draft, path, "Say what is set, under `with`.");
    return [{ kind: "set", load, assignments }];
  });
}

function checkLocked(
  draft: ApiDraft,
  { place, load, path }: { place: OperationPlace; load: string; path: OperationPlace["path"] },
): void {
  if (place.task.load?.[load]?.lock !== false) return;
  report(
    draft,
    path,
    `\`${load}\` is changed, so it has to be locked: somebody else could change it in between. Leave \`lock: false\` out.`,
  );
}

interface CreateStep {
  readonly given: {
    readonly create: string;
    readonly as?: string | undefined;
    readonly with?: Record<string, string | number | boolean> | undefined;
  };
  readonly path: OperationPlace["path"];
  readonly scope: Scope;
}

function planCreate(
  draft: ApiDraft,
  { given, path, scope }: CreateStep,
): Extract<EffectStep, { kind: "create" }> | null {
  const entity = findEntity(draft, given.create, [...path, "create"]);
  if (entity === null) return null;
  const values = given.with ?? {};
  const assignments = planAssignments(draft, { values, entity, scope, path: [...path, "with"] });
  const missing = [
    ...entity.fields.filter(
      (field) => field.generated === null && field.derive === null && !field.nullable && field.default === null,
    ),
    ...entity.relations.filter((relation) => relation.kind === "belongsTo" && relation.required),
  ].filter(({ name }) => values[name] === undefined);
  for (const { name } of missing) {
    const relation = belongsToOf(entity, name);
    report(
      draft,
      path,
      `A ${entity.name} needs \`${name}\`${relation === null ? "" : `, a ${relation.entity}`}. Say it under \`with\`.`,
    );
  }
  const as = given.as ?? `${entity.name.charAt(0).toLowerCase()}${entity.name.slice(1)}`;
  if (scope.loads.has(as)) report(draft, path, `A row is called \`${as}\` already. Say another name with \`as\`.`);
  return { kind: "create", as, entity: entity.name, assignments };
}

export function planIdempotency(draft: ApiDraft, { task, path }: OperationPlace): Idempotency | null {
  const given = task.idempotency;
  if (given === undefined) return null;
  if (draft.auth === null)
    report(draft, [...path, "idempotency"], "A key belongs to an account, and the task has no `auth`.");
  return {
    header: ("header" in given ? given.header : undefined) ?? "Idempotency-Key",
    required: ("required" in given ? given.required : undefined) ?? false,
    table: "idempotency_keys",
    status: 422,
    key: "idempotencyKey",
    message: "was used for another request",
  };
}
