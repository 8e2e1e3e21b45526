import type { ProjectReader } from "@backwright/core";
import { dirOf } from "../manifest.ts";
import { driverRules } from "./drivers.ts";
import { packageImports } from "./package-imports.ts";
import type { PackageImport } from "./package-imports.ts";

/** No application keeps its own data in this many databases, so a folder with a file for each of them reaches those of others. */
const many = 4;

/** The databases in which data is kept, by the packages that speak to them. */
const databases: ReadonlyMap<string, string> = new Map(
  driverRules.flatMap(({ database, packages, beside }) =>
    beside === true ? [] : packages.map((name) => [name, database] as const),
  ),
);

/** The files, and what they import, without folders that hold a way to each of many databases. */
export function withoutSources(
  project: ProjectReader,
  files: readonly string[],
): { readonly files: readonly string[]; readonly imports: readonly PackageImport[] } {
  const imports = packageImports(project, files);
  const found = new Map<string, Map<string, string>>();
  for (const { package: name, file } of imports) {
    const database = databases.get(name);
    if (database !== undefined) {
      const folder = folderOf(file);
      found.set(folder, (found.get(folder) ?? new Map<string, string>()).set(database, file));
    }
  }
  const folders = [...found].flatMap(([folder, known]) =>
    new Set(known.values()).size >= many && folder !== "." ? [`${folder}/`] : [],
  );
  if (folders.length === 0) {
    return { files, imports };
  }
  function isOwn(file: string): boolean {
    return !folders.some((folder) => file.startsWith(folder));
  }
  return { files: files.filter(isOwn), imports: imports.filter(({ file }) => isOwn(file)) };
}

/** Where a file stands beside its like: `drivers` for `drivers/mysql.js` and for `drivers/mysql/index.js`. */
function folderOf(file: string): string {
  return /\/([^/]+)\/(?:index|\1)\.\w+$/.test(file) ? dirOf(dirOf(file)) : dirOf(file);
}
