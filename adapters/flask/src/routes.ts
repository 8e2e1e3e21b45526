import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer, Unresolved } from "@backwright/core";
import { applicationSources, authenticatesByName, moduleImports } from "@backwright/language-python";
import { application } from "./application.ts";

/** Packages that make routes out of models, classes of their own or documents, which is not followed. */
const otherWays = new Set([
  "flask_appbuilder",
  "flask_admin",
  "connexion",
  "flask_classful",
  "flask_restless",
  "flask_rest_jsonapi",
  "flask_security",
  "flask_dance",
]);

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, { dir, entry }: Detection): RouteAnswer {
  const { builder, complete } = application.whole(project, dir);
  const found = flattenRoutes(builder.graph(), {
    authenticates: authenticatesByName,
    applications: new Set(builder.applications.keys()),
    keepTrailingSlash: true,
  });
  const rest = {
    what: "more code than could be followed",
    file: entry?.split(":")[0] ?? found[0]?.file ?? ".",
    line: 1,
  };
  const unresolved = [...builder.unresolved, ...registeredOtherwise(project, dir), ...(complete ? [] : [rest])];
  return { routes: found, unresolved: once(unresolved) };
}

function registeredOtherwise(project: ProjectReader, dir: string): Unresolved[] {
  const seen = new Set<string>();
  return moduleImports(project, applicationSources(project, dir)).flatMap(({ module, file, line }) => {
    const [top = ""] = module.split(".");
    const fresh = otherWays.has(top) && !seen.has(top) && seen.add(top);
    return fresh ? [{ what: `routes that ${top} registers`, file, line }] : [];
  });
}

/** A factory that runs several times says the same several times. */
function once(unresolved: readonly Unresolved[]): Unresolved[] {
  const seen = new Set<string>();
  return unresolved.filter(({ what, file, line }) => {
    const key = `${what} ${file}:${line}`;
    return seen.has(key) ? false : seen.add(key);
  });
}
