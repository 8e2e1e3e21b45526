import type { ProjectReader } from "@backwright/core";
import { tellingFiles } from "@backwright/language-python";
import type { ApplicationReading } from "@backwright/language-python";
import { applicationFiles } from "./files.ts";
import { glanceApplication, readApplication } from "./routes/read.ts";

const listens = /\buvicorn\b|\bGranian\b/;

/** All that following the application in a folder finds. */
export function wholeReading(project: ProjectReader, dir: string): ApplicationReading {
  return readApplication(project, applicationFiles(project, dir));
}

/** The applications of a folder and where they listen; of the routes only what is met on the way. */
export function briefReading(project: ProjectReader, dir: string): ApplicationReading {
  const files = applicationFiles(project, dir);
  const reading = glanceApplication(project, tellingFiles({ project, files, makes: /\bFastAPI\s*\(/, listens }));
  return reading.complete && reading.builder.applications.size > 0 ? reading : wholeReading(project, dir);
}
