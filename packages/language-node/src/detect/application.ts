import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { findManifests, readManifest } from "../manifest.ts";
import type { Dependency, Manifest } from "../manifest.ts";
import { detectPackageManager } from "../package-manager.ts";
import type { GraphBuilder, ListenCall, Place } from "../routes/builder.ts";
import { startedFiles } from "../stack/entry.ts";
import type { EntryCandidate } from "../stack/entry.ts";
import { rankPorts } from "../stack/ports.ts";
import { readStack } from "../stack/read.ts";
import { sharedPackages } from "../stack/shared-packages.ts";
import { readTsConfig } from "../tsconfig.ts";
import { plainListens } from "./plain-listens.ts";
import { isBeside, offersPackage } from "./purpose.ts";
import { listensIn } from "./signals.ts";
import type { Signals } from "./signals.ts";

/**
 * Asks about every folder with a package.json, and the root; the surest answer first, of equals the one nearest to the
 * root. Where the repository offers a package to others, its examples and test applications are not asked about.
 */
export function detectInFolders(
  project: ProjectReader,
  detectIn: (dir: string, manifest: Manifest | null) => readonly Detection[],
): Detection[] {
  const manifests = findManifests(project);
  const dirs = [...new Set([...manifests.map((manifest) => manifest.dir), "."])];
  const offers = offersPackage(project);
  const found = dirs
    .filter((dir) => !(offers && isBeside(dir)))
    .flatMap((dir) => detectIn(dir, manifests.find((manifest) => manifest.dir === dir) ?? null));
  return found
    .filter((detection) => serves(detection) || !found.some((other) => uses(project, other, detection)))
    .sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

function serves({ evidence }: Detection): boolean {
  return evidence.some(({ rule }) => rule === "listen");
}

/** Whether an application imports another's package, which then is a part of it. */
function uses(project: ProjectReader, { dir }: Detection, other: Detection): boolean {
  return sharedPackages(project, dir, applicationSources(project, dir)).some((manifest) => manifest.dir === other.dir);
}

export interface Declaration {
  readonly name: string;
  /** The declared range without its operator. */
  readonly version: string;
  readonly kind: Dependency["kind"];
  readonly evidence: Evidence;
}

/** The declaration of a framework nearest to a folder, by the first of its packages; workspaces declare in the root as well. */
export function findDeclaration(
  project: ProjectReader,
  dir: string,
  { framework, packages }: { readonly framework: string; readonly packages: readonly string[] },
): Declaration | null {
  for (const manifest of manifestsUp(project, dir)) {
    for (const name of packages) {
      const dependency = manifest.dependencies.get(name);
      if (dependency !== undefined) {
        const place = { file: manifest.path, line: dependency.line, rule: "dependency" };
        return {
          name,
          version: dependency.range.replace(/^[\^~>=v\s]+/, ""),
          kind: dependency.kind,
          evidence: { field: "framework", value: framework, ...place },
        };
      }
    }
  }
  return null;
}

/** The manifest of a folder and those of the folders above it. */
export function manifestsUp(project: ProjectReader, dir: string): Manifest[] {
  const parts = dir === "." ? [] : dir.split("/");
  const dirs = [...parts.map((_part, index) => parts.slice(0, parts.length - index).join("/")), "."];
  return dirs.flatMap((folder) => readManifest(project, folder) ?? []);
}

/** What a script starts, else the file that listens, else the one that makes the application. */
export function chooseEntry(
  project: ProjectReader,
  manifest: Manifest | null,
  signals: Signals,
): EntryCandidate | null {
  const started = manifest === null ? [] : startedFiles(project, manifest);
  const telling = new Set([...signals.listens, ...signals.constructions].map((place) => place.file));
  const place = signals.listens[0] ?? signals.constructions[0] ?? null;
  return started.find(({ file }) => telling.has(file)) ?? started[0] ?? (place === null ? null : candidateAt(place));
}

/** A place in the code itself as what says which file is the entry. */
export function candidateAt({ file, line }: Place): EntryCandidate {
  return { file, source: `${file}:${line}` };
}

export interface ApplicationFacts {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly framework: string;
  readonly sources: readonly string[];
  readonly signals: Signals;
  readonly declared: Declaration | null;
  readonly entry: EntryCandidate | null;
  /** Where a program of the framework itself listens that starts the application. */
  readonly listen?: ListenCall;
  /** Follows the code, which is asked for only where its text does not tell. */
  readonly follow: () => GraphBuilder;
}

/** Puts together what `detect` answers: language, package manager, stack, ports, confidence and evidence. */
export function toDetection(facts: ApplicationFacts): Detection {
  const { project, dir, framework, sources, signals, declared, entry } = facts;
  const shared = sharedPackages(project, dir, sources);
  const manifests = [...manifestsUp(project, dir), ...shared];
  const { evidence: stackEvidence, ...stack } = readStack({
    project,
    dirs: [dir, ...shared.map((manifest) => manifest.dir)],
    manifests,
    files: [...sources, ...shared.flatMap((manifest) => applicationSources(project, manifest.dir))],
  });
  const started: Evidence[] =
    entry === null ? [] : [{ field: "entry", value: entry.file, ...placeOf(entry.source), rule: "started" }];
  const rest = stack.apiStyles.length === 0 || hasPlainRoutes(project, sources) || facts.follow().hasRoutes();
  return {
    dir,
    language: languageOf(project, dir, { entry: entry?.file ?? sources[0] ?? "", sources }),
    framework: { name: framework, version: declared?.version ?? null },
    packageManager: detectPackageManager(project, dir).name,
    ...stack,
    apiStyles: [...new Set([...(rest ? ["rest"] : []), ...stack.apiStyles])].sort(),
    entry: entry?.file ?? null,
    ports: portsOf(facts),
    confidence: confidenceOf(facts),
    evidence: [...(declared === null ? [] : [declared.evidence]), ...signals.evidence, ...started, ...stackEvidence],
  };
}

/** As the text of the entry and the settings tell, else as following the code does. */
function portsOf({
  project,
  dir,
  sources: files,
  signals,
  entry,
  listen,
  follow,
}: ApplicationFacts): Detection["ports"] {
  const inEntry = entry === null ? [] : listensIn(project, entry.file);
  const plain = plainListens(project, inEntry.length > 0 ? inEntry : signals.listens);
  if (listen !== undefined) {
    return rankPorts({ project, dir, listens: [listen, ...(plain ?? [])], files });
  }
  const told = plain === null ? [] : rankPorts({ project, dir, listens: plain, files });
  return told.length > 0 ? told : rankPorts({ project, dir, listens: follow().listens, files });
}

const plainRoute =
  /(?:^|[\s;])(?:app|\w*[rR]outer|server|fastify|api|instance)\.(?:get|post|put|patch|delete)\s*(?:<[^()]*>)?\(\s*["'`]\/|^\s*@(?:Get|Post|Put|Patch|Delete)\(|(?:\.route\s*(?:<[^()]*>)?\(|:\s*RouteOptions\b[^=;]{0,100}=)\s*\{[^{}]{0,200}\b(?:url|path)\s*:\s*["'`]/m;

/** What every plain route has in it, which is found faster. */
const inPlainRoute = /\.(?:get|post|put|patch|delete|route)\b|@(?:Get|Post|Put|Patch|Delete)\(|RouteOptions/;

/** Whether the text alone shows a route, which spares following the code. */
function hasPlainRoutes(project: ProjectReader, files: readonly string[]): boolean {
  return files.some((file) => {
    const text = project.read(file) ?? "";
    return inPlainRoute.test(text) && plainRoute.test(text);
  });
}

/** As the entry is written; a small one in JavaScript may start what is written in TypeScript. */
function languageOf(
  project: ProjectReader,
  dir: string,
  { entry, sources }: { readonly entry: string; readonly sources: readonly string[] },
): Detection["language"] {
  if (/\.[cm]?tsx?$/.test(entry)) {
    return "typescript";
  }
  const typed = sources.filter((path) => /\.[cm]?tsx?$/.test(path)).length;
  const mostly = typed > 3 * (sources.length - typed);
  return readTsConfig(project, dir) !== null && (mostly || !/\.[cm]?jsx?$/.test(entry)) ? "typescript" : "javascript";
}

function confidenceOf({ dir, signals, declared, entry }: ApplicationFacts): number {
  const parts = [
    [declared !== null, 0.3],
    [signals.imports.length > 0, 0.2],
    [signals.constructions.length > 0, 0.3],
    [signals.listens.length > 0, 0.15],
    [entry !== null, 0.04],
    [isBeside(dir), -0.2],
  ] as const;
  const sum = parts.reduce((total, [holds, weight]) => total + (holds ? weight : 0), 0);
  return Math.max(0, Math.round(sum * 100) / 100);
}

function placeOf(source: string): { file: string; line: number } {
  const colon = source.lastIndexOf(":");
  return { file: source.slice(0, colon), line: Number(source.slice(colon + 1)) || 1 };
}
