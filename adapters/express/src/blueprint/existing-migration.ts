import type { FileChange, ProjectReader } from "@backwright/core";
import { asObject, joinPath, parseJson } from "@backwright/language-node";
import { noSnapshot, snapshotId, sqliteSnapshot } from "./drizzle/history.ts";
import type { JournalEntry } from "./drizzle/history.ts";
import { sqliteMigration, sqliteTables } from "./drizzle/sqlite.ts";
import { appTables } from "./drizzle/tables.ts";
import type { AppView } from "./view.ts";

export interface MigrationInput {
  readonly project: ProjectReader;
  /** drizzle-kit's folder of migrations. */
  readonly folder: string;
  readonly view: AppView;
}

/** Names of tables that the plan wants and an earlier migration, not of this plan, has made. */
export function takenTables({ project, folder, view }: MigrationInput): string[] {
  const state = stateBefore({ project, folder, view });
  const present = Object.keys(asObject(state.snapshot["tables"]));
  return sqliteTables(appTables(view))
    .map(({ name }) => name)
    .filter((name) => present.includes(name));
}

/**
 * A migration behind the app's last, with snapshot and journal as drizzle-kit would write them, so that it finds no changes
 * afterwards. Where the journal has this plan's migration already, the same files come out again.
 */
export function existingMigration(input: MigrationInput): FileChange[] {
  const { project, folder, view } = input;
  const { entries, snapshot, name, index } = stateBefore(input);
  const tables = sqliteTables(appTables(view));
  const number = String(index).padStart(4, "0");
  const tag = `${number}_${name}`;
  const added = Object.fromEntries(tables.map((table) => [table.name, table]));
  const sorted = Object.entries({ ...asObject(snapshot["tables"]), ...added }).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const before = "tables" in snapshot ? snapshot : emptySnapshot;
  const body = { ...before, tables: Object.fromEntries(sorted) };
  const next = { version: "6", dialect: "sqlite", ...body, id: snapshotId(body), prevId: snapshot["id"] ?? noSnapshot };
  const last = entries[index - 1];
  const entry: JournalEntry = {
    idx: index,
    version: last?.version ?? "6",
    // Later than the one before, which is all that drizzle looks at, and the same each time.
    when: (last?.when ?? firstTime) + 1000,
    tag,
    breakpoints: true,
  };
  const kept = entries.filter(({ idx }) => idx !== index);
  const journal = { version: "7", dialect: "sqlite", entries: [...kept, entry].toSorted((a, b) => a.idx - b.idx) };
  return [
    { path: joinPath(folder, `${tag}.sql`), content: sqliteMigration(tables), kind: "generated" },
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

const { id: _id, ...emptySnapshot } = sqliteSnapshot({ tables: [], prevId: noSnapshot }) as Record<string, unknown>;
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
