import type { Model, ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { classModels } from "./classes.ts";
import { migrationModels } from "./migrations.ts";

/** The data models and schemas of an application, and the tables that its migrations make. */
export function readModels(project: ProjectReader, dir: string): Model[] {
  return [...classModels(project, applicationSources(project, dir)), ...migrationModels(project, dir)];
}
