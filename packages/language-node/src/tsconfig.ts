import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";
import { asObject, asString, readJson } from "./json.ts";
import { dirOf, joinPath } from "./manifest.ts";

/** The compiler options of a folder that decide how code is written. */
export interface TsConfig {
  readonly path: string;
  readonly module: string | null;
  readonly moduleResolution: string | null;
  readonly rootDir: string | null;
  readonly outDir: string | null;
  readonly baseUrl: string | null;
  /** The version of ECMAScript that is compiled to, in lower case. */
  readonly target: string | null;
  /** Libraries whose types are known, in lower case; `null` where the target decides. */
  readonly lib: readonly string[] | null;
  /** Imports may end in `.ts`. */
  readonly tsExtensions: boolean;
  readonly paths: Readonly<Record<string, readonly string[]>>;
  readonly include: readonly string[];
}

/** The tsconfig.json (or a file given by name) of a folder with what it extends; `null` when there is none. Never throws. */
export function readTsConfig(project: ProjectReader, dir: string, name = "tsconfig.json"): TsConfig | null {
  return configAt(project, joinPath(dir, name));
}

const configAt = rememberByKey((project, path): TsConfig | null => {
  const chain = readChain(project, path);
  if (chain.length === 0) {
    return null;
  }
  const options = asObject(Object.assign({}, ...chain.map((config) => asObject(config["compilerOptions"]))));
  const include = chain.findLast((config) => Array.isArray(config["include"]))?.["include"];
  return {
    path,
    module: asString(options["module"])?.toLowerCase() ?? null,
    moduleResolution: asString(options["moduleResolution"])?.toLowerCase() ?? null,
    rootDir: asString(options["rootDir"]),
    outDir: asString(options["outDir"]),
    baseUrl: asString(options["baseUrl"]),
    target: asString(options["target"])?.toLowerCase() ?? null,
    lib: Array.isArray(options["lib"]) ? options["lib"].map((name) => String(name).toLowerCase()) : null,
    tsExtensions: options["allowImportingTsExtensions"] === true || options["rewriteRelativeImportExtensions"] === true,
    paths: Object.fromEntries(
      Object.entries(asObject(options["paths"])).map(([key, to]) => [key, Array.isArray(to) ? to.map(String) : []]),
    ),
    include: Array.isArray(include) ? include.map(String) : [],
  };
});

/** What a config extends comes first, the config itself last; a chain is followed for at most eight files. */
function readChain(project: ProjectReader, path: string, depth = 0): Readonly<Record<string, unknown>>[] {
  const file = depth < 8 ? readJson(project, path) : null;
  if (file === null) {
    return [];
  }
  const data = asObject(file.value);
  const parents = [data["extends"]].flat().filter((parent) => typeof parent === "string");
  const inherited = parents
    .filter((parent) => parent.startsWith("."))
    .flatMap((parent) => readChain(project, resolved(dirOf(path), parent), depth + 1));
  return [...inherited, data];
}

function resolved(dir: string, parent: string): string {
  const path = joinPath(dir, parent);
  return path.endsWith(".json") ? path : `${path}.json`;
}
