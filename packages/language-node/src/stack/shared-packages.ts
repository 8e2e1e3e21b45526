import type { ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { findManifests } from "../manifest.ts";
import type { Manifest } from "../manifest.ts";
import { packageImports } from "./package-imports.ts";

/** The packages of the same repository that an application's code imports, and those that these import. */
export function sharedPackages(project: ProjectReader, dir: string, files: readonly string[]): Manifest[] {
  const byName = new Map(findManifests(project).map((manifest) => [manifest.name, manifest]));
  const found = new Map<string, Manifest>();
  let left = files;
  while (left.length > 0 && byName.size > 1) {
    const next = packageImports(project, left).flatMap((entry) => byName.get(entry.package) ?? []);
    const fresh = [...new Set(next)].filter((manifest) => manifest.dir !== dir && !found.has(manifest.dir));
    fresh.forEach((manifest) => found.set(manifest.dir, manifest));
    left = fresh.flatMap((manifest) => applicationSources(project, manifest.dir));
  }
  return [...found.values()];
}
