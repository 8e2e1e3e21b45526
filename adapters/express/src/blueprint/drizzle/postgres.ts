import { renderTemplate } from "../render.ts";
import type { AppView, FieldView, ResourceView } from "../view.ts";

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
  readonly compositePrimaryKeys: Readonly<Record<string, never>>;
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

/** The tables that an app's accounts and resources need, in the order of their names. */
export function postgresTables(app: AppView): PostgresTable[] {
  const accounts = app.auth === null ? [] : [usersTable(app.auth.defaultRole)];
  return [...accounts, ...app.resources.map(resourceTable)].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The statements that make these tables, as drizzle-kit writes a migration. */
export function postgresMigration(tables: readonly PostgresTable[]): string {
  return renderTemplate("migrations/postgres", { tables }).trimEnd();
}

function usersTable(defaultRole: string | null): PostgresTable {
  const role = defaultRole === null ? [] : [column("role", "text", { notNull: true, standard: defaultRole })];
  return table("users", {
    columns: [
      column("email", "varchar(254)", { notNull: true }),
      column("password_hash", "text", { notNull: true }),
      ...role,
    ],
    unique: ["email"],
    owned: false,
  });
}

function resourceTable({ tableName, owned, fields }: ResourceView): PostgresTable {
  return table(tableName, {
    columns: fields.map(fieldColumn),
    unique: fields.filter(({ unique }) => unique).map((field) => field.column),
    owned,
  });
}

interface TableParts {
  readonly columns: readonly PostgresColumn[];
  /** Columns of which each is unique by itself. */
  readonly unique: readonly string[];
  readonly owned: boolean;
}

function table(name: string, { columns, unique, owned }: TableParts): PostgresTable {
  const owner = owned ? [column("owner_id", "integer", { notNull: true })] : [];
  const times = ["created_at", "updated_at"].map((time) =>
    column(time, "timestamp (3) with time zone", { notNull: true }),
  );
  return {
    name,
    schema: "",
    columns: byName([idColumn(name), ...owner, ...columns, ...times]),
    indexes: byName(owned ? [ownerIndex(name)] : []),
    foreignKeys: byName(owned ? [ownerKey(name)] : []),
    compositePrimaryKeys: {},
    uniqueConstraints: byName(
      unique.map((one) => ({ name: `${name}_${one}_unique`, nullsNotDistinct: false, columns: [one] })),
    ),
    policies: {},
    checkConstraints: {},
    isRLSEnabled: false,
  };
}

function idColumn(tableName: string): PostgresColumn {
  return {
    name: "id",
    type: "integer",
    primaryKey: true,
    notNull: true,
    identity: {
      type: "always",
      name: `${tableName}_id_seq`,
      schema: "public",
      increment: "1",
      startWith: "1",
      minValue: "1",
      maxValue: "2147483647",
      cache: "1",
      cycle: false,
    },
  };
}

function fieldColumn(field: FieldView): PostgresColumn {
  // A moment's default is made in code, so the database has none.
  const standard = field.type === "date-time" ? null : field.default;
  return column(field.column, columnType(field), { notNull: !field.nullable, standard });
}

function columnType({ type, enum: values, big, maxLength }: FieldView): string {
  switch (type) {
    case "string":
      return values === null && maxLength !== null ? `varchar(${maxLength})` : "text";
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

interface ColumnRest {
  readonly notNull: boolean;
  readonly standard?: string | number | boolean | null;
}

function column(name: string, type: string, { notNull, standard = null }: ColumnRest): PostgresColumn {
  const plain = { name, type, primaryKey: false, notNull };
  if (standard === null) {
    return plain;
  }
  return { ...plain, default: typeof standard === "string" ? `'${standard.replaceAll("'", "''")}'` : standard };
}

function ownerIndex(tableName: string) {
  return {
    name: `${tableName}_owner_id_idx`,
    columns: [{ expression: "owner_id", isExpression: false, asc: true, nulls: "last" }],
    isUnique: false,
    concurrently: false,
    method: "btree",
    with: {},
  };
}

function ownerKey(tableName: string): ForeignKey {
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
