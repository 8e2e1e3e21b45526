import type { Detection, ProjectReader, RouteAnswer } from "@backwright/core";
import { authenticatesByName, routeAnswer } from "@backwright/language-python";
import { readProject } from "./project.ts";
import { asksForLogin } from "./routes/views.ts";

/** Every route of the project with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, detection: Detection): RouteAnswer {
  return routeAnswer(project, detection, {
    reading: readProject(project, detection.dir),
    authenticates: (guard) => guard.startsWith("auth ") || asksForLogin(guard, authenticatesByName),
  });
}
