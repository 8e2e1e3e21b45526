import { rememberByProject } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { baseName, joinPath, relativeTo } from "../app-files.ts";

const named =
  /^(?:README|CONTRIBUTING|DEVELOPMENT|INSTALL|AGENTS|CLAUDE)|^(?:Procfile|Makefile|[Jj]ustfile|Dockerfile)[\w.-]*$|^(?:docker-)?compose[\w.-]*\.ya?ml$|\.sh$|^(?:docker-)?entrypoint$/i;
const placed = /(^|\/)docs?\/[\w-]*\.(md|rst)$|^\.github\/workflows\//i;
const most = 30;

/** Files in which people write down how the project is run, those nearest to the root first. */
export const wordsOf: (project: ProjectReader) => readonly string[] = rememberByProject((project) =>
  project
    .list()
    .filter((path) => (named.test(baseName(path)) || placed.test(path)) && !/(^|\/)node_modules\//.test(path))
    .sort((a, b) => a.split("/").length - b.split("/").length)
    .slice(0, most),
);

/**
 * How a file of the application is run: as a module where somebody says so, or where it imports the package that it is
 * in, which it could not find otherwise; else by its path.
 */
export function scriptArgv(project: ProjectReader, dir: string, file: string): [string, ...string[]] {
  const path = relativeTo(file, dir) ?? file;
  const module = path.replace(/(?:\/__main__)?\.py$/, "").replaceAll("/", ".");
  const [top = ""] = path.split("/");
  const inPackage =
    path.includes("/") && new RegExp(`^\\s*(?:from|import)\\s+(?:\\.|${top}\\b)`, "m").test(project.read(file) ?? "");
  const asModule = new RegExp(`python[\\d.]*["',\\s]+-m["',\\s]+${module.replaceAll(".", "\\.")}\\b(?![.:])`);
  const asPath = new RegExp(`python[\\d.]*["',\\s]+(?:\\./|/(?:\\w+/){1,3})?${path.replaceAll(".", "\\.")}\\b`);
  const texts = wordsOf(project).map((name) => project.read(name) ?? "");
  const said = texts.some((text) => asModule.test(text))
    ? true
    : texts.some((text) => asPath.test(text))
      ? false
      : null;
  const isModule = said ?? (path.endsWith("/__main__.py") || (inPackage && !isInstalled(project, dir)));
  return isModule ? ["python", "-m", module] : ["python", path];
}

/** Whether installing the project makes its own packages known everywhere. */
function isInstalled(project: ProjectReader, dir: string): boolean {
  const text = project.read(joinPath(dir, "pyproject.toml")) ?? "";
  return project.has(joinPath(dir, "setup.py")) || /^\[(build-system|tool\.poetry)\]/m.test(text);
}
