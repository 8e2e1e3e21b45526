import { flattenRoutes } from "@backwright/core";
import type { Detection, ProjectReader, RouteAnswer } from "@backwright/core";
import { applicationFiles } from "./files.ts";
import { authenticates } from "./routes/guards.ts";
import { readApplication } from "./routes/read.ts";

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, detection: Detection): RouteAnswer {
  const { dir, entry } = detection;
  const { builder, complete } = readApplication(project, applicationFiles(project, dir, entry));
  const applications = new Set(builder.applications.keys());
  const found = flattenRoutes(builder.graph(), { authenticates, applications });
  const rest = { what: "more code than could be followed", file: entry ?? found[0]?.file ?? ".", line: 1 };
  return { routes: found, unresolved: complete ? builder.unresolved : [...builder.unresolved, rest] };
}
