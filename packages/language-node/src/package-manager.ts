import type { Installation, ProjectReader } from "@backwright/core";
import { dirOf, joinPath, readManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";

export type PackageManagerName = "npm" | "yarn" | "pnpm" | "bun";

export interface PackageManager {
  readonly name: PackageManagerName;
  /** Path of its lock file; `null` when the app has none. */
  readonly lockFile: string | null;
  /** Yarn 2 or newer, whose flags differ. */
  readonly berry: boolean;
  /** `file:line`, or `convention` when nothing says it. */
  readonly source: string;
}

const lockFiles: Readonly<Record<PackageManagerName, readonly string[]>> = {
  pnpm: ["pnpm-lock.yaml"],
  yarn: ["yarn.lock"],
  bun: ["bun.lock", "bun.lockb"],
  npm: ["package-lock.json", "npm-shrinkwrap.json"],
};
const names = Object.keys(lockFiles) as PackageManagerName[];

/**
 * Which package manager the app in a folder uses: the nearest `packageManager` field, else the nearest lock file, else what
 * scripts, Dockerfile and workflows call, else npm. Folders up to the root are looked at, for workspaces.
 */
export function detectPackageManager(project: ProjectReader, dir: string): PackageManager {
  const folders = foldersUpFrom(dir);
  for (const folder of folders) {
    const manifest = readManifest(project, folder);
    const match = /^(npm|yarn|pnpm|bun)@(\d+)?/.exec(manifest?.packageManager ?? "");
    if (manifest !== null && match !== null) {
      const name = match[1] as PackageManagerName;
      return {
        name,
        lockFile: lockOf(project, folders, name),
        berry: name === "yarn" && Number(match[2] ?? 1) > 1,
        source: `${manifest.path}:${manifest.file.lineOf("packageManager") ?? 1}`,
      };
    }
  }
  for (const folder of folders) {
    const present = names.filter((name) => lockOf(project, [folder], name) !== null);
    const name = present.length > 1 ? mostCalled(project, folder, present) : present[0];
    if (name !== undefined) {
      const lockFile = lockOf(project, [folder], name);
      return { name, lockFile, berry: name === "yarn" && isBerry(project, folder), source: `${lockFile}:1` };
    }
  }
  const called = mostCalled(project, dir, names);
  return { name: called ?? "npm", lockFile: null, berry: false, source: "convention" };
}

/** Installs exactly what the lock file says where there is one that covers the manifest, else resolves anew. */
export function installArgv(
  project: ProjectReader,
  manager: PackageManager,
  manifest: Manifest | null,
): [string, ...string[]] {
  const frozen = manager.lockFile !== null && lockCovers(project, manager, manifest);
  switch (manager.name) {
    case "npm":
      return ["npm", frozen ? "ci" : "install"];
    case "yarn":
      return ["yarn", "install", ...(frozen ? [manager.berry ? "--immutable" : "--frozen-lockfile"] : [])];
    case "pnpm":
      return ["pnpm", "install", frozen ? "--frozen-lockfile" : "--no-frozen-lockfile"];
    case "bun":
      return ["bun", "install", ...(frozen ? ["--frozen-lockfile"] : [])];
  }
}

/** Runs a script of package.json. */
export function runArgv(manager: Pick<PackageManager, "name">, script: string): [string, ...string[]] {
  const short = manager.name === "pnpm" ? ["test", "start", "build", "lint"] : ["test", "start"];
  return (manager.name === "npm" || manager.name === "pnpm") && short.includes(script)
    ? [manager.name, script]
    : [manager.name, "run", script];
}

/** Runs a program of node_modules/.bin without a download. */
export function execArgv(
  manager: Pick<PackageManager, "name">,
  program: string,
  ...args: readonly string[]
): [string, ...string[]] {
  switch (manager.name) {
    case "npm":
      return ["npx", "--no-install", program, ...args];
    case "bun":
      return ["bunx", "--no-install", program, ...args];
    case "yarn":
      return ["yarn", "run", program, ...args];
    case "pnpm":
      return ["pnpm", "exec", program, ...args];
  }
}

const headLength = 8000;

/** False where a dependency of the manifest is missing in the lock file, so that a frozen install must fail. */
function lockCovers(project: ProjectReader, manager: PackageManager, manifest: Manifest | null): boolean {
  const lock = manager.lockFile === null ? null : project.read(manager.lockFile);
  if (lock === null || manifest === null) {
    // Too large to read, or binary: the package manager itself decides.
    return true;
  }
  const names = [...manifest.dependencies.values()]
    .filter(({ kind }) => kind === "dependencies" || kind === "devDependencies")
    .map(({ name }) => name);
  // Lock files are long. What manifests declare stands at the beginning of some, sorted by kind; the others are sorted as
  // a whole, so that the next name most often stands behind the last one.
  const head = lock.slice(0, headLength);
  let last = 0;
  return names.sort().every((name) => {
    if (head.includes(name)) {
      return true;
    }
    const next = lock.indexOf(name, last);
    last = next === -1 ? last : next;
    return next !== -1 || lock.includes(name);
  });
}

function lockOf(project: ProjectReader, folders: readonly string[], name: PackageManagerName): string | null {
  const paths = folders.flatMap((folder) => lockFiles[name].map((file) => joinPath(folder, file)));
  return paths.find((path) => project.has(path)) ?? null;
}

function isBerry(project: ProjectReader, folder: string): boolean {
  return (
    project.has(joinPath(folder, ".yarnrc.yml")) ||
    /^__metadata:/m.test(project.read(joinPath(folder, "yarn.lock")) ?? "")
  );
}

/** The package manager that the project's own commands name most often; the first of equals. */
function mostCalled(
  project: ProjectReader,
  dir: string,
  among: readonly PackageManagerName[],
): PackageManagerName | undefined {
  const scripts = Object.values(readManifest(project, dir)?.scripts ?? {});
  const several = among.length < names.length;
  // Of several lock files the people's own words tell which one counts.
  const telling = several
    ? /(^|\/)Dockerfile[^/]*$|^\.github\/workflows\/|^readme(\.\w+)?$/i
    : /(^|\/)Dockerfile[^/]*$|^\.github\/workflows\//;
  const files = project.list().filter((path) => telling.test(path));
  const text = [...scripts, ...files.slice(0, 20).map((path) => project.read(path) ?? "")].join("\n");
  const counts = among.map((name) => text.match(new RegExp(`(?<![\\w-])${name}\\s+\\w`, "g"))?.length ?? 0);
  const most = Math.max(0, ...counts);
  return most === 0 ? (among.length < names.length ? among[0] : undefined) : among[counts.indexOf(most)];
}

function foldersUpFrom(dir: string): string[] {
  const folders = [dir];
  while (folders.at(-1) !== ".") {
    folders.push(dirOf(folders.at(-1) ?? "."));
  }
  return folders;
}

/** How one sees that the dependencies of a Node.js application are installed. */
export const nodeInstallation: Installation = {
  path: "node_modules",
  from: ["package.json", ...names.flatMap((name) => lockFiles[name])],
};
