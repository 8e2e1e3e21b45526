import type { Detection, Practices, ProjectReader } from "@backwright/core";
import { applicationSources, readPractices } from "@backwright/language-node";

/** How the application handles errors and waits, and how it is tested. */
export function practices(project: ProjectReader, { dir }: Detection): Practices {
  return readPractices({ project, dir, files: applicationSources(project, dir) });
}
