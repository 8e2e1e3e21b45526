import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { goModules } from "./module.ts";
import { goPackages } from "./packages.ts";
import { isInside } from "./paths.ts";

/** Every file of the module in a folder, without those of other modules below it. */
export const ownFiles: (project: ProjectReader, dir: string) => readonly string[] = rememberByKey((project, dir) => {
  const others = goModules(project).filter((module) => module.dir !== dir && isInside(`${module.dir}/`, dir));
  return project
    .list()
    .filter((path) => isInside(path, dir) && !others.some((module) => isInside(path, module.dir)))
    .filter((path) => !/(^|\/)(vendor|node_modules|testdata)\//.test(path));
});

/** The Go files that the module in a folder is built from. */
export function applicationFiles(project: ProjectReader, dir: string): string[] {
  const others = goModules(project).filter((module) => module.dir !== dir && isInside(`${module.dir}/`, dir));
  return [...goPackages(project).values()]
    .filter((entry) => entry.dir === dir || isInside(`${entry.dir}/`, dir))
    .filter((entry) => !others.some((module) => entry.dir === module.dir || isInside(`${entry.dir}/`, module.dir)))
    .flatMap((entry) => entry.files);
}

const tests = /_test\.go$/;

/** The test files of the module in a folder. */
export function testFiles(project: ProjectReader, dir: string): string[] {
  return ownFiles(project, dir).filter((path) => tests.test(path));
}
