import type { Detection, Model, ProjectReader } from "@backwright/core";
import { applicationSources, readModels } from "@backwright/language-node";

/** The data models of the ORMs in use, and the tables that migrations make. */
export function models(project: ProjectReader, { dir }: Detection): Model[] {
  return readModels(project, dir, applicationSources(project, dir));
}
