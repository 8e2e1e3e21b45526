import type { Selection } from "../../plan/api/input.ts";
import type { ApiOperation } from "../../plan/api/operation.ts";
import type { ApiPlan } from "../../plan/api/schema.ts";
import type { View } from "../../plan/api/view.ts";
import type { Keep } from "../step.ts";
import { entityOf, learn, recall } from "./course.ts";
import type { Course } from "./course.ts";

function viewOf({ api }: Course, { answer }: ApiOperation): View | null {
  if (answer.kind !== "one" && answer.kind !== "many") return null;
  return api.views.find(({ name }) => name === answer.view) ?? null;
}

export function showsToken(course: Course, operation: ApiOperation): boolean {
  return viewOf(course, operation)?.members.some(({ kind }) => kind === "token") === true;
}

/** The name under which an answer shows a field of its row before anything else has a member of that name. */
export function shownAs(
  course: Course,
  { operation, field }: { operation: ApiOperation; field: string },
): string | null {
  const view = viewOf(course, operation);
  const at = view?.members.findIndex((member) => member.kind === "field" && member.field === field) ?? -1;
  const member = view?.members[at];
  if (view === null || member === undefined) return null;
  const isFirst = !view.members.slice(0, at).some(({ kind }) => kind === "view" || kind === "self");
  return isFirst ? member.name : null;
}

/** What of a new row has to be kept, because later requests name it. */
export function keepsOf(course: Course, { operation, row }: { operation: ApiOperation; row: number }): Keep[] {
  const entity = "entity" in operation ? operation.entity : null;
  if (entity === null) return [];
  return [...neededOf(course.api, entity)].flatMap((property) => {
    const cell = { entity, row, property };
    const field = entityOf(course, entity).fields.find((each) => each.property === property);
    const member = field === undefined ? null : shownAs(course, { operation, field: field.name });
    if (member === null || recall(course, cell) !== null) return [];
    const name = `${entity.charAt(0).toLowerCase()}${entity.slice(1)}_${property}${row === 1 ? "" : `_${row}`}`;
    learn(course, cell, `{{${name}}}`);
    return [{ name, from: member }];
  });
}

/** The properties by which paths, loads and references name rows of an entity. */
function neededOf({ operations, entities }: ApiPlan, entity: string): Set<string> {
  const key = entities.find(({ name }) => name === entity)?.key ?? "id";
  const needed = operations.flatMap((operation) => {
    const selections = [
      ...("row" in operation ? [operation.row] : []),
      ...("parent" in operation && operation.parent !== null ? [operation.parent.selection] : []),
    ];
    const loads =
      operation.verb === "effects"
        ? operation.loads.filter((load) => load.entity === entity).map(({ by }) => by.property)
        : [];
    const references = refersTo({ operations, entities }, { operation, entity }) ? [key] : [];
    return [...selections.flatMap((selection) => propertiesOf(selection, entity)), ...loads, ...references];
  });
  return new Set(needed);
}

function propertiesOf(selection: Selection, entity: string): string[] {
  return selection.kind === "by" && selection.entity === entity ? selection.by.map(({ property }) => property) : [];
}

function refersTo(
  { entities }: Pick<ApiPlan, "entities" | "operations">,
  { operation, entity }: { operation: ApiOperation; entity: string },
): boolean {
  if (operation.verb !== "create" && operation.verb !== "update" && operation.verb !== "register") return false;
  const own = entities.find(({ name }) => name === operation.entity);
  return operation.input.fields.some(
    (field) =>
      field.kind === "reference" && own?.relations.find(({ name }) => name === field.relation)?.entity === entity,
  );
}
