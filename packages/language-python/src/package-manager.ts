import { rememberByKey } from "@backwright/core";
import type { Command, ProjectReader } from "@backwright/core";
import { foldersUp, joinPath } from "./app-files.ts";
import { lineAt } from "./syntax.ts";
import { parseToml, tableAt } from "./manifest/toml.ts";

export type PackageManagerName = "pip" | "poetry" | "uv" | "pipenv" | "pdm";

export interface PackageManager {
  readonly name: PackageManagerName;
  /** The folder where it is run. */
  readonly dir: string;
  /** `file:line`. */
  readonly source: string;
  /** Path of its lock file; `null` where there is none. */
  readonly lockFile: string | null;
}

const locks: ReadonlyArray<readonly [string, PackageManagerName]> = [
  ["uv.lock", "uv"],
  ["poetry.lock", "poetry"],
  ["pdm.lock", "pdm"],
];

/** Which package manager installs the application in a folder; folders up to the root are looked at. */
export const detectPackageManager: (project: ProjectReader, dir: string) => PackageManager = rememberByKey(
  (project, dir) => {
    for (const folder of foldersUp(dir)) {
      const found = inFolder(project, folder);
      if (found !== null) {
        return (found.name === "pip" ? workspaceOf(project, folder) : null) ?? found;
      }
    }
    return { name: "pip", dir, source: "convention", lockFile: null };
  },
);

/** The workspace of uv above a folder: it has the one lock file of all its members. */
function workspaceOf(project: ProjectReader, dir: string): PackageManager | null {
  const manifest = project.has(joinPath(dir, "pyproject.toml"));
  for (const folder of manifest ? foldersUp(dir).slice(1) : []) {
    const path = joinPath(folder, "uv.lock");
    if (isWorkspace(project, folder)) {
      const lockFile = project.has(path) ? path : null;
      return { name: "uv", dir: folder, source: `${lockFile ?? joinPath(folder, "pyproject.toml")}:1`, lockFile };
    }
  }
  return null;
}

function isWorkspace(project: ProjectReader, dir: string): boolean {
  return /^\s*\[tool\.uv\.workspace\]/m.test(project.read(joinPath(dir, "pyproject.toml")) ?? "");
}

function inFolder(project: ProjectReader, dir: string): PackageManager | null {
  for (const [file, name] of locks) {
    const path = joinPath(dir, file);
    if (project.has(path)) {
      return { name, dir, source: `${path}:1`, lockFile: path };
    }
  }
  const pipfile = ["Pipfile", "Pipfile.lock"].map((name) => joinPath(dir, name)).find((path) => project.has(path));
  const requirements = requirementsFile(project, dir);
  if (pipfile !== undefined && !(requirements !== null && pipIsSaid(project, dir))) {
    const lock = joinPath(dir, "Pipfile.lock");
    return { name: "pipenv", dir, source: `${pipfile}:1`, lockFile: project.has(lock) ? lock : null };
  }
  return fromPyproject(project, dir, requirements) ?? (requirements === null ? null : plainPip(dir, requirements));
}

function fromPyproject(project: ProjectReader, dir: string, requirements: string | null): PackageManager | null {
  const path = joinPath(dir, "pyproject.toml");
  const text = project.read(path);
  if (text === null) {
    return null;
  }
  const toml = parseToml(text);
  const tool = tableAt(toml, "tool");
  for (const name of ["poetry", "uv", "pdm"] as const) {
    const at = text.indexOf(`[tool.${name}`);
    // Beside requirements, a table without dependencies only sets up the tool.
    const depends = name === "poetry" ? tableAt(tool, "poetry")["dependencies"] : (toml?.["project"] ?? null);
    const settled =
      requirements === null || toml === null || (depends != null && (name === "poetry" || isSaid(project, dir, name)));
    if ((name in tool || (toml === null && at !== -1)) && settled) {
      return { name, dir, source: `${path}:${at === -1 ? 1 : lineAt(text, at)}`, lockFile: null };
    }
  }
  return requirements === null && (toml === null || "project" in toml) ? plainPip(dir, path) : null;
}

