import type { ProjectReader } from "@backwright/core";
import { dirOf, joinPath } from "./paths.ts";

export interface GoRequirement {
  readonly path: string;
  readonly version: string;
  readonly line: number;
  readonly indirect: boolean;
}

/** What a go.mod says. */
export interface GoModule {
  /** Folder of go.mod, `.` for the root. */
  readonly dir: string;
  readonly file: string;
  /** The module's import path; empty where go.mod does not say. */
  readonly path: string;
  /** The version of Go that it asks for. */
  readonly go: string | null;
  readonly requires: readonly GoRequirement[];
}

const foreign = /(^|\/)(vendor|node_modules|testdata|\.git|_[^/]*)\//;
const modules = new WeakMap<ProjectReader, readonly GoModule[]>();

/** The modules of a project, those nearest to the root first. */
export function goModules(project: ProjectReader): readonly GoModule[] {
  let found = modules.get(project);
  if (found === undefined) {
    found = project
      .list()
      .filter((path) => /(^|\/)go\.mod$/.test(path) && !foreign.test(path))
      .map((file) => parseModule(file, project.read(file) ?? ""))
      .sort((a, b) => a.dir.split("/").length - b.dir.split("/").length || (a.dir < b.dir ? -1 : 1));
    modules.set(project, found);
  }
  return found;
}

/** The module that owns a path; `null` where none does. */
export function moduleOf(project: ProjectReader, path: string): GoModule | null {
  const owners = goModules(project).filter(({ dir }) => dir === "." || path === dir || path.startsWith(`${dir}/`));
  return owners.at(-1) ?? null;
}

/** Line by line, so that a broken file still says what it can. */
export function parseModule(file: string, text: string): GoModule {
  let path = "";
  let go: string | null = null;
  let block: string | null = null;
  const requires: GoRequirement[] = [];
  text.split("\n").forEach((raw, index) => {
    const comment = raw.indexOf("//");
    const line = (comment === -1 ? raw : raw.slice(0, comment)).trim();
    const words = line.split(/\s+/).map((word) => word.replace(/^"(.*)"$/, "$1"));
    if (block !== null) {
      if (line === ")") {
        block = null;
      } else if (block === "require") {
        add(words, index + 1, raw);
      }
      return;
    }
    switch (words[0]) {
      case "module":
        path = words[1] === undefined || words[1] === "(" ? path : words[1];
        break;
      case "go":
        go = words[1] ?? null;
        break;
      case "require":
      case "replace":
      case "exclude":
      case "retract":
      case "tool":
        if (line.endsWith("(")) {
          block = words[0];
        } else if (words[0] === "require") {
          add(words.slice(1), index + 1, raw);
        }
        break;
      default:
        break;
    }
  });
  function add([name, version]: readonly string[], line: number, raw: string): void {
    if (name !== undefined && name !== "" && version !== undefined) {
      requires.push({ path: name, version, line, indirect: /\/\/\s*indirect/.test(raw) });
    }
  }
  return { dir: dirOf(file), file, path, go, requires };
}

const roots = new WeakMap<ProjectReader, string>();

/** What the imports of a project without any go.mod have in common, as its folders show: its own import path; empty where there is none. */
function inferredRoot(project: ProjectReader): string {
  let root = roots.get(project);
  if (root === undefined) {
    root = inferRoot(project);
    roots.set(project, root);
  }
  return root;
}

function inferRoot(project: ProjectReader): string {
  const files = project.list().filter((path) => path.endsWith(".go") && !foreign.test(path));
  const dirs = new Set(files.map(dirOf));
  const seen = new Map<string, Set<string>>();
  for (const file of files) {
    for (const [, path = ""] of (project.read(file) ?? "")
      .slice(0, 5000)
      .matchAll(/^\s*(?:import\s+)?(?:[\w.]+\s+)?"([^"\n]+)"\s*$/gm)) {
      const parts = path.split("/");
      const length = path.includes(".") ? 3 : 1;
      const root = parts.slice(0, length).join("/");
      seen.set(root, (seen.get(root) ?? new Set()).add(parts.slice(length).join("/")));
    }
  }
  const own = [...seen].filter(([, folders]) => [...folders].every((folder) => folder !== "" && dirs.has(folder)));
  return own.sort((a, b) => b[1].size - a[1].size)[0]?.[0] ?? "";
}

/** The folder of a package of the project, by its import path; `null` for a package of others. */
export function folderOfImport(project: ProjectReader, importPath: string): string | null {
  if (goModules(project).length === 0) {
    const root = inferredRoot(project);
    return root !== "" && importPath.startsWith(`${root}/`) ? importPath.slice(root.length + 1) : null;
  }
  let best: GoModule | null = null;
  for (const module of goModules(project)) {
    const owns = module.path !== "" && (importPath === module.path || importPath.startsWith(`${module.path}/`));
    if (owns && (best === null || module.path.length > best.path.length)) {
      best = module;
    }
  }
  return best === null ? null : joinPath(best.dir, importPath.slice(best.path.length + 1));
}

/** The import path of a folder of the project; `./DIR` where no module owns it. */
export function importOfFolder(project: ProjectReader, dir: string): string {
  const module = moduleOf(project, dir === "." ? "" : `${dir}/`);
  if (module === null || module.path === "") {
    const root = goModules(project).length === 0 ? inferredRoot(project) : "";
    return root === "" || dir === "." ? `./${dir}` : `${root}/${dir}`;
  }
  const rest = module.dir === "." ? (dir === "." ? "" : dir) : dir.slice(module.dir.length + 1);
  return rest === "" ? module.path : `${module.path}/${rest}`;
}
