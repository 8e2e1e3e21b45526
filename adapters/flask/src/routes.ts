import type { Detection, ProjectReader, RouteAnswer } from "@backwright/core";
import { authenticatesByName, routeAnswer } from "@backwright/language-python";
import { application } from "./application.ts";
import { connexionRoutes } from "./routes/connexion.ts";

/** Packages that make routes out of models, classes of their own or documents, which is not followed. */
const otherWays = new Set([
  "flask_appbuilder",
  "flask_admin",
  "flask_restless",
  "flask_rest_jsonapi",
  "flask_security",
  "flask_dance",
]);

/** Every route of the application with its full path and guards, and what could not be resolved. */
export function routes(project: ProjectReader, detection: Detection): RouteAnswer {
  const reading = application.whole(project, detection.dir);
  const answer = routeAnswer(project, detection, { reading, authenticates: authenticatesByName, otherWays });
  const described = connexionRoutes(project, detection.dir);
  return {
    routes: [...answer.routes, ...described.routes],
    unresolved: [...answer.unresolved, ...described.unresolved],
  };
}
