import { renderTemplate } from "../render.ts";
import type { AppView, FieldView, ResourceView } from "../view.ts";

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
  readonly compositePrimaryKeys: Readonly<Record<string, never>>;
  readonly uniqueConstraints: Readonly<Record<string, never>>;
  readonly checkConstraints: Readonly<Record<string, never>>;
}

const id: SqliteColumn = { name: "id", type: "integer", primaryKey: true, notNull: true, autoincrement: true };

/** The tables that an app's accounts and resources need, in the order of their names. */
export function sqliteTables(app: AppView): SqliteTable[] {
  const accounts = app.auth === null ? [] : [usersTable(app.auth.defaultRole)];
  return [...accounts, ...app.resources.map(resourceTable)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The statements that make these tables, as drizzle-kit writes a migration. */
export function sqliteMigration(tables: readonly SqliteTable[]): string {
  return renderTemplate("migrations/sqlite", { tables }).trimEnd();
}

function usersTable(defaultRole: string | null): SqliteTable {
  const role = defaultRole === null ? [] : [column("role", "text", { notNull: true, standard: defaultRole })];
  return table("users", {
    columns: [
      id,
      column("email", "text", { notNull: true }),
      column("password_hash", "text", { notNull: true }),
      ...role,
    ],
    indexes: [uniqueIndex("users", "email")],
    foreignKeys: [],
  });
}

function resourceTable(resource: ResourceView): SqliteTable {
  const { tableName, owned, fields } = resource;
  const owner = owned ? [column("owner_id", "integer", { notNull: true })] : [];
  return table(tableName, {
    columns: [id, ...owner, ...fields.map(fieldColumn)],
    indexes: [
      ...fields.filter(({ unique }) => unique).map((field) => uniqueIndex(tableName, field.column)),
      ...(owned ? [{ name: `${tableName}_owner_id_idx`, columns: ["owner_id"], isUnique: false }] : []),
    ],
    foreignKeys: owned ? [ownerKey(tableName)] : [],
  });
}

interface TableParts {
  readonly columns: readonly SqliteColumn[];
  readonly indexes: readonly SqliteIndex[];
  readonly foreignKeys: readonly SqliteForeignKey[];
}

function table(name: string, { columns, indexes, foreignKeys }: TableParts): SqliteTable {
  const times = ["created_at", "updated_at"].map((time) => column(time, "integer", { notNull: true }));
  return {
    name,
    columns: byName([...columns, ...times]),
    indexes: byName(indexes),
    foreignKeys: byName(foreignKeys),
    compositePrimaryKeys: {},
    uniqueConstraints: {},
    checkConstraints: {},
  };
}

function fieldColumn(field: FieldView): SqliteColumn {
  const types = {
    string: "text",
    date: "text",
    uuid: "text",
    integer: "integer",
    boolean: "integer",
    "date-time": "integer",
    number: "real",
  } as const;
  // A moment's default is made in code, so the database has none.
  const standard = field.type === "date-time" && field.enum === null ? null : field.default;
  return column(field.column, field.enum === null ? types[field.type] : "text", { notNull: !field.nullable, standard });
}

interface ColumnRest {
  readonly notNull: boolean;
  readonly standard?: string | number | boolean | null;
}

function column(name: string, type: SqliteColumn["type"], { notNull, standard = null }: ColumnRest): SqliteColumn {
  const plain = { name, type, primaryKey: false, notNull, autoincrement: false };
  if (standard === null) {
    return plain;
  }
  return { ...plain, default: typeof standard === "string" ? `'${standard.replaceAll("'", "''")}'` : standard };
}

function uniqueIndex(tableName: string, columnName: string): SqliteIndex {
  return { name: `${tableName}_${columnName}_unique`, columns: [columnName], isUnique: true };
}

function ownerKey(tableName: string): SqliteForeignKey {
  return {
    name: `${tableName}_owner_id_users_id_fk`,
    tableFrom: tableName,
    tableTo: "users",
    columnsFrom: ["owner_id"],
    columnsTo: ["id"],
    onDelete: "cascade",
    onUpdate: "no action",
  };
}

function byName<Named extends { readonly name: string }>(entries: readonly Named[]): Record<string, Named> {
  return Object.fromEntries(entries.map((entry) => [entry.name, entry]));
}
