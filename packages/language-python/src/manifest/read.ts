import { rememberByKey, rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { baseName, dirOf, filesIn, foldersUp, joinPath } from "../app-files.ts";
import { describesProject, readPyproject, scanLines, sourceOf, tabled } from "./pyproject.ts";
import { normalName, readRequirement, readRequirements } from "./requirements.ts";
import type { Dependency } from "./requirements.ts";
import { parseToml, tableAt } from "./toml.ts";

/** What the manifests in one folder declare together. */
export interface Manifest {
  readonly dir: string;
  /** Every file that was read, the one that speaks first. */
  readonly files: readonly string[];
  /** Name of the package as PEP 503 writes it, where one is given. */
  readonly name: string | null;
  /** The first declaration of each name; what is not only for development comes first. */
  readonly dependencies: ReadonlyMap<string, Dependency>;
}

const manifestFile =
  /^(pyproject\.toml|Pipfile|setup\.py|setup\.cfg|requirements[\w.-]*\.(txt|in)|[\w.-]*-requirements\.txt)$/;
/** How the name of every manifest ends. */
const endings = /\.(?:txt|in|toml|cfg)$|^Pipfile$|^setup\.py$/;
const outside = /(^|\/)(node_modules|site-packages|\.venv|venv|[^/]*\{\{[^/]*)\//;

/** The manifests of a folder; `null` where there is none. A folder `requirements/` belongs to the one it is in. */
export const readManifest: (project: ProjectReader, dir: string) => Manifest | null = rememberByKey(read);

/** Every folder that has a manifest, the root first. */
export const manifestDirs: (project: ProjectReader) => readonly string[] = rememberByProject((project) => {
  const dirs = project.list().flatMap((path) => {
    const owner = ownerOf(path);
    return owner === null || outside.test(path) ? [] : owner;
  });
  return [...new Set(dirs)]
    .filter((dir) => readManifest(project, dir) !== null)
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
});

/** The manifests of a folder and of those above it, its own first. */
export function manifestsUp(project: ProjectReader, dir: string): Manifest[] {
  return foldersUp(dir).flatMap((folder) => readManifest(project, folder) ?? []);
}

/** The nearest declaration of one of several names, for the application in a folder. */
export function findDependency(project: ProjectReader, dir: string, names: readonly string[]): Dependency | null {
  for (const manifest of manifestsUp(project, dir)) {
    for (const name of names) {
      const found = manifest.dependencies.get(name);
      if (found !== undefined) {
        return found;
      }
    }
  }
  return null;
}

function ownerOf(path: string): string | null {
  const name = baseName(path);
  if (!endings.test(name)) {
    return null;
  }
  const dir = dirOf(path);
  if (/(^|\/)requirements$/.test(dir) && /\.(txt|in)$/.test(name)) {
    return dirOf(dir);
  }
  return manifestFile.test(name) ? dir : null;
}

function read(project: ProjectReader, dir: string): Manifest | null {
  const files = filesIn(project, dir)
    .filter((path) => ownerOf(path) === dir)
    .filter((path) => !path.endsWith("pyproject.toml") || describesProject(project.read(path) ?? ""))
    .filter((path) => !/setup\.(py|cfg)$/.test(path) || /install_requires/.test(project.read(path) ?? ""))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  if (files.length === 0) {
    return null;
  }
  const all = files.flatMap((path) => readFile(project, path));
  const dependencies = new Map<string, Dependency>();
  for (const dependency of [...all.filter(({ dev }) => !dev), ...all.filter(({ dev }) => dev)]) {
    if (!dependencies.has(dependency.name)) {
      dependencies.set(dependency.name, dependency);
    }
  }
  return { dir, files, name: nameIn(project, dir), dependencies };
}

function rank(path: string): number {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const order = [
    /^pyproject\.toml$/,
    /^Pipfile$/,
    /^requirements\.txt$/,
    /^(base|common|prod\w*)\.(txt|in)$/,
    /\.txt$/,
  ];
  const found = order.findIndex((pattern) => pattern.test(name));
  return found === -1 ? order.length : found;
}

function readFile(project: ProjectReader, path: string): Dependency[] {
  const text = project.read(path) ?? "";
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (name === "pyproject.toml") {
    return readPyproject(path, text);
  }
  if (name === "Pipfile") {
    const toml = parseToml(text);
    const place = sourceOf(path, text);
    return toml === null
      ? scanLines(path, text)
      : [...tabled(place, tableAt(toml, "packages"), false), ...tabled(place, tableAt(toml, "dev-packages"), true)];
  }
  if (name === "setup.py") {
    return scanLines(path, text);
  }
  if (name === "setup.cfg") {
    return fromSetupCfg(path, text);
  }
  return readRequirements(project, path);
}

/** The indented lines of `install_requires =` and `[options.extras_require]`. */
function fromSetupCfg(file: string, text: string): Dependency[] {
  let inside = false;
  return text.split("\n").flatMap((line, index): Dependency[] => {
    if (/^\S/.test(line)) {
      inside = /^install_requires\s*=/.test(line);
    }
    const found = inside && /^\s/.test(line) ? readRequirement(line) : null;
    return found === null ? [] : [{ ...found, file, line: index + 1, dev: false }];
  });
}

function nameIn(project: ProjectReader, dir: string): string | null {
  const toml = parseToml(project.read(joinPath(dir, "pyproject.toml")) ?? "");
  const setup = project.read(joinPath(dir, "setup.py")) ?? project.read(joinPath(dir, "setup.cfg")) ?? "";
  const name = tableAt(toml, "project")["name"] ?? tableAt(toml, "tool", "poetry")["name"];
  const given = typeof name === "string" ? name : (/^\s*name\s*=\s*["']?([\w.-]+)/m.exec(setup)?.[1] ?? null);
  return given === null ? null : normalName(given);
}
