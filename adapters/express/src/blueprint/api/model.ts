import type {
  ApiAuth,
  ApiEntity,
  ApiField,
  ApiOperation,
  ApiPlan,
  JoinTable,
  Plan,
  Relation,
  View,
} from "@backwright/core";
import { resourceNames } from "../names.ts";
import { operationsNamed } from "./operation-names.ts";
import type { ResourceNames } from "../names.ts";
import { fieldView } from "../resource-view.ts";
import type { FieldView } from "../view.ts";

/** A plan of the full form, with everything in it found by name. */
export interface ApiModel {
  readonly plan: Plan;
  readonly api: ApiPlan;
  readonly auth: ApiAuth | null;
  /** The entity of the accounts. */
  readonly account: EntityModel | null;
  readonly entities: readonly EntityModel[];
  readonly modules: readonly ModuleModel[];
  entity(name: string): EntityModel;
  view(name: string): View;
  join(name: string): JoinTable;
  relation(entity: string, name: string): Relation;
}

export interface EntityModel extends ResourceNames {
  readonly entity: ApiEntity;
  /** Type of a whole row: `ArticleRow`. */
  readonly rowType: string;
  /** The primary key. */
  readonly key: FieldView;
  /** Stored fields, named by their property. */
  readonly columns: readonly FieldView[];
  /** Field by its name in the API. */
  field(name: string): ApiField;
}

/** The files of one entity: its operations and the views of it. */
export interface ModuleModel {
  readonly entity: EntityModel;
  readonly operations: readonly ApiOperation[];
  readonly views: readonly View[];
}

export function apiModel(plan: Plan, given: ApiPlan): ApiModel {
  const entities = new Map(given.entities.map((entity) => [entity.name, entityModel(entity)]));
  const api = { ...given, operations: operationsNamed(given, [...entities.values()]) };
  const views = new Map(api.views.map((view) => [view.name, view]));
  const joins = new Map(api.joinTables.map((join) => [join.name, join]));
  function entity(name: string): EntityModel {
    return known(entities, name);
  }
  return {
    plan,
    api,
    auth: api.auth,
    account: api.auth === null ? null : entity(api.auth.subject),
    entities: [...entities.values()],
    modules: [...entities.values()]
      .map((one) => ({
        entity: one,
        operations: api.operations.filter((operation) => moduleOf(api, operation) === one.name),
        views: api.views.filter((view) => view.entity === one.name && isUsed(api, view.name)),
      }))
      .filter(
        ({ entity: { entity: one }, operations, views: shown }) =>
          operations.length + shown.length > 0 || one.name === api.auth?.subject,
      ),
    entity,
    view: (name) => known(views, name),
    join: (name) => known(joins, name),
    relation: (owner, name) => {
      const found = entity(owner).entity.relations.find((relation) => relation.name === name);
      if (found === undefined) {
        throw new Error(`The plan's entity ${owner} has no relation ${name}.`);
      }
      return found;
    },
  };
}

function entityModel(entity: ApiEntity): EntityModel {
  const columns = entity.fields.map(columnView);
  const key = columns.find(({ name }) => name === propertyOf(entity, entity.key));
  if (key === undefined) {
    throw new Error(`The plan's entity ${entity.name} has no field for its key ${entity.key}.`);
  }
  return {
    ...resourceNames(entity, true),
    entity,
    rowType: `${entity.name}Row`,
    key,
    columns,
    field: (name) => {
      const field = entity.fields.find((one) => one.name === name);
      if (field === undefined) {
        throw new Error(`The plan's entity ${entity.name} has no field ${name}.`);
      }
      return field;
    },
  };
}

/** A field as the templates of columns know it: by the property of its row. */
function columnView(field: ApiField): FieldView {
  const view = fieldView(field);
  return field.hashed
    ? { ...view, name: field.property, minLength: null, maxLength: null, format: null, indexed: false }
    : { ...view, name: field.property };
}

function propertyOf(entity: ApiEntity, name: string): string {
  return entity.fields.find((field) => field.name === name)?.property ?? name;
}

/** The entity in whose module an operation is written. */
function moduleOf(api: ApiPlan, operation: ApiOperation): string | null {
  if (operation.verb === "effects") {
    const created = operation.steps.find((step) => step.kind === "create" && step.as === operation.result);
    const loaded = operation.loads.find(({ name }) => name === operation.result) ?? operation.loads[0];
    const first = operation.steps.find((step) => step.kind === "create");
    const names = [created, loaded, first].flatMap((one) => (one !== undefined && "entity" in one ? [one.entity] : []));
    return names[0] ?? null;
  }
  return operation.entity ?? api.auth?.subject ?? api.entities[0]?.name ?? null;
}

/** Whether the query of a view asks who is signed in; what lists within it ask is theirs. */
export function selectsForViewer(model: ApiModel, { members }: View): boolean {
  return members.some(
    (member) =>
      (member.kind === "value" && /"kind":"(?:auth|signedIn)"/.test(JSON.stringify(member.value))) ||
      (member.kind === "view" && !member.many && selectsForViewer(model, model.view(member.view))) ||
      (member.kind === "self" && selectsForViewer(model, model.view(member.view))),
  );
}

/** Whether some answer shows a view, by itself or within another one. */
function isUsed(api: ApiPlan, name: string): boolean {
  const answered = api.operations.some(({ answer }) => "view" in answer && answer.view === name);
  return (
    answered ||
    api.views.some(
      (view) =>
        view.name !== name &&
        view.members.some((member) => member.kind === "view" && member.view === name) &&
        isUsed(api, view.name),
    )
  );
}

function known<Value>(values: ReadonlyMap<string, Value>, name: string): Value {
  const value = values.get(name);
  if (value === undefined) {
    throw new Error(`The plan names ${name}, which it does not hold.`);
  }
  return value;
}
