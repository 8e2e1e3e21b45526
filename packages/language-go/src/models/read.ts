import type { Model, ProjectReader } from "@backwright/core";
import { applicationFiles, ownFiles } from "../files.ts";
import { migrationModels } from "./migrations.ts";
import { entModels } from "./ent.ts";
import { structModels } from "./structs.ts";

/** The data models and schemas of a module, and the tables that its migrations make. */
export function readModels(project: ProjectReader, dir: string): Model[] {
  const files = applicationFiles(project, dir);
  const tables = migrationModels(project, ownFiles(project, dir));
  const names = tables.map(({ name }) => name);
  return [...structModels(project, files, names), ...entModels(project, files), ...tables];
}
