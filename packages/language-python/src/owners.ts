import type { ProjectReader } from "@backwright/core";
import { foldersUp } from "./app-files.ts";
import { findDependency, manifestDirs, readManifest } from "./manifest/read.ts";
import { isForDevelopment } from "./manifest/requirements.ts";

/** The folders of the applications that files belong to: for each the nearest manifest that names the framework, else the nearest, else the root. */
export function ownersOf(project: ProjectReader, files: readonly string[], packages: readonly string[]): string[] {
  const dirs = new Set(manifestDirs(project));
  const owners = files.map((file) => {
    const above = foldersUp(file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".").filter((dir) =>
      dirs.has(dir),
    );
    const naming = above.find((dir) =>
      packages.some((name) => readManifest(project, dir)?.dependencies.has(name) === true),
    );
    return (
      (naming === undefined ? undefined : includerOf(project, naming, { above, packages })) ?? naming ?? above[0] ?? "."
    );
  });
  return [...new Set(owners)];
}

interface Above {
  readonly above: readonly string[];
  readonly packages: readonly string[];
}

/** A folder above whose requirements are those of a folder below it: the application starts there. */
function includerOf(project: ProjectReader, dir: string, { above, packages }: Above): string | undefined {
  return above.find(
    (folder) =>
      folder !== dir &&
      readManifest(project, folder)?.files.some((file) => !isForDevelopment(file)) === true &&
      packages.some(
        (name) => readManifest(project, folder)?.dependencies.get(name)?.file.startsWith(`${dir}/`) === true,
      ),
  );
}

/** The version that a manifest asks for, without operators; `null` where none says it. */
export function versionOf(project: ProjectReader, dir: string, name: string): string | null {
  const range = findDependency(project, dir, [name])?.range ?? "";
  return /\d+(?:\.\w+)*/.exec(range)?.[0] ?? null;
}
