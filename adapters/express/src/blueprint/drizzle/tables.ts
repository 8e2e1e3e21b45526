import type { PlanField } from "@backwright/core";
import type { AppView, FieldView, ResourceView } from "../view.ts";

/** A table as a plan wants it, before it is one of a certain database. */
export interface TableSpec {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
  /** Columns that are the key together; `[]` where one column alone is it. */
  readonly key: readonly string[];
  readonly uniques: readonly (readonly string[])[];
  readonly indexes: readonly (readonly string[])[];
  readonly foreignKeys: readonly ForeignKeySpec[];
}

export interface ColumnSpec {
  readonly name: string;
  readonly type: PlanField["type"];
  readonly isEnum: boolean;
  /** Whole numbers that need more than 32 bits. */
  readonly big: boolean;
  readonly maxLength: number | null;
  readonly primaryKey: boolean;
  /** Numbered by the database. */
  readonly identity: boolean;
  readonly notNull: boolean;
  readonly standard: string | number | boolean | null;
}

export interface ForeignKeySpec {
  readonly column: string;
  readonly table: string;
  readonly target: string;
  readonly onDelete: "cascade" | "restrict" | "set null";
}

/** A column without anything special, to be changed where it is. */
export function columnSpec(name: string, rest: Partial<ColumnSpec>): ColumnSpec {
  return {
    name,
    type: "string",
    isEnum: false,
    big: false,
    maxLength: null,
    primaryKey: false,
    identity: false,
    notNull: true,
    standard: null,
    ...rest,
  };
}

export const idSpec: ColumnSpec = columnSpec("id", { type: "integer", primaryKey: true, identity: true });

/** The column of a field. */
export function fieldSpec(field: FieldView): ColumnSpec {
  return columnSpec(field.column, {
    type: field.type,
    isEnum: field.enum !== null,
    big: field.big,
    maxLength: field.maxLength,
    notNull: !field.nullable,
    // A moment's default is made in code, so the database has none.
    standard: field.type === "date-time" ? null : field.default,
  });
}

/** The tables that an app's accounts and resources need, in the order of their names. */
export function appTables(app: AppView): TableSpec[] {
  const accounts = app.auth === null ? [] : [usersTable(app.auth.defaultRole)];
  return sorted([...accounts, ...app.resources.map(resourceTable)]);
}

export function sorted(tables: readonly TableSpec[]): TableSpec[] {
  return tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function usersTable(defaultRole: string | null): TableSpec {
  return {
    name: "users",
    columns: [
      idSpec,
      columnSpec("email", { maxLength: 254 }),
      columnSpec("password_hash", {}),
      ...(defaultRole === null ? [] : [columnSpec("role", { isEnum: true, standard: defaultRole })]),
      ...times,
    ],
    key: [],
    uniques: [["email"]],
    indexes: [],
    foreignKeys: [],
  };
}

function resourceTable({ tableName, owned, fields }: ResourceView): TableSpec {
  return {
    name: tableName,
    columns: [
      idSpec,
      ...(owned ? [columnSpec("owner_id", { type: "integer" })] : []),
      ...fields.map(fieldSpec),
      ...times,
    ],
    key: [],
    uniques: fields.filter(({ unique }) => unique).map(({ column }) => [column]),
    indexes: owned ? [["owner_id"]] : [],
    foreignKeys: owned ? [{ column: "owner_id", table: "users", target: "id", onDelete: "cascade" }] : [],
  };
}

const times = ["created_at", "updated_at"].map((time) => columnSpec(time, { type: "date-time" }));
