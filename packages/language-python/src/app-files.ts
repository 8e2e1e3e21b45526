import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";

/** Folders and files whose code is not the application's own: tests, documentation, what tools made, templates. */
const notCode =
  /(^|\/)(node_modules|site-packages|dist|build|venv|env|virtualenv|vendor|tests?|specs?|testing|e2e|dev|docs?|docs_src|examples?|samples?|benchmarks?|fixtures|__pycache__|[^/]*\{\{[^/]*|\.[\w-]+)\/|(^|\/)(test_[^/]*|[^/]*_tests?|tests|conftest|noxfile|setup|gunicorn[\w.]*conf[\w.]*)\.py$/;
const migration = /(^|\/)(migrations|alembic|versions)\//;

/** True for code that serves the application in `dir`. */
export function isApplicationCode(path: string, dir = "."): boolean {
  const inside = relativeTo(path, dir);
  return inside !== null && inside.endsWith(".py") && !notCode.test(inside);
}

/** The source files of the application in a folder, without tests and migrations. */
export const applicationSources: (project: ProjectReader, dir: string) => readonly string[] = rememberByKey(
  (project, dir) => project.list().filter((path) => isApplicationCode(path, dir) && !migration.test(path)),
);

/** Every file below a folder. */
export const filesIn: (project: ProjectReader, dir: string) => readonly string[] = rememberByKey((project, dir) =>
  dir === "." ? project.list() : project.list().filter((path) => path.startsWith(`${dir}/`)),
);

/** The files below a folder whose own name, without the folders, fits. */
export function filesNamed(project: ProjectReader, dir: string, name: RegExp): string[] {
  return filesIn(project, dir).filter((path) => name.test(baseName(path)));
}

/** A path without the folders. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** A path as seen from a folder; `null` where it is not below it. */
export function relativeTo(path: string, dir: string): string | null {
  if (dir === ".") {
    return path;
  }
  return path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : null;
}

/** `dir` may be `.`. */
export function joinPath(dir: string, name: string): string {
  return dir === "." || dir === "" ? name : `${dir}/${name}`;
}

/** The folder of a path, `.` for the root. */
export function dirOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

/** A folder and those above it, the root last. */
export function foldersUp(dir: string): string[] {
  const folders = [dir];
  while (folders.at(-1) !== ".") {
    folders.push(dirOf(folders.at(-1) ?? "."));
  }
  return folders;
}
