import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { isSourcePath } from "./syntax.ts";

/** Folders whose code is not the application's own: tests, build output, what browsers load. */
const otherFolders = new Set(
  "node_modules dist build out coverage vendor public static assets __tests__ __mocks__ test tests e2e spec specs check checks example examples benchmark benchmarks fixtures cypress".split(
    " ",
  ),
);
const hiddenFolder = /^\.[\w-]+$/;
const otherNames =
  /[.-](test|tests|spec|e2e-spec|check|bench|stories|min|bundle)\.[cm]?[jt]sx?$|^(jest|vitest|vite|webpack|rollup|babel|eslint|prettier|commitlint|tailwind|postcss|gulpfile|Gruntfile|drizzle|knexfile|playwright|cypress)[\w.-]*\.config\.[cm]?[jt]s$/;

/** True for code of tests, where literals are no secrets and routes are no endpoints. */
export function isApplicationCode(path: string, dir = "."): boolean {
  const inside = dir === "." ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : null;
  if (inside === null || !isSourcePath(inside)) {
    return false;
  }
  const folders = inside.split("/");
  const name = folders.pop() ?? "";
  return !otherNames.test(name) && !folders.some((folder) => otherFolders.has(folder) || hiddenFolder.test(folder));
}

/** The source files of the application in a folder, without those of other packages below it. */
export const applicationSources: (project: ProjectReader, dir: string) => readonly string[] = rememberByKey(
  (project, dir) => ownFiles(project, dir).filter((path) => isApplicationCode(path, dir)),
);

/** Every file of the package in a folder, without those of other packages below it. */
export const ownFiles: (project: ProjectReader, dir: string) => readonly string[] = rememberByKey((project, dir) => {
  const prefix = dir === "." ? "" : `${dir}/`;
  const inside = project.list().filter((path) => path.startsWith(prefix));
  const others = inside
    .filter((path) => path.endsWith("/package.json") && path !== `${prefix}package.json`)
    .map((path) => path.slice(0, -"package.json".length));
  return others.length === 0 ? inside : inside.filter((path) => !others.some((folder) => path.startsWith(folder)));
});
