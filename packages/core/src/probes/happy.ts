import type { Entity, Operation, Plan, PlanField } from "../plan/schema.ts";
import { rowIdsOf } from "../plan/store.ts";
import { allows } from "./access.ts";
import { canVary, changeableField, createBody, objectText } from "./body.ts";
import { isEchoed, sampleValue } from "./sample.ts";
import { defineStep, type ProbeStep } from "./step.ts";

/** The operations of one entity, by verb, and who can be taken to call them. */
export interface EntityProbe {
  readonly plan: Plan;
  readonly entity: Entity;
  readonly operation: (verb: Operation["verb"]) => Operation | null;
  /** Rows can be made, so what needs one can be probed. */
  readonly hasRows: boolean;
}

export function probeOf(plan: Plan, entity: Entity): EntityProbe {
  function operation(verb: Operation["verb"]): Operation | null {
    return plan.operations.find((one) => one.verb === verb && "entity" in one && one.entity === entity.name) ?? null;
  }
  const create = operation("create");
  return { plan, entity, operation, hasRows: create !== null && allows(create, { caller: "owner", plan }) };
}

/** `{{alice}}` where the operation asks who calls. */
export function tokenFor(operation: Operation, name = "alice"): string | null {
  return operation.authenticated ? `{{${name}}}` : null;
}

/** Name of a kept row's id: `bookmark`, `bookmark_2`. */
export function rowName(entity: Entity, row: number): string {
  const name = entity.name.replace(/^./, (letter) => letter.toLowerCase());
  return row === 1 ? `${name}_id` : `${name}_id_${row}`;
}

/** How a compact answer shows the id of a kept row. */
export function idMember({ plan, entity }: Pick<EntityProbe, "plan" | "entity">, row: number | string): string {
  const kept = `{{${typeof row === "string" ? row : rowName(entity, row)}}}`;
  return rowIdsOf(plan).quoted ? `"id":"${kept}",` : `"id":${kept},`;
}

export function rowPath(operation: Operation, { entity, row }: { entity: Entity; row: number }): string {
  return operation.path.replace(/:[A-Za-z]+$/, `{{${rowName(entity, row)}}}`);
}

export function secretKeys(entity: Entity): string[] {
  return entity.fields.filter((field) => field.secret).map((field) => `"${field.name}":`);
}

/** Create, get, list, update and delete as they are meant to be used. */
export function happySteps(probe: EntityProbe): ProbeStep[] {
  const steps = [...createSteps(probe), ...getSteps(probe), ...listSteps(probe)];
  return [...steps, ...updateSteps(probe), ...deleteSteps(probe)];
}

function createSteps({ plan, entity, operation }: EntityProbe): ProbeStep[] {
  const create = operation("create");
  if (!create || !allows(create, { caller: "owner", plan })) return [];
  return [1, 2].map((row) =>
    defineStep({
      operation: create,
      name: row === 1 ? "201" : "201:second",
      title: row === 1 ? "creates a row and answers with it" : "creates a second row",
      path: create.path,
      token: tokenFor(create),
      body: createBody(entity, { row }),
      statuses: [create.statuses[0] ?? 201],
      has: row === 1 ? entity.fields.filter(isEchoed).map((field) => member(field, row)) : [],
      lacks: secretKeys(entity),
      keep: [{ name: rowName(entity, row), from: "id" }],
    }),
  );
}

/** How a compact answer shows the value; a comma ends every member. */
function member(field: PlanField, row: number): string {
  return `"${field.name}":${sampleValue(field, { row })},`;
}

