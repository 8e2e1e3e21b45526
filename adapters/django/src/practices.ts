import type { Detection, Practices, ProjectReader } from "@backwright/core";
import { readPractices } from "@backwright/language-python";

/** How the application handles errors and waits, and how it is tested. */
export function practices(project: ProjectReader, { dir }: Detection): Practices {
  return readPractices(project, dir);
}
