import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer, Unresolved } from "@backwright/core";
import { applicationFiles, importsOf, plainImport } from "@backwright/language-go";
import { otherWays } from "./routes/dialects.ts";
import { authenticates } from "./routes/guards.ts";
import { readModuleRoutes } from "./routes/read.ts";

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, { dir, entry }: Detection): RouteAnswer {
  const { builder, programs, complete } = readModuleRoutes(project, dir);
  const [program, ...others] = programs;
  const found = flattenRoutes(builder.graph(program?.file ?? null), {
    authenticates: (guard) => authenticates(builder, guard),
    applications: new Set(builder.applications.keys()),
  });
  const rest = { what: "more code than could be followed", file: entry ?? found[0]?.file ?? ".", line: 1 };
  const elsewhere = others
    .filter(({ routes: count }) => count > 0)
    .map(({ package: { dir: folder }, routes: count, file, line }) => ({
      what: `${count === 1 ? "a route" : `${count} routes`} of another program: ${folder}`,
      file,
      line,
    }));
  const unresolved = [
    ...builder.unresolved,
    ...elsewhere,
    ...registeredOtherwise(project, dir),
    ...(complete ? [] : [rest]),
  ];
  return { routes: found, unresolved: once(unresolved) };
}

function registeredOtherwise(project: ProjectReader, dir: string): Unresolved[] {
  const seen = new Set<string>();
  return applicationFiles(project, dir)
    .flatMap((file) => importsOf(project, file).map(({ path, line }) => ({ path: plainImport(path), file, line })))
    .filter(({ path }) => otherWays.some((pattern) => pattern.test(path)) && !seen.has(path) && seen.add(path))
    .map(({ path, file, line }) => ({ what: `routes that ${path} registers`, file, line }));
}

function once(all: readonly Unresolved[]): Unresolved[] {
  const seen = new Set<string>();
  return all.filter(({ what, file, line }) => {
    const key = `${file}:${line} ${what}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
