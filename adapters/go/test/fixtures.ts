import { fileURLToPath } from "node:url";
import { openProject } from "@backwright/core";
import type { Detection, ProjectReader } from "@backwright/core";
import { memoryProject } from "@backwright/core/testing";
import adapter from "@backwright/adapter-go";

/** One of the small applications beside these tests. */
export function fixture(name: string): Promise<ProjectReader> {
  return openProject(fileURLToPath(new URL(`fixtures/${name}`, import.meta.url)));
}

/** The example application of the repository. */
export function example(): Promise<ProjectReader> {
  return openProject(exampleDir);
}

export const exampleDir: string = fileURLToPath(new URL("../../../examples/go-notes", import.meta.url));

/** The application of a project that has one, of whatever framework. */
export function applicationOf(project: ProjectReader): Detection {
  const [detection] = adapter.detect(project, { named: true });
  if (detection === undefined) {
    throw new Error("There is no application in this project.");
  }
  return detection;
}

/** A module of files in memory. */
export function module(files: Readonly<Record<string, string>>): ProjectReader {
  return memoryProject({ "go.mod": "module example.com/app\n\ngo 1.24\n", ...files });
}

/** A program of one file: what it imports beside net/http, and what its `main` does. */
export function program(imports: readonly string[], body: string, rest = ""): ProjectReader {
  const lines = ["net/http", ...imports].map((path) => `import ${path.includes(" ") ? path : `"${path}"`}`);
  return module({ "main.go": `package main\n\n${lines.join("\n")}\n\nfunc main() {\n${body}\n}\n\n${rest}` });
}

/** `METHOD path` of every route. */
export function pathsOf(project: ProjectReader): string[] {
  return adapter.routes(project, applicationOf(project)).routes.map(({ method, path }) => `${method} ${path}`);
}
