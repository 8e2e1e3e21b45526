import type { ViewTask } from "../../../task/api/entities.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiEntity } from "../entity.ts";
import type { View, ViewMember } from "../view.ts";
import { fieldOf, relationOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { shownFields } from "./entities.ts";
import { resolveExpression } from "./resolve.ts";
import { rowScope } from "./scope.ts";
import { isNullable, typeOf, usesAuth } from "./types.ts";

/** Every view of every entity; an entity without one has `full`, with all that anyone may see. */
export function planViews(draft: ApiDraft): void {
  const names = [...draft.entities.values()].flatMap((entity) =>
    Object.keys(viewTasks(draft, entity.name)).map((name) => ({ entity, name })),
  );
  for (const { entity, name } of names) {
    const members = membersOf(draft, { entity, name, seen: [] });
    const full = `${entity.name}.${name}`;
    draft.views.set(full, {
      name: full,
      entity: entity.name,
      schema: schemaName(entity.name, name),
      members,
      usesAuth: false,
    });
  }
  for (const { entity, name } of names) checkNested(draft, { entity, name });
  for (const [name, view] of draft.views)
    draft.views.set(name, { ...view, usesAuth: viewUsesAuth(draft, { view, seen: [] }) });
}

export function viewTasks({ task }: ApiDraft, entity: string): Record<string, ViewTask> {
  const given = task.entities?.[entity]?.views ?? {};
  return Object.keys(given).length === 0 ? { full: {} } : given;
}

/** `Article` for its view `full`, else `ArticleList`. */
function schemaName(entity: string, view: string): string {
  return view === "full" ? entity : `${entity}${view.charAt(0).toUpperCase()}${view.slice(1)}`;
}

interface ViewPlace {
  readonly entity: ApiEntity;
  readonly name: string;
  readonly seen: readonly string[];
}

function membersOf(draft: ApiDraft, { entity, name, seen }: ViewPlace): ViewMember[] {
  const given = viewTasks(draft, entity.name)[name];
  if (given === undefined) return [];
  const path = ["entities", entity.name, "views", name];
  const base = baseMembers(draft, { entity, name, seen });
  const plain = given.fields ?? (given.extends === undefined ? shownFields(entity).map((field) => field.name) : []);
  const fields = plain.flatMap(
    (field, index) => plainMember(draft, { entity, field, path: [...path, "fields", index] }) ?? [],
  );
  const added = Object.entries(given.add ?? {}).flatMap(
    ([member, value]) => addedMember(draft, { entity, member, value, path: [...path, "add", member] }) ?? [],
  );
  for (const [index, omitted] of (given.omit ?? []).entries()) {
    if (!base.some((member) => member.name === omitted)) {
      report(draft, [...path, "omit", index], `The view that it extends has no \`${omitted}\`.`);
    }
  }
  const members = [...base.filter((member) => given.omit?.includes(member.name) !== true), ...fields, ...added];
  const repeated = members.find((member, index) => members.findIndex((other) => other.name === member.name) !== index);
  if (repeated !== undefined) report(draft, path, `It shows \`${repeated.name}\` twice.`);
  if (members.length === 0) report(draft, path, "It shows nothing.");
  return members;
}

function baseMembers(draft: ApiDraft, { entity, name, seen }: ViewPlace): ViewMember[] {
  const tasks = viewTasks(draft, entity.name);
  const base = tasks[name]?.extends;
  if (base === undefined) return [];
  const path = ["entities", entity.name, "views", name, "extends"];
  if (tasks[base] === undefined) {
    report(draft, path, `${entity.name} has no view \`${base}\`${suggestion(base, Object.keys(tasks))}`);
    return [];
  }
  if (base === name || seen.includes(base)) {
    report(draft, path, `The views extend each other in a circle: ${[...seen, name, base].join(", ")}.`);
    return [];
  }
  const problems = draft.problems.length;
  const members = membersOf(draft, { entity, name: base, seen: [...seen, name] });
  // What is wrong with the base is reported where the base itself is planned.
  draft.problems.splice(problems);
  return members;
}

interface MemberPlace {
  readonly entity: ApiEntity;
  readonly path: ValuePath;
}

function plainMember(
  draft: ApiDraft,
  { entity, field, path }: MemberPlace & { readonly field: string },
): ViewMember | null {
  const found = fieldOf(entity, field);
  if (found?.secret === true) {
    report(draft, path, `\`${field}\` is secret and never part of an answer.`);
    return null;
  }
  if (found !== null) return { kind: "field", name: field, field };
  const relation = relationOf(entity, field);
  if (relation?.kind === "tags") return { kind: "tags", name: field, relation: field };
  const names = [
    ...entity.fields.filter(({ secret }) => !secret),
    ...entity.relations.filter(({ kind }) => kind === "tags"),
  ];
  const text =
    relation === null
      ? `${entity.name} has no field \`${field}\`${suggestion(
          field,
          names.map(({ name }) => name),
        )}`
      : `\`${field}\` is a relation. Show it under \`add\`, as \`{ view: ${relation.entity}.full }\`.`;
  report(draft, path, text);
  return null;
}

type Added = NonNullable<ViewTask["add"]>[string];

function addedMember(
  draft: ApiDraft,
  { entity, path, member, value }: MemberPlace & { readonly member: string; readonly value: Added },
): ViewMember | null {
  if (typeof value === "string") return valueMember(draft, { entity, path, member, value });
  if (value.token === true) {
    if (draft.auth?.subject === entity.name) return { kind: "token", name: member };
    report(draft, path, `A token is for an account, and ${entity.name} is none.`);
    return null;
  }
  if (value.view === undefined) {
    report(draft, path, "Say an expression, `view` or `token: true`.");
    return null;
  }
  return nestedMember(draft, { entity, path, member, view: value.view, of: value.of ?? member });
}

function valueMember(
  draft: ApiDraft,
  { entity, path, member, value }: MemberPlace & { readonly member: string; readonly value: string },
): ViewMember | null {
  const auth = draft.auth === null ? null : { entity: draft.auth.subject, nullable: true };
  const expression = resolveExpression(draft, { text: value, path, scope: rowScope(entity.name, auth) });
  if (expression === null) return null;
  const type = typeOf(expression);
  if (type === null) {
    report(draft, path, "It is always null.");
    return null;
  }
  return { kind: "value", name: member, value: expression, type, nullable: isNullable(expression) };
}

interface NestedPlace extends MemberPlace {
  readonly member: string;
  readonly view: string;
  readonly of: string;
}

function nestedMember(draft: ApiDraft, { entity, path, member, view, of }: NestedPlace): ViewMember | null {
  if (of === "self") return { kind: "self", name: member, view: qualified(view, entity.name) };
  const relation = relationOf(entity, of);
  if (relation === null) {
    const names = ["self", ...entity.relations.map(({ name }) => name)];
    report(draft, path, `${entity.name} has no relation \`${of}\`${suggestion(of, names)}`);
    return null;
  }
  return {
    kind: "view",
    name: member,
    relation: of,
    view: qualified(view, relation.entity),
    many: relation.kind !== "belongsTo",
    nullable: relation.kind === "belongsTo" && !relation.required,
  };
}

/** `full` of an entity is `Article.full`. */
export function qualified(view: string, entity: string): string {
  return view.includes(".") ? view : `${entity}.${view}`;
}

function checkNested(draft: ApiDraft, { entity, name }: { entity: ApiEntity; name: string }): void {
  const view = draft.views.get(`${entity.name}.${name}`);
  for (const member of view?.members ?? []) {
    if (member.kind !== "view" && member.kind !== "self") continue;
    const path = ["entities", entity.name, "views", name, "add", member.name, "view"];
    const wanted = member.kind === "self" ? entity.name : (relationOf(entity, member.relation)?.entity ?? "");
    const target = draft.views.get(member.view);
    if (target === undefined || target.entity !== wanted) {
      const names = [...draft.views.values()].filter((each) => each.entity === wanted).map((each) => each.name);
      report(draft, path, `${wanted} has no view \`${member.view}\`${suggestion(member.view, names)}`);
    } else if (reaches(draft, { from: target, to: `${entity.name}.${name}`, seen: [] })) {
      report(draft, path, `\`${member.view}\` shows this view again, so an answer would have no end.`);
    }
  }
}

interface Reach {
  readonly from: View;
  readonly to: string;
  readonly seen: readonly string[];
}

function reaches(draft: ApiDraft, { from, to, seen }: Reach): boolean {
  if (from.name === to) return true;
  if (seen.includes(from.name)) return false;
  return nestedViews(draft, from).some((next) => reaches(draft, { from: next, to, seen: [...seen, from.name] }));
}

/** The views that a view shows within. */
export function nestedViews(draft: Pick<ApiDraft, "views">, { members }: View): View[] {
  return members.flatMap((member) =>
    member.kind === "view" || member.kind === "self" ? (draft.views.get(member.view) ?? []) : [],
  );
}

function viewUsesAuth(draft: ApiDraft, { view, seen }: { view: View; seen: readonly string[] }): boolean {
  if (seen.includes(view.name)) return false;
  return (
    view.members.some((member) => member.kind === "value" && usesAuth(member.value)) ||
    nestedViews(draft, view).some((next) => viewUsesAuth(draft, { view: next, seen: [...seen, view.name] }))
  );
}

/** The private fields that a view shows, with those of views within: `User.email`. */
export function privateFields(draft: ApiDraft, view: View, seen: readonly string[] = []): string[] {
  const entity = draft.entities.get(view.entity);
  if (entity === undefined || seen.includes(view.name)) return [];
  const own = view.members.flatMap((member) =>
    member.kind === "field" && fieldOf(entity, member.field)?.private === true
      ? [`${entity.name}.${member.field}`]
      : [],
  );
  return [...own, ...nestedViews(draft, view).flatMap((next) => privateFields(draft, next, [...seen, view.name]))];
}
