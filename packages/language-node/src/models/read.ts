import type { Model, ProjectReader } from "@backwright/core";
import { ownFiles } from "../app-files.ts";
import { readPrismaModels } from "../stack/prisma.ts";
import { isMinified, isSourcePath, sourcesOf } from "../syntax.ts";
import { modelsInCalls } from "./calls.ts";
import { entityClasses } from "./entities.ts";
import { tablesInSql } from "./sql.ts";

const calls = /sqliteTable|pgTable|mysqlTable|(?<!@)Schema\s*[<(]|\.define\s*[<(]|\.init\s*\(|\bTable\s*\(|createTable/;
/** What every text that `calls` fits has in it, which is found faster. */
const inCalls = ["Table", "Schema", ".define", ".init"];
const decorators = ["@Entity", "@Table", "@Schema"];

/** The data models of an application: what ORMs declare, and the tables that migrations make. */
export function readModels(project: ProjectReader, dir: string, files: readonly string[]): Model[] {
  const inside = ownFiles(project, dir);
  const migrations = inside.filter((path) => /migrations?\/[^/]+\.[cm]?[jt]s$/.test(path));
  const sources = [...new Set([...files, ...migrations])].filter(isSourcePath);
  const sql = inside.filter((path) => path.endsWith(".sql"));
  return [
    ...readPrismaModels(project, dir),
    ...sources.flatMap((path) => {
      const text = project.read(path) ?? "";
      const source = decorators.some((word) => text.includes(word)) ? sourcesOf(project).get(path) : null;
      return [...(mayCall(text) ? modelsInCalls(path, text) : []), ...(source === null ? [] : entityClasses(source))];
    }),
    ...sql.flatMap((path) => tablesInSql(path, project.read(path) ?? "")),
    // Migrations of TypeORM are statements in strings.
    ...migrations.flatMap((path) => tablesInSql(path, project.read(path) ?? "")),
  ];
}

function mayCall(text: string): boolean {
  return inCalls.some((word) => text.includes(word)) && calls.test(text) && !isMinified(text);
}
