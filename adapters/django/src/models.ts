import type { Detection, Model, ProjectReader } from "@backwright/core";
import { readModels } from "@backwright/language-python";

/** The data models of the project, serializers, and the tables that migrations make. */
export function models(project: ProjectReader, { dir }: Detection): Model[] {
  return readModels(project, dir);
}
