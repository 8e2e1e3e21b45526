import type { Evidence, ProjectReader } from "@backwright/core";
import { importedFrom, importsOf } from "../imports.ts";
import type { ImportRecord } from "../imports.ts";
import { dirOf, joinPath, readManifest } from "../manifest.ts";
import type { Manifest } from "../manifest.ts";
import { createSources, isSourcePath, lineOf } from "../syntax.ts";
import type { SourceFile, Sources, SyntaxNode } from "../syntax.ts";

/** One app being read: its files, parsed once, and the evidence that is gathered on the way. */
export interface Reading {
  readonly project: ProjectReader;
  readonly appDir: string;
  readonly manifest: Manifest;
  readonly sources: Sources;
  /** Source files of the app itself, without tests and configuration. */
  readonly files: readonly string[];
  readonly tests: readonly string[];
  readonly evidence: Evidence[];
}

const notSource = /(^|\/)(node_modules|dist|build|out|coverage|public|vendor|migrations|\.[^/]+)\//;
const testPath = /(^|\/)(tests?|__tests__|specs?|e2e|checks)\/|[.-](test|spec|check|e2e)\.[cm]?[jt]sx?$/;
const configPath = /\.config\.[cm]?[jt]s$|(^|\/)\.?[\w-]+rc\.[cm]?js$/;
const mostFiles = 2000;

/** `null` where the folder has no package.json. */
export function openReading(project: ProjectReader, appDir: string): Reading | null {
  const manifest = readManifest(project, appDir);
  if (manifest === null) {
    return null;
  }
  const prefix = appDir === "." ? "" : `${appDir}/`;
  const own = project
    .list()
    .filter((path) => path.startsWith(prefix) && isSourcePath(path) && !notSource.test(path.slice(prefix.length)))
    .slice(0, mostFiles);
  const [tests, rest] = [own.filter((path) => testPath.test(path)), own.filter((path) => !testPath.test(path))];
  return {
    project,
    appDir,
    manifest,
    sources: createSources(project),
    files: rest.filter((path) => !configPath.test(path)),
    tests,
    evidence: [],
  };
}

/** Parsed source files of the app, without tests. */
export function sourcesOf(reading: Reading): SourceFile[] {
  return reading.files.flatMap((path) => reading.sources.get(path) ?? []);
}

export interface Note {
  readonly field: string;
  readonly value: string;
  readonly rule: string;
}

/** Remembers where a convention was read. */
export function note(reading: Reading, { field, value, rule }: Note, file: string, at: SyntaxNode | number): void {
  reading.evidence.push({ field, value, file, line: typeof at === "number" ? at : lineOf(at), rule });
}

/** The file that a relative import leads to; `null` for packages and for what is not there. */
export function resolveImport(project: ProjectReader, from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) {
    return null;
  }
  const path = joinPath(dirOf(from), specifier);
  const bare = path.replace(/\.[cm]?jsx?$/, "");
  const endings = ["ts", "tsx", "mts", "cts", "js", "mjs", "cjs", "jsx"];
  const candidates = [
    path,
    ...endings.flatMap((ending) => [`${bare}.${ending}`, `${path}.${ending}`]),
    ...endings.map((ending) => `${path}/index.${ending}`),
  ];
  return candidates.find((candidate) => isSourcePath(candidate) && project.has(candidate)) ?? null;
}

/** Where a name that a file uses comes from: another file of the app, or a package; `null` when it is its own. */
export function originOf(
  reading: Reading,
  source: SourceFile,
  name: string,
): { readonly file: string | null; readonly specifier: string; readonly name: string } | null {
  const origin = importedFrom(importsOf(source), name);
  return origin && { ...origin, file: resolveImport(reading.project, source.path, origin.specifier) };
}

/** Imports of a package, its sub-paths included. */
export function importsFrom(source: SourceFile, packageName: string): ImportRecord[] {
  return importsOf(source).filter(
    ({ specifier }) => specifier === packageName || specifier.startsWith(`${packageName}/`),
  );
}

/** Whether a node runs when its module is loaded: no function stands around it. */
export function runsOnLoad(node: SyntaxNode): boolean {
  return !node.ancestors().some((one) => functions.has(one.kind()));
}

const functions = new Set(["arrow_function", "function_declaration", "function_expression", "method_definition"]);

/** The value that occurs most; the first of equals; `null` for none. */
export function mostCommon<Value>(values: readonly Value[]): Value | null {
  const counts = new Map<Value, number>();
  for (const value of values) {
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  let best: Value | null = null;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) {
      best = value;
      most = count;
    }
  }
  return best;
}
