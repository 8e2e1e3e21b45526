import { fileURLToPath } from "node:url";
import { openProject } from "@backwright/core";
import type { Detection, ProjectReader } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-django";

/** One of the small applications beside these tests. */
export function fixture(name: string): Promise<ProjectReader> {
  return openProject(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
}

/** The example application of the repository. */
export function example(): Promise<ProjectReader> {
  return openProject(exampleDir);
}

export const exampleDir: string = fileURLToPath(new URL("../../../examples/django-notes", import.meta.url));

/** The application of a project that has one. */
export function applicationOf(project: ProjectReader): Detection {
  const [detection] = adapter.detect(project);
  if (detection === undefined) {
    throw new Error("There is no application in this project.");
  }
  return detection;
}

/** A project of files in memory that declares Django. */
export function withDjango(files: Readonly<Record<string, string>>): ProjectReader {
  return memoryProject({ "requirements.txt": "django\n", ...files });
}

/** `METHOD path` of every route. */
export function pathsOf(files: Readonly<Record<string, string>>): string[] {
  const project = withDjango(files);
  return adapter.routes(project, applicationOf(project)).routes.map(({ method, path }) => `${method} ${path}`);
}
