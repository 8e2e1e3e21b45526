import { fileURLToPath } from "node:url";
import { openProject } from "@backwright/core";
import type { Detection, ProjectReader } from "@backwright/core";
import adapter from "@backwright/adapter-express";

/** One of the small applications beside these tests. */
export function fixture(name: string): Promise<ProjectReader> {
  return openProject(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
}

/** The application of a project that has one. */
export function applicationOf(project: ProjectReader): Detection {
  const [detection] = adapter.detect(project);
  if (detection === undefined) {
    throw new Error("There is no application in this project.");
  }
  return detection;
}
