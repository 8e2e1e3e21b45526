import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer, Unresolved } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { moduleImports } from "../stack/imports.ts";
import type { ApplicationReading } from "./read.ts";

export interface RouteAnswerRequest {
  readonly reading: ApplicationReading;
  /** Whether a guard asks for a login. */
  authenticates(guard: string): boolean;
  /** Packages that make routes out of models, classes or documents, which is not followed. */
  readonly otherWays?: ReadonlySet<string>;
}

/** Every route that following the code found, with its full path and guards, and what could not be resolved. */
export function routeAnswer(
  project: ProjectReader,
  { dir, entry }: Detection,
  { reading, authenticates, otherWays = new Set() }: RouteAnswerRequest,
): RouteAnswer {
  const { builder, complete } = reading;
  const routes = flattenRoutes(builder.graph(), {
    authenticates,
    applications: new Set(builder.applications.keys()),
    keepTrailingSlash: true,
  });
  const rest = {
    what: "more code than could be followed",
    file: entry?.split(":")[0] ?? routes[0]?.file ?? ".",
    line: 1,
  };
  const others = otherWays.size === 0 ? [] : registeredOtherwise(project, dir, otherWays);
  return { routes, unresolved: once([...builder.unresolved, ...others, ...(complete ? [] : [rest])]) };
}

function registeredOtherwise(project: ProjectReader, dir: string, packages: ReadonlySet<string>): Unresolved[] {
  const seen = new Set<string>();
  return moduleImports(project, applicationSources(project, dir)).flatMap(({ module, file, line }) => {
    const [top = ""] = module.split(".");
    const fresh = packages.has(top) && !seen.has(top) && seen.add(top);
    return fresh ? [{ what: `routes that ${top} registers`, file, line }] : [];
  });
}

/** What goes over folders, or runs several times, says the same several times. */
function once(unresolved: readonly Unresolved[]): Unresolved[] {
  const seen = new Set<string>();
  return unresolved.filter(({ what, file, line }) => {
    const key = `${what} ${file}:${line}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
