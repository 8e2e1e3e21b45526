import type { Detection, Model, ProjectReader } from "@backwright/core";
import { readModels } from "@backwright/language-go";

/** The structs that are kept in a database or say what is valid, and the tables that SQL makes. */
export function models(project: ProjectReader, { dir }: Detection): Model[] {
  return readModels(project, dir);
}
