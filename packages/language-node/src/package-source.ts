import type { ProjectReader } from "@backwright/core";
import { asObject, asString } from "./json.ts";
import { findManifests, joinPath } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { sourceOf } from "./stack/entry.ts";
import { packageOf } from "./stack/package-imports.ts";

/** The source file behind an import of a package that stands in the same repository; `null` for any other. */
export function packageSource(project: ProjectReader, specifier: string): string | null {
  const name = packageOf(specifier);
  const manifest = findManifests(project).find((candidate) => candidate.name === name);
  if (manifest === undefined) {
    return null;
  }
  const rest = specifier.slice(name.length + 1);
  for (const target of targetsOf(manifest, rest)) {
    const found = sourceOf(project, manifest.dir, target);
    if (found !== null) {
      return found;
    }
  }
  return null;
}

function targetsOf(manifest: Manifest, rest: string): string[] {
  const exported = exportTargets(asObject(manifest.file.value)["exports"], rest === "" ? "." : `./${rest}`);
  return rest === ""
    ? [...exported, ...(manifest.main === null ? [] : [manifest.main]), "src/index", "index", "lib/index"]
    : [...exported, rest, joinPath("src", rest)];
}

/** What `exports` gives for a path, whatever the condition; those for sources first. */
function exportTargets(exports: unknown, path: string): string[] {
  if (typeof exports === "string") {
    return path === "." ? [exports] : [];
  }
  const entries = asObject(exports);
  const direct =
    entries[path] ?? (path === "." && !Object.keys(entries).some((key) => key.startsWith(".")) ? exports : null);
  if (direct !== null) {
    return stringsIn(direct).sort((a, b) => Number(isSource(b)) - Number(isSource(a)));
  }
  return Object.entries(entries).flatMap(([key, value]) => {
    const [start = "", end] = key.split("*");
    return end !== undefined && path.startsWith(start) && path.endsWith(end)
      ? stringsIn(value).map((target) => target.replace("*", path.slice(start.length, path.length - end.length)))
      : [];
  });
}

function stringsIn(value: unknown): string[] {
  const text = asString(value);
  return text === null ? Object.values(asObject(value)).flatMap((inner) => stringsIn(inner)) : [text];
}

function isSource(target: string): boolean {
  return /\.[cm]?tsx?$/.test(target) && !/\.d\.[cm]?ts$/.test(target);
}
