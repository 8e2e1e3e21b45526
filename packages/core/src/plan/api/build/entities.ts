import { camelCase } from "change-case";
import type { EntityTask, FullFieldTask } from "../../../task/api/entities.ts";
import type { TaskProblem } from "../../../task/problems.ts";
import { fieldContradictions } from "../../contradictions/fields.ts";
import { entityNames } from "../../names.ts";
import type { ApiEntity, ApiField } from "../entity.ts";
import { belongsToOf, fieldOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { planFields } from "./fields.ts";
import { planRelations } from "./relations.ts";

/** Every entity with its fields and relations, in the order in which their tables can be made. */
export function planEntities(draft: ApiDraft): void {
  const tasks = draft.task.entities ?? {};
  for (const [name, given] of Object.entries(tasks)) {
    draft.entities.set(name, planEntity(name, given));
    draft.problems.push(...problemsOfFields(name, given));
  }
  hashPassword(draft);
  planRelations(draft, tasks);
  for (const [name, given] of Object.entries(tasks)) {
    checkOwner(draft, { name, given });
    checkSlugs(draft, name);
    addUniques(draft, { name, given });
  }
  checkTables(draft);
  for (const entity of draft.entities.values()) entity.indexes.push(...foreignKeys(entity));
  sortByDependence(draft);
}

function planEntity(name: string, given: EntityTask): ApiEntity {
  const { plural, table } = entityNames(name);
  return {
    name,
    plural,
    table: given.table ?? table,
    errorKey: given.errorKey ?? camelCase(name),
    key: "id",
    owner: given.owner ?? null,
    fields: planFields(given.fields, given.timestamps ?? true),
    relations: [],
    uniques: [],
    indexes: [],
  };
}

/** The rules of the short form hold here too, but for an `id` of one's own. */
function problemsOfFields(name: string, { fields }: EntityTask): TaskProblem[] {
  const { id, ...rest } = fields;
  if (Object.keys(rest).length === 0) return [];
  const found = fieldContradictions(name, { fields: rest }).map(({ path, text }) => ({
    path: ["entities", ...path.slice(1)],
    text,
  }));
  return id === undefined ? found : [...found, ...problemsOfKey(name, id)];
}

function problemsOfKey(name: string, { type = "string" }: FullFieldTask): TaskProblem[] {
  if (type === "integer" || type === "uuid") return [];
  return [{ path: ["entities", name, "fields", "id", "type"], text: "The key is of type `integer` or `uuid`." }];
}

function hashPassword({ task, entities }: ApiDraft): void {
  const subject = entities.get(task.auth?.subject ?? "");
  const password = subject === undefined ? null : fieldOf(subject, task.auth?.password?.field ?? "password");
  if (password === null) return;
  password.hashed = true;
  password.property = `${password.name}Hash`;
  password.column = `${password.column}_hash`;
}

function checkOwner(draft: ApiDraft, { name, given }: { name: string; given: EntityTask }): void {
  if (given.owner === undefined) return;
  const entity = draft.entities.get(name);
  const path = ["entities", name, "owner"];
  const relation = entity === undefined ? null : belongsToOf(entity, given.owner);
  const subject = draft.task.auth?.subject;
  if (relation === null) {
    const names = entity?.relations.filter(({ kind }) => kind === "belongsTo").map((each) => each.name) ?? [];
    report(draft, path, `${name} has no belongsTo \`${given.owner}\`${suggestion(given.owner, names)}`);
  } else if (relation.entity !== subject) {
    report(
      draft,
      path,
      `\`${given.owner}\` leads to ${relation.entity}, and accounts are ${subject ?? "not there: there is no `auth`"}.`,
    );
  }
}

function checkSlugs(draft: ApiDraft, name: string): void {
  const entity = draft.entities.get(name);
  for (const field of entity?.fields ?? []) {
    if (field.derive?.kind !== "slug" || entity === undefined) continue;
    const from = fieldOf(entity, field.derive.from);
    const path = ["entities", name, "fields", field.name, "slug"];
    if (from === null) report(draft, path, `${name} has no field \`${field.derive.from}\`.`);
    else if (from.type !== "string" || from.nullable)
      report(draft, path, `\`${from.name}\` is no text that is always there, so no slug can be made of it.`);
    if (!field.unique && field.derive.unique === "suffix") {
      report(draft, path, "A slug names a row, so the field has to be `unique: true`.");
    }
  }
}

function addUniques(draft: ApiDraft, { name, given }: { name: string; given: EntityTask }): void {
  const entity = draft.entities.get(name);
  if (entity === undefined) return;
  for (const [index, group] of (given.unique ?? []).entries()) {
    const properties = group.map((member) => propertyOf(entity, member));
    const missing = group.find((_, at) => properties[at] === null);
    if (missing !== undefined) {
      report(draft, ["entities", name, "unique", index], `${name} has no field or belongsTo \`${missing}\`.`);
      continue;
    }
    entity.uniques.push(properties.filter((property) => property !== null));
  }
}

function propertyOf(entity: ApiEntity, member: string): string | null {
  return fieldOf(entity, member)?.property ?? belongsToOf(entity, member)?.property ?? null;
}

function checkTables(draft: ApiDraft): void {
  const seen = new Map<string, string>();
  for (const { name, table } of [...draft.entities.values(), ...draft.joinTables]) {
    const other = seen.get(table);
    if (other !== undefined) {
      report(
        draft,
        ["entities", name],
        `It and ${other} would be one table, \`${table}\`. Rename one of them, or say \`table\`.`,
      );
    }
    seen.set(table, name);
  }
}

function foreignKeys({ relations }: ApiEntity): string[][] {
  return relations.flatMap((relation) => (relation.kind === "belongsTo" ? [[relation.property]] : []));
}

/** Tables that others refer to come first; entities that refer to each other stay in the order of the task. */
function sortByDependence(draft: ApiDraft): void {
  const sorted = new Map<string, ApiEntity>();
  const waiting = new Set(draft.entities.values());
  while (waiting.size > 0) {
    const free = [...waiting].filter(({ name, relations }) =>
      relations.every(
        (relation) => relation.kind !== "belongsTo" || relation.entity === name || sorted.has(relation.entity),
      ),
    );
    const next = free.length > 0 ? free : [...waiting].slice(0, 1);
    for (const entity of next) {
      sorted.set(entity.name, entity);
      waiting.delete(entity);
    }
  }
  draft.entities.clear();
  for (const [name, entity] of sorted) draft.entities.set(name, entity);
}

/** The stored fields that anyone may see. */
export function shownFields({ fields }: ApiEntity): ApiField[] {
  return fields.filter((field) => !field.secret && !field.private);
}
