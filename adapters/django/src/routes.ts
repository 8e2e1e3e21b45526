import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer } from "@backwright/core";
import { authenticatesByName } from "@backwright/language-python";
import { readProject } from "./project.ts";
import { asksForLogin } from "./routes/views.ts";

/** Every route of the project with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, { dir, entry }: Detection): RouteAnswer {
  const { builder, complete } = readProject(project, dir);
  const found = flattenRoutes(builder.graph(), {
    authenticates: (guard) => guard.startsWith("auth ") || asksForLogin(guard, authenticatesByName),
    applications: new Set(builder.applications.keys()),
    keepTrailingSlash: true,
  });
  const rest = {
    what: "more code than could be followed",
    file: entry?.split(":")[0] ?? found[0]?.file ?? ".",
    line: 1,
  };
  return { routes: found, unresolved: [...builder.unresolved, ...(complete ? [] : [rest])] };
}
