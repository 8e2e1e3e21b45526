import type { Detection, ProjectReader } from "@backwright/core";
import { describeApplication, findApplications } from "@backwright/language-python";
import type { FrameworkSigns } from "@backwright/language-python";
import { entryOf } from "./entry.ts";
import { application } from "./application.ts";
import { startCommand } from "./start.ts";

const signs: FrameworkSigns = {
  name: "fastapi",
  packages: ["fastapi", "fastapi-slim"],
  modules: ["fastapi"],
  words: ["FastAPI", "Cadwyn"],
  construction: /(?:FastAPI|Cadwyn)(?<=(?<!class )(?<![\w.])(?:\w+\.)?\w+)\s*\((?!.*\):\s*$)/m,
};

/** Every folder with a manifest, or the root, whose code makes a FastAPI application. */
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
    portVariables: "UVICORN_PORT|PORT|APP_PORT|API_PORT|SERVER_PORT",
    defaultPort: 8000,
    validation: "pydantic",
  });
}
