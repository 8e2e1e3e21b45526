import type { OperationTask } from "../../../task/api/operations.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import type { ApiEntity, ApiField } from "../entity.ts";
import type { Parent, PathParameter, Selection } from "../input.ts";
import { belongsToOf, fieldOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { shapeOfField } from "./fields.ts";
import { shapeOfSchema } from "./requests.ts";
import type { Request } from "./requests.ts";

export interface OperationPlace {
  readonly id: string;
  readonly task: OperationTask;
  readonly request: Request;
  readonly path: ValuePath;
}

/** The parent that the path names; `null` where the operation has none, or what it says is reported. */
export function planParent(
  draft: ApiDraft,
  { place, entity }: { place: OperationPlace; entity: ApiEntity },
): Parent | null {
  const [first, ...others] = Object.entries(place.task.parent ?? {});
  if (first === undefined) return null;
  const [name, by] = first;
  const path = [...place.path, "parent", name];
  const relation = belongsToOf(entity, name);
  if (relation === null || others.length > 0) {
    const names = entity.relations.filter(({ kind }) => kind === "belongsTo").map((each) => each.name);
    report(
      draft,
      path,
      others.length > 0
        ? "An operation has one parent."
        : `${entity.name} has no belongsTo \`${name}\`${suggestion(name, names)}`,
    );
    return null;
  }
  const target = draft.entities.get(relation.entity);
  const selection = target === undefined ? null : selectBy(draft, { entity: target, by, place, path });
  if (selection === null) return null;
  return { relation: name, property: relation.property, column: relation.column, selection };
}

/** How the operation's row is found: the account, or by what the path names. */
export function planRow(
  draft: ApiDraft,
  { place, entity, parent }: { place: OperationPlace; entity: ApiEntity; parent: Parent | null },
): Selection | null {
  const { task, request, path } = place;
  if (task.row === "auth") {
    if (draft.auth?.subject === entity.name) return { kind: "auth", entity: entity.name };
    report(
      draft,
      [...path, "row"],
      `The account is a ${draft.auth?.subject ?? "row of nothing: there is no `auth`"}, not a ${entity.name}.`,
    );
    return null;
  }
  const taken = parent?.selection.kind === "by" ? parent.selection.by.map(({ parameter }) => parameter) : [];
  const free = request.pathNames.filter((name) => !taken.includes(name));
  const by = task.by ?? Object.fromEntries(free.map((name) => [name, name]));
  if (Object.keys(by).length === 0) {
    report(draft, path, `Nothing says which ${entity.name} it is about. Say \`by\`, or \`row: auth\`.`);
    return null;
  }
  return selectBy(draft, { entity, by, place, path: task.by === undefined ? path : [...path, "by"] });
}

interface SelectionText {
  readonly entity: ApiEntity;
  readonly by: Record<string, string>;
  readonly place: OperationPlace;
  readonly path: ValuePath;
}

function selectBy(draft: ApiDraft, { entity, by, place, path }: SelectionText): Selection | null {
  const found = Object.entries(by).map(([name, parameter]) => {
    const field = fieldOf(entity, name);
    if (field === null || field.secret) {
      const names = entity.fields.filter(({ secret }) => !secret).map((each) => each.name);
      report(draft, path, `${entity.name} has no field \`${name}\`${suggestion(name, names)}`);
      return null;
    }
    if (!place.request.pathNames.includes(parameter)) {
      const named = place.request.pathNames;
      report(
        draft,
        path,
        `The path ${place.request.path} has no parameter \`${parameter}\`${suggestion(parameter, named)}`,
      );
      return null;
    }
    return {
      property: field.property,
      column: field.column,
      parameter,
      unique: field.unique || field.name === entity.key,
    };
  });
  const known = found.filter((each) => each !== null);
  if (known.length < found.length || known.length === 0) return null;
  if (!known.some(({ unique }) => unique)) {
    report(
      draft,
      path,
      `Several rows of ${entity.name} can have the same ${Object.keys(by).join(" and ")}. Name a unique field.`,
    );
  }
  return {
    kind: "by",
    entity: entity.name,
    by: known.map(({ property, column, parameter }) => ({ property, column, parameter })),
  };
}

/** Every parameter of the path with the bounds of the field that it names. */
export function pathParameters(
  draft: ApiDraft,
  { place, selections }: { place: OperationPlace; selections: readonly Selection[] },
): PathParameter[] {
  return place.request.pathNames.map((name) => {
    const field = selections.map((selection) => fieldNamedBy(draft, { selection, name })).find((each) => each !== null);
    const declared = place.request.contract?.parameters.find((each) => each.in === "path" && each.name === name);
    const contract = declared === undefined ? null : shapeOfSchema(declared.schema, draft.contract?.document ?? {});
    if (field !== undefined && field !== null && contract !== null && contract.type !== field.type) {
      report(
        draft,
        place.path,
        `The contract says that \`${name}\` is of type ${contract.type}, and the field that it names is of type ${field.type}.`,
      );
    }
    const { nullable: _, ...shape } = contract ?? { ...shapeOfField(textField), nullable: false };
    const known = field === undefined || field === null ? shape : shapeOfField(field);
    // A text that is too long names nothing, as every other text does that names nothing.
    return { name, ...known, ...(known.type === "string" ? { minLength: null, maxLength: null, format: null } : {}) };
  });
}

const textField = {
  type: "string",
  format: null,
  enum: null,
  minLength: null,
  maxLength: null,
  minimum: null,
  maximum: null,
} as ApiField;

function fieldNamedBy(draft: ApiDraft, { selection, name }: { selection: Selection; name: string }): ApiField | null {
  if (selection.kind === "auth") return null;
  const by = selection.by.find(({ parameter }) => parameter === name);
  const entity = draft.entities.get(selection.entity);
  return entity?.fields.find(({ property }) => property === by?.property) ?? null;
}
