import { createHash } from "node:crypto";
import type { SqliteTable } from "./sqlite.ts";
import type { PostgresTable } from "./postgres.ts";

/** The first migration of a new application has one time for ever, so that the same plan gives the same bytes. */
export const firstMigration = { tag: "0000_initial", when: 1_767_225_600_000 } as const;

/** The id that drizzle-kit gives the state before the first migration. */
export const noSnapshot = "00000000-0000-0000-0000-000000000000";

export interface SnapshotOptions<Table> {
  readonly tables: readonly Table[];
  /** The id of the snapshot before this one. */
  readonly prevId: string;
}

/** drizzle-kit's picture of a SQLite database after a migration. */
export function sqliteSnapshot({ tables, prevId }: SnapshotOptions<SqliteTable>): object {
  const byTable = Object.fromEntries(tables.map((table) => [table.name, table]));
  return {
    version: "6",
    dialect: "sqlite",
    id: snapshotId({ tables, prevId }),
    prevId,
    tables: byTable,
    views: {},
    enums: {},
    _meta: { schemas: {}, tables: {}, columns: {} },
    internal: { indexes: {} },
  };
}

/** drizzle-kit's picture of a PostgreSQL database after a migration. */
export function postgresSnapshot({ tables, prevId }: SnapshotOptions<PostgresTable>): object {
  const byTable = Object.fromEntries(tables.map((table) => [`public.${table.name}`, table]));
  return {
    id: snapshotId({ tables, prevId }),
    prevId,
    version: "7",
    dialect: "postgresql",
    tables: byTable,
    enums: {},
    schemas: {},
    sequences: {},
    roles: {},
    policies: {},
    views: {},
    _meta: { columns: {}, schemas: {}, tables: {} },
  };
}

export interface JournalEntry {
  readonly idx: number;
  readonly version: string;
  readonly when: number;
  readonly tag: string;
  readonly breakpoints: true;
}

/** The journal of a folder of migrations that holds only the first. */
export function firstJournal(dialect: "sqlite" | "postgresql"): {
  version: string;
  dialect: string;
  entries: JournalEntry[];
} {
  const version = dialect === "sqlite" ? "6" : "7";
  return { version: "7", dialect, entries: [{ idx: 0, version, ...firstMigration, breakpoints: true }] };
}

/** The id of a snapshot: a UUID that follows from what it holds. */
export function snapshotId(content: object): string {
  const hex = createHash("sha256").update(JSON.stringify(content)).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
