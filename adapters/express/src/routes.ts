import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer, Unresolved } from "@backwright/core";
import { authenticates, packageImports } from "@backwright/language-node";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";

/** Packages that register routes by decorators or from documents, which is not followed. */
const otherWays = new Set([
  "@decorators/express",
  "express-openapi",
  "openapi-backend",
  "finale-rest",
  "epilogue",
  "parse-server",
]);

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, detection: Detection): RouteAnswer {
  const { dir, entry } = detection;
  const files = applicationFiles(project, dir, entry);
  const { builder, complete } = readApplication(project, files);
  const applications = new Set(builder.applications.keys());
  const found = flattenRoutes(builder.graph(), { authenticates, applications });
  const rest = { what: "more code than could be followed", file: entry ?? found[0]?.file ?? ".", line: 1 };
  const unresolved = [...builder.unresolved, ...registeredOtherwise(project, files), ...(complete ? [] : [rest])];
  return { routes: found, unresolved };
}

function registeredOtherwise(project: ProjectReader, files: readonly string[]): Unresolved[] {
  const seen = new Set<string>();
  return packageImports(project, files)
    .filter((entry) => otherWays.has(entry.package) && !seen.has(entry.package) && seen.add(entry.package))
    .map((entry) => ({ what: `routes that ${entry.package} registers`, file: entry.file, line: entry.line }));
}
