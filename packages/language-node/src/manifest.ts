import { rememberByKey, rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { asObject, asString, readJson, stringEntries } from "./json.ts";
import type { JsonFile } from "./json.ts";

export type DependencyKind = "dependencies" | "devDependencies" | "peerDependencies" | "optionalDependencies";

export interface Dependency {
  readonly name: string;
  readonly range: string;
  readonly kind: DependencyKind;
  readonly line: number;
}

/** A package.json. */
export interface Manifest {
  readonly path: string;
  /** Its folder, `.` for the root. */
  readonly dir: string;
  readonly file: JsonFile;
  readonly name: string | null;
  /** What a plain `.js` file of this package is. */
  readonly moduleSystem: "esm" | "cjs";
  readonly main: string | null;
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: ReadonlyMap<string, Dependency>;
  /** The `packageManager` field, like `pnpm@9.1.0`. */
  readonly packageManager: string | null;
  /** Globs of workspace members. */
  readonly workspaces: readonly string[];
}

const kinds: readonly DependencyKind[] = [
  "peerDependencies",
  "optionalDependencies",
  "devDependencies",
  "dependencies",
];

/** The package.json of a folder; `null` when it has none. Wrong types in it are left out, nothing throws. */
export function readManifest(project: ProjectReader, dir: string): Manifest | null {
  return manifestAt(project, joinPath(dir, "package.json"));
}

const manifestAt = rememberByKey((project, path): Manifest | null => {
  const file = readJson(project, path);
  if (file === null) {
    return null;
  }
  const data = asObject(file.value);
  return {
    path,
    dir: dirOf(path),
    file,
    name: asString(data["name"]),
    moduleSystem: data["type"] === "module" ? "esm" : "cjs",
    main: asString(data["main"]),
    scripts: stringEntries(data["scripts"]),
    dependencies: readDependencies(file),
    packageManager: asString(data["packageManager"]),
    workspaces: readWorkspaces(data["workspaces"]),
  };
});

/** Every package.json outside node_modules, the nearest to the root first. */
export function findManifests(project: ProjectReader): readonly Manifest[] {
  return manifestsOf(project);
}

const manifestsOf = rememberByProject((project) =>
  project
    .list()
    .filter(
      (path) =>
        path.endsWith("package.json") && /(^|\/)package\.json$/.test(path) && !/(^|\/)node_modules\//.test(path),
    )
    .sort((a, b) => a.split("/").length - b.split("/").length || (a < b ? -1 : 1))
    .flatMap((path) => readManifest(project, dirOf(path)) ?? []),
);

/** `a/b` and `c` give `a/b/c`; the root `.` adds nothing. `..` and `.` inside are resolved. */
export function joinPath(...parts: readonly string[]): string {
  const kept: string[] = [];
  for (const part of parts.join("/").split("/")) {
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") {
      kept.pop();
    } else if (part !== "" && part !== ".") {
      kept.push(part);
    }
  }
  return kept.join("/") || ".";
}

/** The folder of a path, `.` at the root. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

/** The path of `to` as seen from the folder `from`, beginning with `./` or `../`. */
export function relativePath(from: string, to: string): string {
  const start = from === "." ? [] : from.split("/");
  const end = to.split("/");
  let same = 0;
  while (same < start.length && same < end.length - 1 && start[same] === end[same]) {
    same += 1;
  }
  const up = start.length - same;
  return `${up === 0 ? "./" : "../".repeat(up)}${end.slice(same).join("/")}`;
}

function readDependencies(file: JsonFile): Map<string, Dependency> {
  const found = new Map<string, Dependency>();
  for (const kind of kinds) {
    for (const [name, range] of Object.entries(stringEntries(asObject(file.value)[kind]))) {
      found.set(name, {
        name,
        range,
        kind,
        get line() {
          return file.lineOf(kind, name) ?? 1;
        },
      });
    }
  }
  return found;
}

function readWorkspaces(value: unknown): string[] {
  const globs = Array.isArray(value) ? value : asObject(value)["packages"];
  return Array.isArray(globs) ? globs.filter((glob) => typeof glob === "string") : [];
}
