import { renderTemplate } from "../render.ts";
import type { ColumnSpec, ForeignKeySpec, TableSpec } from "./tables.ts";

/** A column in a snapshot of drizzle-kit for SQLite. */
interface SqliteColumn {
  readonly name: string;
  readonly type: "text" | "integer" | "real";
  readonly primaryKey: boolean;
  readonly notNull: boolean;
  readonly autoincrement: boolean;
  /** As drizzle-kit keeps it: a text in SQL's quotes, anything else as it is. */
  readonly default?: string | number | boolean;
}

interface SqliteIndex {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique: boolean;
}

interface SqliteForeignKey {
  readonly name: string;
  readonly tableFrom: string;
  readonly tableTo: string;
  readonly columnsFrom: readonly string[];
  readonly columnsTo: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
}

/** A table in a snapshot of drizzle-kit for SQLite. */
export interface SqliteTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, SqliteColumn>>;
  readonly indexes: Readonly<Record<string, SqliteIndex>>;
  readonly foreignKeys: Readonly<Record<string, SqliteForeignKey>>;
  readonly compositePrimaryKeys: Readonly<Record<string, { columns: readonly string[]; name: string }>>;
  readonly uniqueConstraints: Readonly<Record<string, never>>;
  readonly checkConstraints: Readonly<Record<string, never>>;
}

export function sqliteTables(tables: readonly TableSpec[]): SqliteTable[] {
  return tables.map(sqliteTable);
}

/** The statements that make these tables, as drizzle-kit writes a migration. */
export function sqliteMigration(tables: readonly SqliteTable[]): string {
  return renderTemplate("migrations/sqlite", { tables }).trimEnd();
}

function sqliteTable({ name, columns, key, uniques, indexes, foreignKeys }: TableSpec): SqliteTable {
  return {
    name,
    columns: byName(columns.map(sqliteColumn)),
    indexes: byName([
      ...uniques.map((one) => ({ name: `${name}_${one.join("_")}_unique`, columns: one, isUnique: true })),
      ...indexes.map((one) => ({ name: `${name}_${one.join("_")}_idx`, columns: one, isUnique: false })),
    ]),
    foreignKeys: byName(foreignKeys.map((one) => foreignKey(name, one))),
    compositePrimaryKeys: key.length === 0 ? {} : byName([{ columns: key, name: `${name}_${key.join("_")}_pk` }]),
    uniqueConstraints: {},
    checkConstraints: {},
  };
}

const types = {
  string: "text",
  date: "text",
  uuid: "text",
  integer: "integer",
  boolean: "integer",
  "date-time": "integer",
  number: "real",
} as const;

function sqliteColumn({ name, type, isEnum, primaryKey, identity, notNull, standard }: ColumnSpec): SqliteColumn {
  const plain = { name, type: isEnum ? "text" : types[type], primaryKey, notNull, autoincrement: identity } as const;
  if (standard === null) {
    return plain;
  }
  return { ...plain, default: typeof standard === "string" ? `'${standard.replaceAll("'", "''")}'` : standard };
}

function foreignKey(tableName: string, { column, table, target, onDelete }: ForeignKeySpec): SqliteForeignKey {
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
