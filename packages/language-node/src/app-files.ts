import type { ProjectReader } from "@backwright/core";
import { remembered } from "./remember.ts";
import { isSourcePath } from "./syntax.ts";

/** Folders and files whose code is not the application's own: tests, build output, what browsers load. */
const notCode =
  /(^|\/)(node_modules|dist|build|out|coverage|vendor|public|static|assets|__tests__|__mocks__|tests?|e2e|specs?|checks?|examples?|benchmarks?|fixtures|\.[\w-]+)\/|[.-](test|tests|spec|e2e-spec|check|bench|stories|min|bundle)\.[cm]?[jt]sx?$|(^|\/)(jest|vitest|vite|webpack|rollup|babel|eslint|prettier|commitlint|tailwind|postcss|gulpfile|Gruntfile|drizzle|knexfile|playwright|cypress)[\w.-]*\.config\.[cm]?[jt]s$/;

/** True for code of tests, where literals are no secrets and routes are no endpoints. */
export function isApplicationCode(path: string, dir = "."): boolean {
  const inside = dir === "." ? path : path.startsWith(`${dir}/`) ? path.slice(dir.length + 1) : null;
  return inside !== null && isSourcePath(inside) && !notCode.test(inside);
}

/** The source files of the application in a folder, without those of other packages below it. */
export const applicationSources: (project: ProjectReader, dir: string) => readonly string[] = remembered(
  (project, dir) => ownFiles(project, dir).filter((path) => isApplicationCode(path, dir)),
);

/** Every file of the package in a folder, without those of other packages below it. */
export const ownFiles: (project: ProjectReader, dir: string) => readonly string[] = remembered((project, dir) => {
  const prefix = dir === "." ? "" : `${dir}/`;
  const inside = project.list().filter((path) => path.startsWith(prefix));
  const others = inside
    .filter((path) => path.endsWith("/package.json") && path !== `${prefix}package.json`)
    .map((path) => path.slice(0, -"package.json".length));
  return others.length === 0 ? inside : inside.filter((path) => !others.some((folder) => path.startsWith(folder)));
});
