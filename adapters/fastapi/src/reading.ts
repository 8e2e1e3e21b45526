import type { ProjectReader } from "@backwright/core";
import { createBriefReader } from "@backwright/language-python";
import type { ApplicationReading } from "@backwright/language-python";
import { applicationFiles } from "./files.ts";
import { fastapiHost } from "./routes/host.ts";
import { readApplication } from "./routes/read.ts";

const readBriefly = createBriefReader({
  host: fastapiHost,
  makes: /\bFastAPI\s*\(/,
  listens: /\buvicorn\b|\bGranian\b/,
});

/** All that following the application in a folder finds. */
export function wholeReading(project: ProjectReader, dir: string): ApplicationReading {
  return readApplication(project, applicationFiles(project, dir));
}

/** The applications of a folder and where they listen; of the routes only what is met on the way. */
export function briefReading(project: ProjectReader, dir: string): ApplicationReading {
  return readBriefly(project, applicationFiles(project, dir)) ?? wholeReading(project, dir);
}

const routed = /^(\w+)\s*(?::[^=\n]+)?=\s*(?:\w+\.)*\w*(?:APIRouter|FastAPI)\w*\(/gm;

/** Whether the application in a folder has routes; followed only where no file says so at once. */
export function hasRoutes(project: ProjectReader, dir: string): boolean {
  return (
    applicationFiles(project, dir).some((path) => registers(project.read(path) ?? "")) ||
    wholeReading(project, dir).builder.hasRoutes()
  );
}

/** A route of a router that the same text makes. */
function registers(text: string): boolean {
  return [...text.matchAll(routed)].some(([, name]) =>
    new RegExp(`^@${name}\\.(?:get|post|put|patch|delete)\\(\\s*["']`, "m").test(text),
  );
}
