import type { Detection, Practices, ProjectReader } from "@backwright/core";
import { readPractices } from "@backwright/language-go";

/** How the module handles errors and does things at once, and how it is tested. */
export function practices(project: ProjectReader, { dir }: Detection): Practices {
  return readPractices(project, dir);
}
