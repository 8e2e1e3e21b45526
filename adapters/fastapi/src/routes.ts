import type { Detection, ProjectReader, RouteAnswer } from "@backwright/core";
import { authenticatesByName, routeAnswer } from "@backwright/language-python";
import { application } from "./application.ts";

/** Packages that make routes out of models or configuration, which is not followed. */
const otherWays = new Set([
  "fastcrud",
  "fastapi_crudrouter",
  "fastapi_users",
  "fastapi_amis_admin",
  "sqladmin",
  "crudadmin",
  "fastapi_admin",
]);

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, detection: Detection): RouteAnswer {
  const reading = application.whole(project, detection.dir);
  const { authenticating } = reading.builder;
  return routeAnswer(project, detection, {
    reading,
    authenticates: (guard) => authenticating.has(guard) || authenticatesByName(guard),
    otherWays,
  });
}
