import type { BlueprintInput, ProjectReader } from "@backwright/core";

/** The project as it was before earlier runs of the task, so that the same task gives the same files again. */
export function withoutGenerated({ project, generated }: Pick<BlueprintInput, "project" | "generated">): ProjectReader {
  return {
    list: () => project.list().filter((path) => !generated.has(path)),
    has: (path) => !generated.has(path) && project.has(path),
    read: (path) => (generated.has(path) ? null : project.read(path)),
  };
}