function plainPip(dir: string, file: string): PackageManager {
  return { name: "pip", dir, source: `${file}:1`, lockFile: null };
}

/** The requirements file that installs the application; `null` where there is none. */
export function requirementsFile(project: ProjectReader, dir: string): string | null {
  const names = [
    "requirements.txt",
    "requirements/dev.txt",
    "requirements/local.txt",
    "requirements/base.txt",
    "requirements/prod.txt",
    "requirements/production.txt",
    "requirements/requirements.txt",
    "requirements-dev.txt",
    "requirements.in",
  ];
  return names.map((name) => joinPath(dir, name)).find((path) => project.has(path)) ?? null;
}

/** Whether the project's own words run or install with a package manager. */
function isSaid(project: ProjectReader, dir: string, name: PackageManagerName): boolean {
  const said = new RegExp(`\\b${name} (?:sync|run|lock|install|add)\\b`);
  return wordsBelow(project, dir).some((path) => said.test(project.read(path) ?? ""));
}

function wordsBelow(project: ProjectReader, dir: string): string[] {
  return project
    .list()
    .filter((path) =>
      /(^|\/)(README[^/]*|CONTRIBUTING[^/]*|Dockerfile[^/]*|Makefile|[Jj]ustfile|Procfile)$|^\.github\/workflows\//i.test(
        path,
      ),
    )
    .filter((path) => dir === "." || path.startsWith(`${dir}/`) || path.startsWith(".github/") || !path.includes("/"))
    .slice(0, 20);
}

/** Whether the project's own words install with pip rather than with Pipenv. */
function pipIsSaid(project: ProjectReader, dir: string): boolean {
  const said = project
    .list()
    .filter((path) => /(^|\/)(README[^/]*|Dockerfile[^/]*|Makefile|Procfile)$|^\.github\/workflows\//i.test(path))
    .filter((path) => dir === "." || path.startsWith(`${dir}/`))
    .slice(0, 20)
    .map((path) => project.read(path) ?? "")
    .join("\n");
  return /pip3? install[^\n]*-r/.test(said) && !/pipenv (install|sync)/.test(said);
}

/** Puts the manager's `run` before a program of the project's environment. */
export function runArgv(manager: PackageManager, argv: Command["argv"]): Command["argv"] {
  return manager.name === "pip" ? argv : [manager.name, "run", ...argv];
}

/** Installs what the manifests declare, development included. */
export function installCommand(project: ProjectReader, dir: string): Command | null {
  const manager = detectPackageManager(project, dir);
  const argv = installArgv(project, manager);
  return argv === null ? null : { argv, cwd: manager.dir, env: {}, source: manager.source };
}

function installArgv(project: ProjectReader, manager: PackageManager): Command["argv"] | null {
  switch (manager.name) {
    case "uv":
      return [
        "uv",
        "sync",
        ...(manager.lockFile === null ? [] : ["--frozen"]),
        ...(isWorkspace(project, manager.dir) ? ["--all-packages"] : []),
      ];
    case "poetry":
      return ["poetry", "install"];
    case "pdm":
      return ["pdm", "install"];
    case "pipenv":
      return ["pipenv", manager.lockFile === null ? "install" : "sync", "--dev"];
    case "pip":
      return pipArgv(project, manager.dir);
  }
}

function pipArgv(project: ProjectReader, dir: string): Command["argv"] | null {
  const main = requirementsFile(project, dir);
  if (main === null) {
    return project.has(joinPath(dir, "pyproject.toml")) || project.has(joinPath(dir, "setup.py"))
      ? ["python", "-m", "pip", "install", "-e", "."]
      : null;
  }
  function inside(path: string): string {
    return dir === "." ? path : path.slice(dir.length + 1);
  }
  const dev = ["requirements-dev.txt", "dev-requirements.txt", "requirements_dev.txt", "requirements-test.txt"]
    .map((name) => joinPath(dir, name))
    .find((path) => path !== main && project.has(path));
  const also = dev === undefined ? [] : ["-r", inside(dev)];
  return ["python", "-m", "pip", "install", "-r", inside(main), ...also];
}
