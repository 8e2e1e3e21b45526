import type { Detection, ProjectReader } from "@backwright/core";
import {
  applicationSources,
  chooseEntry,
  detectInFolders,
  findDeclaration,
  toDetection,
} from "@backwright/language-node";
import type { Manifest, Signals } from "@backwright/language-node";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { expressSignals } from "./signals.ts";

/**
 * Every folder with a package.json, or the root where there is none, whose code makes an Express application. A package
 * that only offers something to applications of others is none.
 */
export function detect(project: ProjectReader): Detection[] {
  return detectInFolders(project, (dir, manifest) => detectIn(project, dir, manifest));
}

function detectIn(project: ProjectReader, dir: string, manifest: Manifest | null): Detection[] {
  const framework = "express";
  const sources = applicationSources(project, dir);
  const signals = expressSignals(project, sources);
  if (signals.imports.length === 0 || isFrameworkItself(manifest) || !isApplication(signals, manifest)) {
    return [];
  }
  const declared = findDeclaration(project, dir, { framework, packages: ["express"] });
  const entry = chooseEntry(project, manifest, signals);
  const { builder } = readApplication(project, applicationFiles(project, dir, entry?.file ?? null));
  const { listens } = builder;
  const hasRoutes = builder.hasRoutes();
  return [toDetection({ project, dir, framework, sources, signals, declared, entry, listens, hasRoutes })];
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
