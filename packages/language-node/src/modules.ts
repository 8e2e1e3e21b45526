import type { ProjectReader } from "@backwright/core";
import { dirOf, joinPath, readManifest } from "./manifest.ts";
import { packageSource } from "./package-source.ts";
import { readTsConfig } from "./tsconfig.ts";

const endings = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "json"];
const asWritten: Readonly<Record<string, readonly string[]>> = {
  js: ["ts", "tsx", "js", "jsx"],
  jsx: ["tsx", "jsx"],
  mjs: ["mts", "mjs"],
  cjs: ["cts", "cjs"],
};

/** Finds the project's file that an import names. */
export interface ModuleResolver {
  /** `null` for a package and for a file that is not there. */
  resolve(from: string, specifier: string): string | null;
}

export function createModuleResolver(project: ProjectReader): ModuleResolver {
  const aliases = new Map<string, readonly Alias[]>();
  function aliasesFor(dir: string): readonly Alias[] {
    let found = aliases.get(dir);
    if (found === undefined) {
      found = [...readAliases(project, dir), ...(dir === "." ? [] : aliasesFor(dirOf(dir)))];
      aliases.set(dir, found);
    }
    return found;
  }
  return {
    resolve(from, specifier) {
      if (specifier.startsWith("/")) {
        // What `__dirname` joined with a name gives: the project's root stands for `/`.
        return findFile(project, joinPath(specifier.slice(1)));
      }
      if (specifier.startsWith(".")) {
        return findFile(project, joinPath(dirOf(from), specifier));
      }
      const hits = aliasesFor(dirOf(from)).flatMap((alias) => targetsOf(alias, specifier));
      return (
        hits.map((target) => findFile(project, target)).find((path) => path !== null) ??
        packageSource(project, specifier)
      );
    },
  };
}

interface Alias {
  readonly prefix: string;
  readonly suffix: string;
  /** Without a star: only the very name. */
  readonly whole: boolean;
  readonly targets: readonly string[];
}

function targetsOf({ prefix, suffix, whole, targets }: Alias, specifier: string): string[] {
  if (whole) {
    return specifier === prefix ? targets.map((target) => joinPath(target)) : [];
  }
  const fits =
    specifier.startsWith(prefix) && specifier.endsWith(suffix) && specifier.length >= prefix.length + suffix.length;
  const rest = specifier.slice(prefix.length, specifier.length - suffix.length);
  return fits ? targets.map((target) => joinPath(target.replace("*", rest))) : [];
}

/** `paths` and `baseUrl` of tsconfig.json or jsconfig.json, `imports` and module-alias's `_moduleAliases` of package.json. */
function readAliases(project: ProjectReader, dir: string): Alias[] {
  const own = readTsConfig(project, dir) ?? readTsConfig(project, dir, "jsconfig.json");
  // Workspaces of several applications keep their aliases in a file that each of them extends.
  const config =
    own?.paths !== undefined && Object.keys(own.paths).length > 0
      ? own
      : (readTsConfig(project, dir, "tsconfig.base.json") ?? own);
  const base = joinPath(dir, config?.baseUrl ?? ".");
  const paths = Object.entries(config?.paths ?? {}).map(([key, targets]) =>
    toAlias(
      key,
      targets.map((target) => joinPath(base, target)),
    ),
  );
  const manifest = readManifest(project, dir)?.file.value as Record<string, unknown> | undefined;
  const imports = stringTargets(manifest?.["imports"]).map(([key, target]) => toAlias(key, [joinPath(dir, target)]));
  const moduleAliases = stringTargets(manifest?.["_moduleAliases"]).flatMap(([key, target]) => [
    toAlias(key, [joinPath(dir, target)]),
    toAlias(`${key}/*`, [`${joinPath(dir, target)}/*`]),
  ]);
  const fromBase = config?.baseUrl === null || config === null ? [] : [toAlias("*", [`${base}/*`])];
  return [...paths, ...imports, ...moduleAliases, ...fromBase];
}

function stringTargets(value: unknown): [string, string][] {
  return Object.entries(typeof value === "object" && value !== null ? value : {}).flatMap(
    ([key, target]): [string, string][] => {
      const plain: unknown =
        typeof target === "object" && target !== null ? (target as { default?: unknown }).default : target;
      return typeof plain === "string" ? [[key, plain]] : [];
    },
  );
}

function toAlias(key: string, targets: readonly string[]): Alias {
  const star = key.indexOf("*");
  return star === -1
    ? { prefix: key, suffix: "", whole: true, targets }
    : { prefix: key.slice(0, star), suffix: key.slice(star + 1), whole: false, targets };
}

function findFile(project: ProjectReader, path: string): string | null {
  const dot = path.lastIndexOf(".");
  const rewritten = (asWritten[path.slice(dot + 1)] ?? []).map((ending) => `${path.slice(0, dot)}.${ending}`);
  const candidates = [
    ...rewritten,
    path,
    ...endings.map((ending) => `${path}.${ending}`),
    ...endings.map((ending) => joinPath(path, `index.${ending}`)),
  ];
  return candidates.find((candidate) => project.has(candidate)) ?? mainOf(project, path);
}

function mainOf(project: ProjectReader, path: string): string | null {
  const main = readManifest(project, path)?.main ?? null;
  return main === null
    ? null
    : (["", ".js", ".ts"].map((ending) => `${joinPath(path, main)}${ending}`).find((file) => project.has(file)) ??
        null);
}
