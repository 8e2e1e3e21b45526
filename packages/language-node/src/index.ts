export { importedFrom, importsOf } from "./imports.ts";
export type { ImportRecord } from "./imports.ts";
export { asObject, asString, lineAt, parseJson, readJson, stringEntries } from "./json.ts";
export type { JsonFile } from "./json.ts";
export { dirOf, findManifests, joinPath, readManifest, relativePath } from "./manifest.ts";
export type { Dependency, DependencyKind, Manifest } from "./manifest.ts";
export { detectPackageManager, execArgv, installArgv, runArgv } from "./package-manager.ts";
export type { PackageManager, PackageManagerName } from "./package-manager.ts";
export { chooseScript, scriptCommands } from "./scripts.ts";
export {
  callsIn,
  createSources,
  isSourcePath,
  lineOf,
  nodesOf,
  objectEntries,
  parseSource,
  readCall,
  stringValue,
} from "./syntax.ts";
export type { Call, SourceFile, Sources, SyntaxNode } from "./syntax.ts";
export { readTsConfig } from "./tsconfig.ts";
export type { TsConfig } from "./tsconfig.ts";
