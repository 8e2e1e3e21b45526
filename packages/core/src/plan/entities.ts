import type { FieldTask, ResourceTask, Task } from "../task/schema.ts";
import { columnName, entityNames } from "./names.ts";
import type { Entity, PlanField } from "./schema.ts";

const int32 = { minimum: -2_147_483_648, maximum: 2_147_483_647 };

/** The resources of a task with everything that it left to the defaults. */
export function planEntities({ task, basePath }: { task: Task; basePath: string }): Entity[] {
  return Object.entries(task.resources ?? {}).map(([name, resource]) => planEntity({ name, resource, basePath }));
}

function planEntity({ name, resource, basePath }: { name: string; resource: ResourceTask; basePath: string }): Entity {
  const names = entityNames(name);
  return {
    name,
    plural: names.plural,
    table: names.table,
    path: `${basePath}${resource.path ?? names.path}`,
    owned: resource.owner ?? false,
    fields: Object.entries(resource.fields).map(([field, given]) => planField(field, given)),
  };
}

function planField(name: string, field: FieldTask): PlanField {
  const type = field.type ?? "string";
  const required = field.required ?? false;
  const byDefault = field.default ?? null;
  return {
    name,
    column: columnName(name),
    type,
    format: field.format ?? null,
    enum: field.enum ?? null,
    required,
    nullable: field.nullable ?? (!required && byDefault === null),
    unique: field.unique ?? false,
    secret: field.secret ?? false,
    default: byDefault,
    ...lengths(field, type),
    minimum: field.minimum ?? (type === "integer" ? int32.minimum : null),
    maximum: field.maximum ?? (type === "integer" ? int32.maximum : null),
  };
}

function lengths(field: FieldTask, type: PlanField["type"]): Pick<PlanField, "minLength" | "maxLength"> {
  if (type !== "string" || field.enum !== undefined) return { minLength: null, maxLength: null };
  const minLength = field.minLength ?? (field.required === true && field.format === undefined ? 1 : null);
  return { minLength, maxLength: field.maxLength ?? Math.max(255, minLength ?? 0) };
}
