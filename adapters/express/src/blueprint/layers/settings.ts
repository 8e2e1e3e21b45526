import type { ProjectReader } from "@backwright/core";
import {
  applicationSources,
  createSources,
  importsOf,
  readEnvironment,
  resolveImport,
} from "@backwright/language-node";

/** What a database server means for whoever runs the tests. */
export const sharedAssumption =
  "The tests empty the tables of the task in the database that the environment names: give them one that is theirs.";

/** The variable of the environment that names the app's database file; `null` where there is none. */
export function databaseVariable(project: ProjectReader, appDir: string): string | null {
  const files = applicationSources(project, appDir);
  const needs = readEnvironment({ project, dir: appDir, files, databases: ["sqlite"] });
  return needs.find(({ kind }) => kind === "database-file")?.name ?? null;
}

/** Whether one of these modules takes something from the environment. */
export function readsEnvironment(project: ProjectReader, modules: readonly string[]): boolean {
  return modules.some((path) => /\bprocess\.env\b|\benv\./.test(project.read(path) ?? ""));
}

/** A module and those of the app that it imports, and so on. */
export function withImported(project: ProjectReader, module: string): readonly string[] {
  const sources = createSources(project);
  const found = [module];
  for (const path of found) {
    const source = sources.get(path);
    const imported = source === null ? [] : importsOf(source);
    for (const { specifier } of imported) {
      const target = resolveImport(project, path, specifier);
      if (target !== null && !found.includes(target)) {
        found.push(target);
      }
    }
  }
  return found;
}
