import { fieldOf, findField, report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import type { Assignment } from "../effects.ts";
import type { ApiEntity } from "../entity.ts";
import type { Input, Parent, QueryParameter, Selection } from "../input.ts";
import { planAssignments } from "./assignments.ts";
import { effectSettings } from "./effect-settings.ts";
import { planLoginInput, planRowInput, planValueInput } from "./inputs.ts";
import { planList } from "./lists.ts";
import { requestScope } from "./request-scope.ts";
import type { Scope } from "./scope.ts";
import { planRow } from "./selections.ts";
import type { OperationPlace } from "./selections.ts";
import { usesAuth } from "./types.ts";

/** What is particular to the verb of an operation. */
export interface Settings {
  readonly own: Record<string, unknown>;
  /** Rows that parameters of the path name, beside the parent. */
  readonly named: readonly Selection[];
  /** Entity of what is answered. */
  readonly answered: ApiEntity | null;
  readonly queryParameters: QueryParameter[];
  readonly policyScope: Scope;
  /** Whether something in it asks who is signed in. */
  readonly asks: boolean;
  readonly creates: boolean;
  /** Whether it finds a row by who is signed in or writes that down, so that somebody has to be. */
  readonly needsAccount: boolean;
  readonly transaction: boolean;
}

export interface SettingsSubject {
  readonly place: OperationPlace;
  readonly entity: ApiEntity | null;
  readonly parent: Parent | null;
  readonly scope: Scope;
}

export function settingsOf(draft: ApiDraft, subject: SettingsSubject): Settings | null {
  const { place, entity, scope } = subject;
  const base = {
    named: [],
    answered: entity,
    queryParameters: [],
    policyScope: scope,
    asks: false,
    creates: false,
    needsAccount: false,
    transaction: false,
  };
  const verb = place.task.do;
  if (verb === "effects") return effectSettings(draft, { place, scope, base });
  if (verb === "custom") {
    const { description } = place.task;
    if (description === undefined) report(draft, place.path, "Say in `description` what somebody has to write.");
    return {
      ...base,
      own: { verb, entity: entity?.name ?? null, input: planValueInput(draft, place), description: description ?? "" },
    };
  }
  if (entity === null) return null;
  switch (verb) {
    case "list":
      return listSettings(draft, { ...subject, entity, base });
    case "create":
    case "register":
      return createSettings(draft, { ...subject, entity, base });
    case "login":
      return { ...base, own: { verb, entity: entity.name, input: planLoginInput(draft, { place, entity }) } };
    default:
      return rowSettings(draft, { ...subject, entity, base });
  }
}

/** Settings of an operation that has nothing particular yet. */
export type Base = Omit<Settings, "own">;
type EntitySubject = Omit<SettingsSubject, "entity"> & { readonly entity: ApiEntity; readonly base: Base };

function listSettings(draft: ApiDraft, { place, entity, parent, scope, base }: EntitySubject): Settings | null {
  const list = planList(draft, { place, entity, scope });
  if (list === null) return null;
  const { queryParameters, ...rest } = list;
  const expressions = [rest.where, ...rest.filters.map(({ where }) => where)].filter((each) => each !== null);
  const order = rest.order.map(({ property }) => property);
  addIndex(entity, parent === null ? order : [parent.property, ...order]);
  return {
    ...base,
    own: { verb: "list", entity: entity.name, parent, ...rest },
    queryParameters,
    asks: expressions.some(usesAuth),
  };
}

function addIndex(entity: ApiEntity, properties: string[]): void {
  const unique =
    properties.length === 1 &&
    entity.fields.some((field) => field.property === properties[0] && (field.unique || field.name === entity.key));
  const known = entity.indexes.some((index) => index.join() === properties.join());
  if (!known && !unique) entity.indexes.push(properties);
}

function createSettings(draft: ApiDraft, { place, entity, parent, scope, base }: EntitySubject): Settings {
  const { task } = place;
  const input = planRowInput(draft, { place, entity });
  const set = [
    ...relationAssignments(draft, { place, entity, parent }),
    ...extraAssignments(draft, { place, entity, scope, input }),
  ];
  const own = { verb: task.do, entity: entity.name, input, set, ...(task.do === "create" ? { parent } : {}) };
  const optional = entity.relations.flatMap((one) => (one.kind === "belongsTo" && !one.required ? [one.property] : []));
  const needsAccount = set.some(({ property, value }) => usesAuth(value) && !optional.includes(property));
  return { ...base, own, creates: true, needsAccount, transaction: writesMore(entity, input) };
}

/** Whether more than one statement is needed: tags are rows of their own, and a slug is looked for before it is taken. */
function writesMore(entity: ApiEntity, input: Input): boolean {
  const slug = entity.fields.some(({ derive }) => derive?.kind === "slug" && derive.unique === "suffix");
  return slug || input.fields.some(({ kind }) => kind === "tags" || kind === "reference");
}

function relationAssignments(
  draft: ApiDraft,
  { place, entity, parent }: { place: OperationPlace; entity: ApiEntity; parent: Parent | null },
): Assignment[] {
  return entity.relations.flatMap((relation): Assignment[] => {
    if (relation.kind !== "belongsTo" || place.task.set?.[relation.name] !== undefined) return [];
    const { property, column } = relation;
    if (parent?.relation === relation.name)
      return [{ property, column, value: keyPath(draft, { kind: "parent", entity: relation.entity }) }];
    if (relation.set === "auth") {
      if (draft.auth?.subject === relation.entity)
        return [{ property, column, value: keyPath(draft, { kind: "auth", entity: relation.entity }) }];
      report(draft, place.path, `\`${relation.name}\` is set to the account, and a ${relation.entity} is none.`);
    }
    if (relation.set === "parent" || (relation.set === "none" && relation.required)) {
      report(
        draft,
        place.path,
        `Nothing says which ${relation.entity} is its \`${relation.name}\`. Say \`parent: { ${relation.name}: … }\`, or \`set\` it.`,
      );
    }
    return [];
  });
}

function keyPath(draft: ApiDraft, { kind, entity }: { kind: "parent" | "auth"; entity: string }): Assignment["value"] {
  const found = draft.entities.get(entity);
  const key = found === undefined ? null : fieldOf(found, found.key);
  if (key === null) throw new Error(`${entity} has no key`);
  return {
    kind: "path",
    root: { kind },
    entity,
    steps: [],
    property: key.property,
    column: key.column,
    type: key.type,
    nullable: false,
  };
}

interface ExtraSubject {
  readonly place: OperationPlace;
  readonly entity: ApiEntity;
  readonly scope: Scope;
  readonly input: Input | null;
}

function extraAssignments(draft: ApiDraft, { place, entity, scope, input }: ExtraSubject): Assignment[] {
  if (place.task.set === undefined) return [];
  return planAssignments(draft, {
    values: place.task.set,
    entity,
    scope: requestScope(draft, { place, scope, input }),
    path: [...place.path, "set"],
  });
}

function rowSettings(draft: ApiDraft, { place, entity, parent, scope, base }: EntitySubject): Settings | null {
  const { task, path } = place;
  const row = planRow(draft, { place, entity, parent });
  if (row === null) return null;
  const common = { verb: task.do, entity: entity.name, parent, row };
  if (task.do === "update") {
    const input = planRowInput(draft, { place, entity });
    const set = extraAssignments(draft, { place, entity, scope, input });
    return { ...base, named: [row], own: { ...common, input, set }, transaction: true };
  }
  if (task.do === "transition")
    return transitionSettings(draft, { place, entity, scope, base: { ...base, named: [row] }, common });
  if (task.do === "link" || task.do === "unlink") {
    const link = { entity: draft.auth?.subject ?? "", relation: task.relation ?? "" };
    return { ...base, named: [row], own: { ...common, link } };
  }
  if (task.do === "delete" && task.view !== undefined)
    report(draft, [...path, "view"], "A delete answers without a body.");
  return { ...base, named: [row], own: common, transaction: task.do === "delete" };
}

interface TransitionSubject {
  readonly place: OperationPlace;
  readonly entity: ApiEntity;
  readonly scope: Scope;
  readonly base: Base;
  readonly common: Record<string, unknown>;
}

function transitionSettings(
  draft: ApiDraft,
  { place, entity, scope, base, common }: TransitionSubject,
): Settings | null {
  const { task, path } = place;
  const { from, to } = task;
  if (task.field === undefined || from === undefined || to === undefined) {
    report(draft, path, "A transition needs `field`, `from` and `to`.");
    return null;
  }
  const field = findField(draft, { entity, name: task.field, path: [...path, "field"] });
  if (field === null) return null;
  if (field.enum === null)
    report(draft, [...path, "field"], `\`${field.name}\` has no \`enum\`, which would be the states.`);
  const strange = [...from, to].filter((state) => field.enum?.includes(state) === false);
  for (const state of strange)
    report(draft, path, `\`${field.name}\` is never \`${state}\`, only ${field.enum?.join(", ") ?? ""}.`);
  if (from.includes(to)) report(draft, [...path, "to"], `It leads from \`${to}\` to itself.`);
  const own = {
    ...common,
    field: field.name,
    from,
    to,
    set: extraAssignments(draft, { place, entity, scope, input: null }),
    status: task.status ?? 409,
    message: task.message ?? `is not ${from.join(" or ")}`,
  };
  return { ...base, own, transaction: true };
}
