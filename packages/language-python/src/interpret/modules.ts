import { rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { baseName } from "../app-files.ts";

/** Where a module's name leads: its file, or a folder without `__init__.py`. */
export type ModulePlace = { readonly file: string } | { readonly folder: string };

/** Finds modules of a project by name, as Python does, without knowing which folders are on its path. */
export interface ModuleFinder {
  /** `null` for a module that is not in the project. `name` may begin with dots. */
  find(from: string, name: string): ModulePlace | null;
  /** The dotted name of a file below a folder. */
  nameOf(path: string, root: string): string;
  /** The names of what stands in a folder: Python files and folders with some below them. */
  entries(folder: string): readonly string[];
  /** A file or folder below a folder. */
  child(folder: string, name: string): ModulePlace | null;
}

/** The finder of a project, one for all who ask. */
export const moduleFinderOf: (project: ProjectReader) => ModuleFinder = rememberByProject(createModuleFinder);

function createModuleFinder(project: ProjectReader): ModuleFinder {
  const files = new Set(project.list().filter((path) => path.endsWith(".py")));
  const folders = foldersOf(files);
  let roots: ReadonlyMap<string, readonly string[]> | null = null;

  function at(path: string): ModulePlace | null {
    const init = join(path, "__init__.py");
    if (files.has(init)) {
      return { file: init };
    }
    return files.has(`${path}.py`) ? { file: `${path}.py` } : folders.has(path) ? { folder: path } : null;
  }

  /** Every folder that holds something of this name. */
  function rootsOf(top: string): readonly string[] {
    roots ??= rootsByName([...files, ...folders]);
    return roots.get(top) ?? [];
  }

  function absolute(from: string, name: string): ModulePlace | null {
    const path = name.replaceAll(".", "/");
    const above = foldersAbove(from);
    const tries = [...above.filter((folder) => !files.has(join(folder, "__init__.py"))), ...above];
    for (const folder of tries) {
      const found = at(join(folder, path));
      // A module that wraps a package of its own name means the package; a package may import itself.
      if (found !== null && !("file" in found && found.file === from && !from.endsWith("__init__.py"))) {
        return found;
      }
    }
    const [top = ""] = name.split(".");
    // Code that runs from another folder than its own: only where a package of that name leads all the way.
    for (const root of name.includes(".") ? rootsOf(top) : []) {
      const found = at(join(root, path));
      if (found !== null && "file" in found && found.file !== from) {
        return found;
      }
    }
    return null;
  }

  return {
    find(from, name) {
      const dots = /^\.*/.exec(name)?.[0].length ?? 0;
      if (dots === 0) {
        return absolute(from, name);
      }
      let folder = folderOf(from);
      for (let up = 1; up < dots; up++) {
        folder = folderOf(folder);
      }
      return at(join(folder, name.slice(dots).replaceAll(".", "/")));
    },
    nameOf(path, root) {
      const inside = root === "" || root === "." ? path : path.slice(root.length + 1);
      return inside
        .replace(/\.py$/, "")
        .replace(/\/__init__$/, "")
        .replaceAll("/", ".");
    },
    entries(folder) {
      const inside = [...files, ...folders].filter((path) => folderOf(path) === folder);
      return inside.map((path) => path.slice(path.lastIndexOf("/") + 1)).sort();
    },
    child: (folder, name) => at(join(folder, name)),
  };
}

/** The folders in which modules and packages of a name stand, those nearest to the root first. */
function rootsByName(paths: readonly string[]): Map<string, string[]> {
  const roots = new Map<string, string[]>();
  for (const path of paths) {
    const module = path.endsWith(".py") ? path.slice(0, -".py".length) : path;
    const name = baseName(module);
    const folder = folderOf(module);
    const known = roots.get(name);
    if (known === undefined) {
      roots.set(name, [folder]);
    } else {
      known.push(folder);
    }
  }
  roots.forEach((folders) => folders.sort((a, b) => a.length - b.length));
  return roots;
}

export function join(folder: string, name: string): string {
  return folder === "" || folder === "." ? name : name === "" ? folder : `${folder}/${name}`;
}

/** The folder of a path; empty for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "" : path.slice(0, slash);
}

/** The folders that a file stands in, the outermost first. */
function foldersAbove(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return [...parts.keys(), parts.length].map((count) => parts.slice(0, count).join("/"));
}

function foldersOf(files: ReadonlySet<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = folderOf(file); folder !== "" && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  return folders;
}
