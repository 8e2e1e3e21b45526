import type { FileChange, ProjectReader } from "@backwright/core";
import { asObject, joinPath, parseJson } from "@backwright/language-node";
import { noSnapshot, postgresSnapshot, snapshotId, sqliteSnapshot } from "./drizzle/history.ts";
import type { JournalEntry } from "./drizzle/history.ts";
import { postgresMigration, postgresTables } from "./drizzle/postgres.ts";
import { sqliteMigration, sqliteTables } from "./drizzle/sqlite.ts";
import { appTables } from "./drizzle/tables.ts";
import type { TableSpec } from "./drizzle/tables.ts";
import type { AppView } from "./view.ts";

export interface MigrationInput {
  readonly project: ProjectReader;
  /** drizzle-kit's folder of migrations. */
  readonly folder: string;
  readonly view: AppView;
  /** SQLite where nothing is said. */
  readonly dialect?: Dialect;
}

/** A database, as drizzle-kit calls it. */
export type Dialect = "sqlite" | "postgresql";

/** Names of tables that the plan wants and an earlier migration, not of this plan, has made. */
export function takenTables(input: MigrationInput): string[] {
  const { view } = input;
  const present = Object.keys(asObject(stateBefore(input).snapshot["tables"])).map((name) =>
    name.replace(/^public\./, ""),
  );
  return sqliteTables(appTables(view))
    .map(({ name }) => name)
    .filter((name) => present.includes(name));
}

/**
 * A migration behind the app's last, with snapshot and journal as drizzle-kit would write them, so that it finds no changes
 * afterwards. Where the journal has this plan's migration already, the same files come out again.
 */
export function existingMigration(input: MigrationInput): FileChange[] {
  const { project, folder, view, dialect = "sqlite" } = input;
  const { entries, snapshot, name, index } = stateBefore(input);
  const { sql, tables: added, version, empty } = written(dialect, appTables(view));
  const number = String(index).padStart(4, "0");
  const tag = `${number}_${name}`;
  const sorted = Object.entries({ ...asObject(snapshot["tables"]), ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const before = "tables" in snapshot ? snapshot : empty;
  const body = { ...before, tables: Object.fromEntries(sorted) };
  const next = { version, dialect, ...body, id: snapshotId(body), prevId: snapshot["id"] ?? noSnapshot };
  const last = entries[index - 1];
  const entry: JournalEntry = {
    idx: index,
    version: last?.version ?? version,
    // Later than the one before, which is all that drizzle looks at, and the same each time.
    when: (last?.when ?? firstTime) + 1000,
    tag,
    breakpoints: true,
  };
  const kept = entries.filter(({ idx }) => idx !== index);
  const journal = { version: "7", dialect, entries: [...kept, entry].toSorted((a, b) => a.idx - b.idx) };
  return [
    { path: joinPath(folder, `${tag}.sql`), content: sql, kind: "generated" },
    {
      path: joinPath(folder, `meta/${number}_snapshot.json`),
      content: JSON.stringify(next, null, 2),
      kind: "generated",
    },
    {
      path: journalPath(folder),
      content: JSON.stringify(journal, null, 2),
      kind: project.has(journalPath(folder)) ? "edit" : "generated",
    },
  ];
}

interface Written {
  readonly sql: string;
  /** By the name that a snapshot has for them. */
  readonly tables: Readonly<Record<string, object>>;
  readonly version: string;
  /** A snapshot of a database without tables. */
  readonly empty: Readonly<Record<string, unknown>>;
}

/** Tables as drizzle-kit writes them for a database. */
function written(dialect: Dialect, specs: readonly TableSpec[]): Written {
  const nothing = { tables: [], prevId: noSnapshot };
  if (dialect === "sqlite") {
    const tables = sqliteTables(specs);
    return {
      sql: sqliteMigration(tables),
      tables: Object.fromEntries(tables.map((table) => [table.name, table])),
      version: "6",
      empty: withoutId(sqliteSnapshot(nothing)),
    };
  }
  const tables = postgresTables(specs);
  return {
    sql: postgresMigration(tables),
    tables: Object.fromEntries(tables.map((table) => [`public.${table.name}`, table])),
    version: "7",
    empty: withoutId(postgresSnapshot(nothing)),
  };
}

function withoutId(snapshot: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(snapshot).filter(([name]) => name !== "id"));
}

const firstTime = Date.UTC(2026, 0, 1);

interface State {
  readonly entries: readonly JournalEntry[];
  /** The last snapshot before this plan's own. */
  readonly snapshot: Readonly<Record<string, unknown>>;
  readonly name: string;
  /** Number of this plan's migration. */
  readonly index: number;
}

function stateBefore({ project, folder, view }: MigrationInput): State {
  const journal = asObject(parseJson("_journal.json", project.read(journalPath(folder)) ?? "{}").value);
  const entries = (Array.isArray(journal["entries"]) ? journal["entries"] : []) as JournalEntry[];
  const name = `add_${sqliteTables(appTables(view))
    .map((table) => table.name)
    .join("_")}`.slice(0, 100);
  const own = entries.find(({ tag }) => tag.replace(/^\d+_/, "") === name);
  const index = own?.idx ?? (entries.at(-1)?.idx ?? -1) + 1;
  const path = joinPath(folder, `meta/${String(index - 1).padStart(4, "0")}_snapshot.json`);
  return {
    entries,
    snapshot: asObject(parseJson(path, project.read(path) ?? "{}").value),
    name,
    index,
  };
}

function journalPath(folder: string): string {
  return joinPath(folder, "meta/_journal.json");
}
