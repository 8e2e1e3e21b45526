import type { BlueprintInput, ChangeSet, ProjectReader } from "@backwright/core";
import { joinPath } from "@backwright/language-node";

/** A project as one of its folders sees it: its files alone, by their paths from there. */
export function below(project: ProjectReader, dir: string): ProjectReader {
  return dir === "."
    ? project
    : {
        list: () => within(project.list(), dir),
        has: (path) => project.has(joinPath(dir, path)),
        read: (path) => project.read(joinPath(dir, path)),
      };
}

/** What a blueprint is given for an application in a folder of the repository, as that folder sees it. */
export function inputBelow(input: BlueprintInput): BlueprintInput {
  const dir = input.detection?.dir ?? ".";
  return {
    ...input,
    project: below(input.project, dir),
    generated: dir === "." ? input.generated : new Set(within([...input.generated], dir)),
  };
}

/** Changes in a folder, as the repository sees them. */
export function fromBelow(change: ChangeSet, dir: string): ChangeSet {
  return {
    ...change,
    files: change.files.map((file) => ({ ...file, path: joinPath(dir, file.path) })),
    derived: change.derived.map((path) => joinPath(dir, path)),
  };
}

function within(paths: readonly string[], dir: string): string[] {
  return paths.filter((path) => path.startsWith(`${dir}/`)).map((path) => path.slice(dir.length + 1));
}
