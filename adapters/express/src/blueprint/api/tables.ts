import type { JoinTable, Relation } from "@backwright/core";
import { columnSpec, fieldSpec, sorted } from "../drizzle/tables.ts";
import type { ColumnSpec, ForeignKeySpec, TableSpec } from "../drizzle/tables.ts";
import type { ApiModel, EntityModel } from "./model.ts";

type BelongsTo = Extract<Relation, { kind: "belongsTo" }>;

/** The tables of a whole API, in the order of their names. */
export function apiTables(model: ApiModel): TableSpec[] {
  return sorted([
    ...model.entities.map((entity) => entityTable(model, entity)),
    ...model.api.joinTables.map((join) => joinTable(model, join)),
    ...idempotencyTables(model),
  ]);
}

export function belongsTos(entity: EntityModel): BelongsTo[] {
  return entity.entity.relations.filter((relation) => relation.kind === "belongsTo");
}

/** Indexes that a key or a unique field is not already. */
export function indexesOf(entity: EntityModel): { properties: readonly string[]; columns: readonly string[] }[] {
  const unique = [[entity.key.name], ...entity.columns.filter((field) => field.unique).map(({ name }) => [name])];
  const taken = [...unique, ...entity.entity.uniques].map((one) => one.join());
  return [...new Map(entity.entity.indexes.map((one) => [one.join(), one])).values()]
    .filter((one) => !taken.includes(one.join()))
    .map((properties) => ({ properties, columns: properties.map((one) => columnOf(entity, one)) }));
}

/** The tables that keep the first answer to a key, one for each name in the plan. */
export function idempotencyNames(model: ApiModel): { table: string; property: string }[] {
  const names = model.api.operations.flatMap((operation) =>
    operation.verb === "effects" && operation.idempotency !== null ? [operation.idempotency.table] : [],
  );
  return [...new Set(names)].map((table) => ({
    table,
    property: table.replace(/_(\w)/g, (_all, letter: string) => letter.toUpperCase()),
  }));
}

function entityTable(model: ApiModel, entity: EntityModel): TableSpec {
  const relations = belongsTos(entity);
  const { fields, uniques, table } = entity.entity;
  return {
    name: table,
    columns: [
      ...entity.columns.map((field) => fieldColumn(entity, field)),
      ...relations.map((relation) => keyColumn(model.entity(relation.entity), relation.column, relation.required)),
    ],
    key: [],
    uniques: [
      ...fields.filter((field) => field.unique && field.name !== entity.entity.key).map(({ column }) => [column]),
      ...uniques.map((one) => one.map((property) => columnOf(entity, property))),
    ],
    indexes: indexesOf(entity).map(({ columns }) => columns),
    foreignKeys: relations.map((relation) => foreignKey(model, relation)),
  };
}

function fieldColumn({ entity, key }: EntityModel, field: EntityModel["columns"][number]): ColumnSpec {
  const generated = entity.fields.find(({ property }) => property === field.name)?.generated ?? null;
  return {
    ...fieldSpec(field),
    primaryKey: field.name === key.name,
    identity: generated === "identity",
  };
}

/** A column that holds the key of another row. */
function keyColumn({ key }: EntityModel, name: string, notNull: boolean): ColumnSpec {
  return columnSpec(name, { type: key.type, isEnum: false, big: key.big, maxLength: key.maxLength, notNull });
}

function foreignKey(model: ApiModel, { column, entity, onDelete }: BelongsTo): ForeignKeySpec {
  const { entity: target, key } = model.entity(entity);
  return { column, table: target.table, target: key.column, onDelete: onDelete === "setNull" ? "set null" : onDelete };
}

function joinTable(model: ApiModel, { table, sides, position }: JoinTable): TableSpec {
  return {
    name: table,
    columns: [
      ...sides.map(({ entity, column }) => keyColumn(model.entity(entity), column, true)),
      ...(position ? [columnSpec("position", { type: "integer" })] : []),
    ],
    key: sides.map(({ column }) => column),
    uniques: [],
    indexes: sides.slice(1).map(({ column }) => [column]),
    foreignKeys: sides.map(({ entity, column }) => ({
      column,
      table: model.entity(entity).entity.table,
      target: model.entity(entity).key.column,
      onDelete: "cascade",
    })),
  };
}

function idempotencyTables(model: ApiModel): TableSpec[] {
  return idempotencyNames(model).map(({ table }) => ({
    name: table,
    columns: [
      ...(model.account === null ? [] : [keyColumn(model.account, "account_id", true)]),
      columnSpec("key", { maxLength: 255 }),
      columnSpec("operation", { maxLength: 255 }),
      columnSpec("request", { maxLength: 64 }),
      columnSpec("answer", {}),
      columnSpec("created_at", { type: "date-time" }),
    ],
    key: [...(model.account === null ? [] : ["account_id"]), "key"],
    uniques: [],
    indexes: [],
    foreignKeys:
      model.account === null
        ? []
        : [
            {
              column: "account_id",
              table: model.account.entity.table,
              target: model.account.key.column,
              onDelete: "cascade",
            },
          ],
  }));
}

function columnOf({ entity }: EntityModel, property: string): string {
  const field = entity.fields.find((one) => one.property === property || one.name === property);
  const relation = entity.relations.find((one) => one.kind === "belongsTo" && one.property === property);
  const column = field?.column ?? (relation?.kind === "belongsTo" ? relation.column : undefined);
  if (column === undefined) {
    throw new Error(`The plan's entity ${entity.name} has no property ${property}.`);
  }
  return column;
}
