import type { ProjectReader } from "@backwright/core";
import { folderOfImport, importOfFolder } from "./module.ts";
import { dirOf } from "./paths.ts";

export interface GoImport {
  /** The name that the file uses; `_` and `.` as written. */
  readonly alias: string;
  readonly path: string;
  readonly line: number;
}

/** The files of one folder that are built together. */
export interface GoPackage {
  readonly dir: string;
  readonly importPath: string;
  /** The name in its `package` clauses. */
  readonly name: string;
  readonly files: readonly string[];
}

/** Generated mocks, examples, tests and tools of others are no part of an application; what was copied from others stands under its path. */
const notCode =
  /(^|\/)(vendor|node_modules|testdata|third_party\/(?:.+\/)?[\w-]+\.(?:com|org|net|io|in)|examples?|_examples?|mocks?|integration_?tests?|e2e_?tests?|\.[\w-]+|_[^/]*)\/|_test\.go$|(^|\/)_[^/]*\.go$/;
const notBuilt =
  /^\/\/(?:go:build|\s*\+build)\s+(?!.*!\s*(?:ignore|wireinject|tools?)\b).*\b(?:ignore|wireinject|tools?|generate)\b/m;

/** True for a Go file that is built into an application. */
export function isGoCode(path: string, dir = "."): boolean {
  const inside = dir === "." ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : null;
  return inside !== null && inside.endsWith(".go") && !notCode.test(inside);
}

const packages = new WeakMap<ProjectReader, ReadonlyMap<string, GoPackage>>();

/** Every package of a project by its folder. */
export function goPackages(project: ProjectReader): ReadonlyMap<string, GoPackage> {
  let found = packages.get(project);
  if (found === undefined) {
    found = readPackages(project);
    packages.set(project, found);
  }
  return found;
}

function readPackages(project: ProjectReader): ReadonlyMap<string, GoPackage> {
  const byDir = Map.groupBy(
    project.list().filter((path) => isGoCode(path)),
    dirOf,
  );
  const found = new Map<string, GoPackage>();
  for (const [dir, paths] of byDir) {
    const named = paths.flatMap((path) => {
      const text = project.read(path);
      const name = text === null || notBuilt.test(text.slice(0, 2000)) ? null : packageName(text);
      return name === null || name.endsWith("_test") ? [] : [{ path, name }];
    });
    // A stray file of another package does not build; the commonest name is the package's.
    const names = [...Map.groupBy(named, ({ name }) => name)].sort((a, b) => b[1].length - a[1].length);
    const [first] = names;
    if (first !== undefined) {
      const [name, files] = first;
      found.set(dir, { dir, importPath: importOfFolder(project, dir), name, files: files.map(({ path }) => path) });
    }
  }
  return found;
}

function packageName(text: string): string | null {
  return /^(?:\uFEFF)?package\s+(\w+)/m.exec(text)?.[1] ?? null;
}

const byImport = new WeakMap<ProjectReader, Map<string, GoPackage | null>>();

/** The package of an import path; `null` where it is none of the project's. */
export function packageOfImport(project: ProjectReader, importPath: string): GoPackage | null {
  const known = byImport.get(project) ?? new Map<string, GoPackage | null>();
  byImport.set(project, known);
  let found = known.get(importPath);
  if (found === undefined) {
    found = findPackage(project, importPath);
    known.set(importPath, found);
  }
  return found;
}

function findPackage(project: ProjectReader, importPath: string): GoPackage | null {
  const all = goPackages(project);
  const dir = importPath.startsWith("./") ? importPath.slice(2) : folderOfImport(project, importPath);
  return dir === null ? null : (all.get(dir === "" ? "." : dir) ?? null);
}

const imports = new WeakMap<ProjectReader, Map<string, readonly GoImport[]>>();

/** The imports of a file, read once. */
export function importsOf(project: ProjectReader, path: string): readonly GoImport[] {
  const known = imports.get(project) ?? new Map<string, readonly GoImport[]>();
  imports.set(project, known);
  let found = known.get(path);
  if (found === undefined) {
    found = readImports(project, project.read(path) ?? "");
    known.set(path, found);
  }
  return found;
}

function readImports(project: ProjectReader, text: string): GoImport[] {
  const found: GoImport[] = [];
  let inBlock = false;
  let line = 0;
  const end = text.search(/^(?:func|type|var|const)\b/m);
  for (const raw of (end === -1 ? text : text.slice(0, end)).split("\n", 400)) {
    line += 1;
    const start = /^import\s*(\()?/.exec(raw);
    const spec = /^\s*(?:import\s+)?(?:([\w.]+)\s+)?(?:"([^"]+)"|`([^`]+)`)/.exec(raw.replace(/^import\s*\(/, ""));
    if (spec !== null && (inBlock || start !== null)) {
      const path = spec[2] ?? spec[3] ?? "";
      found.push({ alias: spec[1] ?? nameOfImport(project, path), path, line });
    }
    if (start?.[1] !== undefined) {
      inBlock = !raw.includes(")");
    } else if (inBlock && /^\s*\)/.test(raw)) {
      inBlock = false;
    }
  }
  return found;
}

/** The name that an import without an alias has. */
function nameOfImport(project: ProjectReader, path: string): string {
  const own = packageOfImport(project, path);
  if (own !== null) {
    return own.name;
  }
  const parts = path.split("/");
  const last = parts.at(-1) ?? path;
  const name = /^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
  return name
    .replace(/\.v\d+$/, "")
    .replace(/^go-|^golang-|[-.]go$/, "")
    .replace(/-/g, "_");
}

/** An import path without its major version: `github.com/labstack/echo/v4/middleware` is `github.com/labstack/echo/middleware`. */
export function plainImport(path: string): string {
  return path.replace(/\/v\d+(?=\/|$)/, "").replace(/\.v\d+(?=\/|$)/, "");
}
