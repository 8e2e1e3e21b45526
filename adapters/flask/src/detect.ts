import type { Detection, ProjectReader } from "@backwright/core";
import { describeApplication, findApplications } from "@backwright/language-python";
import type { FrameworkSigns } from "@backwright/language-python";
import { entryOf } from "./entry.ts";
import { application, flaskWords, makesFlask } from "./application.ts";
import { startCommand } from "./start.ts";

const signs: FrameworkSigns = {
  name: "flask",
  packages: ["flask", "apiflask", "flask-openapi3", "flask-restx", "flask-restful", "connexion"],
  modules: ["flask", "apiflask", "flask_openapi3", "connexion"],
  construction: makesFlask,
  words: flaskWords,
};

/** Every folder with a manifest, or the root, whose code makes a Flask application. */
export function detect(project: ProjectReader): Detection[] {
  return findApplications(project, signs)
    .flatMap((dir) => describe(project, dir) ?? [])
    .sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

function describe(project: ProjectReader, dir: string): Detection | null {
  return describeApplication({
    project,
    dir,
    signs,
    listens: application.listens(project, dir),
    made: true,
    routed: () => application.hasRoutes(project, dir),
    entry: entryOf(project, dir),
    start: startCommand(project, dir),
    portVariables: "FLASK_RUN_PORT",
    defaultPort: 5000,
  });
}
