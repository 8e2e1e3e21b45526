import { renderTemplate } from "../render.ts";
import type { ColumnSpec, ForeignKeySpec, TableSpec } from "./tables.ts";

/** A column in a snapshot of drizzle-kit for PostgreSQL. */
interface PostgresColumn {
  readonly name: string;
  readonly type: string;
  readonly primaryKey: boolean;
  readonly notNull: boolean;
  /** As drizzle-kit keeps it: a text in SQL's quotes, anything else as it is. */
  readonly default?: string | number | boolean;
  readonly identity?: Readonly<Record<string, string | boolean>>;
}

/** A table in a snapshot of drizzle-kit for PostgreSQL. */
export interface PostgresTable {
  readonly name: string;
  readonly schema: "";
  readonly columns: Readonly<Record<string, PostgresColumn>>;
  readonly indexes: Readonly<
    Record<string, { readonly name: string; readonly columns: readonly { readonly expression: string }[] }>
  >;
  readonly foreignKeys: Readonly<Record<string, ForeignKey>>;
  readonly compositePrimaryKeys: Readonly<Record<string, { name: string; columns: readonly string[] }>>;
  readonly uniqueConstraints: Readonly<Record<string, UniqueConstraint>>;
  readonly policies: Readonly<Record<string, never>>;
  readonly checkConstraints: Readonly<Record<string, never>>;
  readonly isRLSEnabled: false;
}

interface ForeignKey {
  readonly name: string;
  readonly tableFrom: string;
  readonly tableTo: string;
  readonly columnsFrom: readonly string[];
  readonly columnsTo: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
}

interface UniqueConstraint {
  readonly name: string;
  readonly nullsNotDistinct: boolean;
  readonly columns: readonly string[];
}

export function postgresTables(tables: readonly TableSpec[]): PostgresTable[] {
  return tables.map(postgresTable);
}

/** The statements that make these tables, as drizzle-kit writes a migration. */
export function postgresMigration(tables: readonly PostgresTable[]): string {
  return renderTemplate("migrations/postgres", { tables }).trimEnd();
}

function postgresTable({ name, columns, key, uniques, indexes, foreignKeys }: TableSpec): PostgresTable {
  return {
    name,
    schema: "",
    columns: byName(columns.map((column) => postgresColumn(name, column))),
    indexes: byName(indexes.map((one) => plainIndex(name, one))),
    foreignKeys: byName(foreignKeys.map((one) => foreignKey(name, one))),
    compositePrimaryKeys: key.length === 0 ? {} : byName([{ name: `${name}_${key.join("_")}_pk`, columns: key }]),
    uniqueConstraints: byName(
      uniques.map((one) => ({ name: `${name}_${one.join("_")}_unique`, nullsNotDistinct: false, columns: one })),
    ),
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  };
}

function postgresColumn(tableName: string, column: ColumnSpec): PostgresColumn {
  const { name, primaryKey, identity, notNull, standard } = column;
  const plain = { name, type: columnType(column), primaryKey, notNull };
  return {
    ...plain,
    ...(standard === null
      ? {}
      : { default: typeof standard === "string" ? `'${standard.replaceAll("'", "''")}'` : standard }),
    ...(identity ? { identity: identityOf(tableName, name) } : {}),
  };
}

function identityOf(tableName: string, column: string) {
  return {
    type: "always",
    name: `${tableName}_${column}_seq`,
    schema: "public",
    increment: "1",
    startWith: "1",
    minValue: "1",
    maxValue: "2147483647",
    cache: "1",
    cycle: false,
  };
}

function columnType({ type, isEnum, big, maxLength }: ColumnSpec): string {
  switch (type) {
    case "string":
      return !isEnum && maxLength !== null ? `varchar(${maxLength})` : "text";
    case "integer":
      return big ? "bigint" : "integer";
    case "number":
      return "double precision";
    case "date-time":
      return "timestamp (3) with time zone";
    case "boolean":
    case "date":
    case "uuid":
      return type;
  }
}

function plainIndex(tableName: string, columns: readonly string[]) {
  return {
    name: `${tableName}_${columns.join("_")}_idx`,
    columns: columns.map((expression) => ({ expression, isExpression: false, asc: true, nulls: "last" })),
    isUnique: false,
    concurrently: false,
    method: "btree",
    with: {},
  };
}

function foreignKey(tableName: string, { column, table, target, onDelete }: ForeignKeySpec): ForeignKey {
  return {
    name: `${tableName}_${column}_${table}_${target}_fk`,
    tableFrom: tableName,
    tableTo: table,
    columnsFrom: [column],
    columnsTo: [target],
    onDelete,
    onUpdate: "no action",
  };
}

function byName<Named extends { readonly name: string }>(entries: readonly Named[]): Record<string, Named> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}
