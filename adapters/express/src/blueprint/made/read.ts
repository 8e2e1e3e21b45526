import type { ProjectReader } from "@backwright/core";
import { isFormatted, nodesOf, parseSource, readConventions } from "@backwright/language-node";
import type { Style, SyntaxNode } from "@backwright/language-node";
import { newAppStyle } from "../new-app.ts";
import { newSurroundings } from "../new-surroundings.ts";
import { declarationsIn } from "./edits.ts";

/** An application as a task of the short form makes it from nothing, whatever was added to it since. */
export interface MadeApp {
  /** Status of a request that is invalid. */
  readonly invalidStatus: 400 | 422;
  readonly style: Style;
  /** `null` where nobody can register. */
  readonly accounts: { readonly roles: readonly string[] } | null;
}

/** What `newSurroundings` counts on: exports by the module that has them. */
const shape: Readonly<Record<string, readonly string[]>> = {
  "src/app.ts": ["createApp"],
  "src/db/client.ts": ["closeDatabase", "db", "migrateDatabase", "usesPostgres"],
  "src/db/schema.ts": [],
  "src/db/schema.sqlite.ts": [],
  "src/db/schema.postgres.ts": [],
  "src/errors.ts": ["AppError", "NotFoundError", "ValidationError"],
  "src/middleware/error-handler.ts": ["errorHandler", "notFoundHandler"],
  "src/validation.ts": ["parse"],
  "test/setup.ts": [],
  "test/support.ts": ["api", "expectError"],
};

/** By what the accounts of such an application are known. */
const accountShape: Readonly<Record<string, readonly string[]>> = {
  "src/auth/auth.routes.ts": ["authRouter"],
  "src/auth/require-auth.ts": ["currentUser", "requireAuth"],
  "src/users/users.repository.ts": ["findUser"],
  "src/users/users.schema.ts": ["userView"],
};

/** Folders of migrations, by what drizzle-kit calls their database. */
export const migrationFolders = { sqlite: "migrations/sqlite", postgresql: "migrations/postgres" } as const;

/** Whether an application drives SQLite or PostgreSQL through one client, as those that were made from nothing do. */
export function drivesBoth(project: ProjectReader): boolean {
  const { database } = newSurroundings({ invalidStatus: 400 }).modules;
  return holds(project, { [database]: ["db", "usesPostgres"], "src/db/schema.ts": [] });
}

/** The application that a folder holds, known by its modules and what they export; `null` where it is another. */
export async function readMadeApp(project: ProjectReader): Promise<MadeApp | null> {
  const migrated = Object.values(migrationFolders).every((folder) => project.has(`${folder}/meta/_journal.json`));
  if (!holds(project, shape) || !sharesColumns(project) || !migrated) {
    return null;
  }
  return {
    invalidStatus: /super\(\s*422\b/.test(project.read("src/errors.ts") ?? "") ? 422 : 400,
    style: await styleOf(project),
    accounts: holds(project, accountShape) ? { roles: rolesIn(project) } : null,
  };
}

/** The style that the application was made in, or another that somebody has given it since. */
async function styleOf(project: ProjectReader): Promise<Style> {
  const path = "src/app.ts";
  const isAsMade = await isFormatted(project.read(path) ?? "", path, newAppStyle);
  const conventions = isAsMade ? null : readConventions({ project, appDir: ".", framework: "express" });
  return conventions?.style ?? newAppStyle;
}

/** Whether tables have their first and last columns from variables, as tables of the short form do. */
function sharesColumns(project: ProjectReader): boolean {
  return ["src/db/schema.postgres.ts", "src/db/schema.sqlite.ts"].every((path) => {
    const declared = declarationsIn(path, project.read(path) ?? "");
    return ["id", "createdAt", "updatedAt"].every((name) => declared.has(name));
  });
}

/** Names that a module exports of its own. */
function exportsOf(path: string, text: string): ReadonlySet<string> {
  const root = parseSource(path, text)?.root;
  const statements = root === undefined ? [] : nodesOf(root, "export_statement");
  return new Set(statements.flatMap((statement) => namesIn(statement.field("declaration"))));
}

function namesIn(declaration: SyntaxNode | null): string[] {
  const own = declaration?.field("name")?.text();
  const declarators = declaration?.children().map((child) => child.field("name")) ?? [];
  const several = declarators.flatMap((name) =>
    name?.kind() === "object_pattern"
      ? name.children().flatMap((entry) => (entry.field("value") ?? entry).text())
      : (name?.text() ?? []),
  );
  return own === undefined ? several : [own];
}

function holds(project: ProjectReader, modules: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(modules).every(([path, names]) => {
    const text = project.read(path);
    const exported = text === null ? null : exportsOf(path, text);
    return exported !== null && names.every((name) => exported.has(name));
  });
}

function rolesIn(project: ProjectReader): readonly string[] {
  const text = project.read("src/users/users.schema.ts") ?? "";
  return /\broles = \[([^\]]*)\]/.exec(text)?.[1]?.match(/[\w-]+/g) ?? [];
}
