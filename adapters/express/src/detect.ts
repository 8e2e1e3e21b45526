import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import {
  applicationSources,
  detectPackageManager,
  findManifests,
  rankPorts,
  readManifest,
  readStack,
  readTsConfig,
  startedFiles,
} from "@backwright/language-node";
import type { Manifest } from "@backwright/language-node";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { findSignals } from "./signals.ts";
import type { Signals } from "./signals.ts";

/**
 * Every folder with a package.json, or the root where there is none, whose code makes an Express application. A package
 * that only offers something to applications of others is none.
 */
export function detect(project: ProjectReader): Detection[] {
  const manifests = findManifests(project);
  const dirs = manifests.length === 0 ? ["."] : [...new Set([...manifests.map((manifest) => manifest.dir), "."])];
  const found = dirs.flatMap(
    (dir) => detectIn(project, dir, manifests.find((manifest) => manifest.dir === dir) ?? null) ?? [],
  );
  return found.sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

function detectIn(project: ProjectReader, dir: string, manifest: Manifest | null): Detection | null {
  const sources = applicationSources(project, dir);
  const signals = findSignals(project, sources);
  const declared = declaration(project, dir);
  if (signals.imports.length === 0 || isFrameworkItself(manifest) || !isApplication(signals, manifest)) {
    return null;
  }
  const entry = chooseEntry(project, manifest, signals);
  const { builder } = readApplication(project, applicationFiles(project, dir, entry?.file ?? null));
  const started: Evidence[] =
    entry === null ? [] : [{ field: "entry", value: entry.file, ...splitSource(entry.source), rule: "started" }];
  const evidence = [...(declared === null ? [] : [declared.evidence]), ...signals.evidence, ...started];
  const { evidence: stackEvidence, ...stack } = readStack({
    project,
    dir,
    manifests: manifestsUp(project, dir),
    files: sources,
  });
  const rest = builder.hasRoutes() || stack.apiStyles.length === 0;
  return {
    dir,
    language: languageOf(project, dir, entry?.file ?? sources[0] ?? ""),
    framework: { name: "express", version: declared?.version ?? null },
    packageManager: detectPackageManager(project, dir).name,
    ...stack,
    apiStyles: [...new Set([...(rest ? ["rest"] : []), ...stack.apiStyles])].sort(),
    entry: entry?.file ?? null,
    ports: rankPorts({ project, dir, listens: builder.listens, files: sources }),
    confidence: confidenceOf(signals, declared !== null, entry !== null),
    evidence: [...evidence, ...stackEvidence],
  };
}

/** Something makes an application or a router, and the package is no library that leaves this to others. */
function isApplication(signals: Signals, manifest: Manifest | null): boolean {
  if (manifest === null) {
    return true;
  }
  const kind = manifest.dependencies.get("express")?.kind;
  const onlyForOthers = kind === "peerDependencies" || kind === "devDependencies";
  const runs = signals.listens.length > 0 || "start" in manifest.scripts;
  return signals.constructions.length > 0 && !(onlyForOthers && !runs);
}

function isFrameworkItself(manifest: Manifest | null): boolean {
  return manifest?.name === "express";
}

/** The declaration nearest to the folder; workspaces declare in the root as well. */
function declaration(project: ProjectReader, dir: string): { version: string; evidence: Evidence } | null {
  for (const manifest of manifestsUp(project, dir)) {
    const dependency = manifest.dependencies.get("express");
    if (dependency !== undefined) {
      const version = dependency.range.replace(/^[\^~>=v\s]+/, "");
      return {
        version,
        evidence: {
          field: "framework",
          value: "express",
          file: manifest.path,
          line: dependency.line,
          rule: "dependency",
        },
      };
    }
  }
  return null;
}

function manifestsUp(project: ProjectReader, dir: string): Manifest[] {
  const dirs =
    dir === "."
      ? ["."]
      : [...dir.split("/").map((_part, index, parts) => parts.slice(0, parts.length - index).join("/")), "."];
  return dirs.flatMap((folder) => readManifest(project, folder) ?? []);
}

/** What a script starts, else the file that listens, else the one that makes the application. */
function chooseEntry(
  project: ProjectReader,
  manifest: Manifest | null,
  signals: Signals,
): { file: string; source: string } | null {
  const started = manifest === null ? [] : startedFiles(project, manifest);
  const telling = new Set([...signals.listens, ...signals.constructions].map((place) => place.file));
  const place = signals.listens[0] ?? signals.constructions[0] ?? null;
  return (
    started.find(({ file }) => telling.has(file)) ??
    started[0] ??
    (place === null ? null : { file: place.file, source: `${place.file}:${place.line}` })
  );
}

function languageOf(project: ProjectReader, dir: string, entry: string): Detection["language"] {
  const typed = /\.[cm]?tsx?$/.test(entry);
  return typed || (readTsConfig(project, dir) !== null && !/\.[cm]?jsx?$/.test(entry)) ? "typescript" : "javascript";
}

function confidenceOf(signals: Signals, declared: boolean, started: boolean): number {
  const parts = [
    [declared, 0.3],
    [signals.imports.length > 0, 0.2],
    [signals.constructions.length > 0, 0.3],
    [signals.listens.length > 0, 0.15],
    [started, 0.04],
  ] as const;
  return Math.round(parts.reduce((sum, [holds, weight]) => sum + (holds ? weight : 0), 0) * 100) / 100;
}

function splitSource(source: string): { file: string; line: number } {
  const colon = source.lastIndexOf(":");
  return { file: source.slice(0, colon), line: Number(source.slice(colon + 1)) || 1 };
}
