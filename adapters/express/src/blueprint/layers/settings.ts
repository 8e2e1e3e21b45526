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

const variableOfDatabase = /\b(?:[A-Z0-9]+_)*(?:DATABASE|DB|PG|POSTGRES|POSTGRESQL|DSN)(?:_?[A-Z0-9]+)*\b/;

/** Whether modules that say how a database is reached, or what they import, take its place from the environment. */
export function readsDatabase(project: ProjectReader, modules: readonly string[]): boolean {
  const paths = [...new Set(modules.flatMap((path) => [...withImported(project, path)]))];
  const texts = paths.map((path) => project.read(path) ?? "").filter((text) => /\benv\b|use_env_variable/.test(text));
  return texts.some((text) => variableOfDatabase.test(text));
}

/** The variable with the address of a server, without which these modules reach none; `null` where that cannot be told. */
export function serverVariable(project: ProjectReader, modules: readonly string[]): string | null {
  const paths = [...new Set(modules.flatMap((path) => [...withImported(project, path)]))];
  const text = paths.map((path) => project.read(path) ?? "").join("\n");
  const read = [
    ...text.matchAll(/\bprocess\.env(?:\.(\w+)|\[["'](\w+)["']\])/g),
    ...text.matchAll(/\buse_env_variable["']?\s*:\s*["'](\w+)["']/g),
    ...text.matchAll(/^\s*(\w+)\s*:\s*z\./gm),
  ].map((match) => match[1] ?? match[2] ?? "");
  const [name] = read.filter((one) => variableOfDatabase.test(one) && /UR[IL]$|DSN$/.test(one));
  const hasDefault =
    name !== undefined &&
    new RegExp(`\\b${name}\\b["'\\]]*\\s*(?:\\|\\||\\?\\?|\\?|:\\s*z\\..*\\.(?:default|optional|catch)\\()`).test(text);
  return name === undefined || hasDefault ? null : name;
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