function getSteps({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const get = operation("get");
  if (!get || !hasRows || !allows(get, { caller: "owner", plan })) return [];
  return [
    defineStep({
      operation: get,
      name: "200",
      title: "answers with the row that was created",
      path: rowPath(get, { entity, row: 1 }),
      token: tokenFor(get),
      statuses: [200],
      has: [idMember({ plan, entity }, 1), ...entity.fields.filter(isEchoed).map((field) => member(field, 1))],
      lacks: secretKeys(entity),
    }),
  ];
}

function listSteps({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const list = operation("list");
  if (list?.verb !== "list" || !allows(list, { caller: "owner", plan })) return [];
  const base = { operation: list, path: list.path, token: tokenFor(list), statuses: [200], lacks: secretKeys(entity) };
  const steps = [
    defineStep({
      ...base,
      name: "200",
      title: "answers with a page and the total",
      has: ['"items":[', '"total":'],
      atMost: { text: '"id":', count: list.page.defaultLimit },
    }),
  ];
  if (!hasRows) return steps;
  const first = `${rowName(entity, 1)}_of_page`;
  steps.push(
    defineStep({
      ...base,
      name: "200:first-page",
      title: "keeps to the limit",
      path: `${list.path}?limit=1`,
      has: ['"id":'],
      atMost: { text: '"id":', count: 1 },
      keep: [{ name: first, from: "id" }],
    }),
    defineStep({
      ...base,
      name: "200:second-page",
      title: "answers with another row on the next page",
      path: `${list.path}?limit=1&offset=1`,
      has: ['"id":'],
      lacks: [...base.lacks, idMember({ plan, entity }, first)],
      atMost: { text: '"id":', count: 1 },
    }),
  );
  for (const name of list.filters) {
    const field = entity.fields.find((one) => one.name === name);
    if (field && isEchoed(field)) steps.push(filterStep(base, { plan, entity, field, max: list.page.maxLimit }));
  }
  return steps;
}

type Base = Pick<Parameters<typeof defineStep>[0], "operation" | "path" | "token" | "statuses"> & { lacks: string[] };

interface Filter {
  plan: Plan;
  entity: Entity;
  field: PlanField;
  max: number;
}

function filterStep(base: Base, { plan, entity, field, max }: Filter): ProbeStep {
  const value = sampleValue(field, { row: 1 }).replaceAll('"', "");
  const encoded = value
    .split(/(\{\{[^}]*\}\})/)
    .map((part) => (part.startsWith("{{") ? part : encodeURIComponent(part)));
  return defineStep({
    ...base,
    name: `200:filter-${field.name}`,
    title: `filters by \`${field.name}\``,
    path: `${base.path}?limit=${max}&${field.name}=${encoded.join("")}`,
    has: [member(field, 1)],
    lacks: [...base.lacks, ...(canVary(field) ? [member(field, 2), idMember({ plan, entity }, 2)] : [])],
  });
}

function updateSteps({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const update = operation("update");
  const field = changeableField(entity);
  if (!update || !field || !hasRows || !allows(update, { caller: "owner", plan })) return [];
  // A second row's value, or that of a third where no two rows may hold the same.
  const row = field.unique ? 4 : 2;
  return [
    defineStep({
      operation: update,
      name: "200",
      title: `changes \`${field.name}\` and answers with the row`,
      path: rowPath(update, { entity, row: 1 }),
      token: tokenFor(update),
      body: updateBody(field, row),
      statuses: [200],
      has: [idMember({ plan, entity }, 1), ...(isEchoed(field) ? [member(field, row)] : [])],
      lacks: secretKeys(entity),
    }),
  ];
}

export function updateBody(field: PlanField, row: number): string {
  return objectText([[field.name, sampleValue(field, { row })]]);
}

function deleteSteps({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const remove = operation("delete");
  const create = operation("create");
  if (!remove || !create || !hasRows || !allows(remove, { caller: "owner", plan })) return [];
  const path = rowPath(remove, { entity, row: 3 });
  return [
    defineStep({
      operation: create,
      name: "201:third",
      title: "creates a row to delete",
      path: create.path,
      token: tokenFor(create),
      body: createBody(entity, { row: 3 }),
      statuses: [create.statuses[0] ?? 201],
      keep: [{ name: rowName(entity, 3), from: "id" }],
    }),
    defineStep({
      operation: remove,
      name: "204",
      title: "deletes the row",
      path,
      token: tokenFor(remove),
      statuses: [remove.statuses[0] ?? 204],
    }),
    defineStep({
      operation: remove,
      name: "404:deleted",
      title: "does not find it a second time",
      path,
      token: tokenFor(remove),
      statuses: [404],
    }),
  ];
}
