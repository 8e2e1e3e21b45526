import type { Detection, ProjectReader, RouterEntry } from "@backwright/core";
import {
  applicationSources,
  chooseEntry,
  detectInFolders,
  findDeclaration,
  isFrontend,
  makesApplication,
  toDetection,
  withShared,
} from "@backwright/language-node";
import type { GraphBuilder, Manifest } from "@backwright/language-node";
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
  const signals = withShared(project, expressSignals(project, sources), {
    dir,
    sources,
    read: (files) => expressSignals(project, files),
  });
  if (signals.imports.length === 0 || isFrameworkItself(manifest)) {
    return [];
  }
  if (manifest !== null && !makesApplication(project, { manifest, signals, framework })) {
    return [];
  }
  const declared = findDeclaration(project, dir, { framework, packages: ["express"] });
  const entry = chooseEntry(project, manifest, signals);
  function follow(): GraphBuilder {
    return readApplication(project, applicationFiles(project, dir, entry?.file ?? null)).builder;
  }
  const found = toDetection({ project, dir, framework, sources, signals, declared, entry, follow });
  return isFrontend(manifest) && onlyDelivers(found, follow) ? [] : [found];
}

/** Answers every path with a page, and none with data. */
function onlyDelivers({ databases, apiStyles }: Detection, follow: () => GraphBuilder): boolean {
  const other = databases.length > 0 || apiStyles.some((style) => style !== "rest");
  return !other && ![...follow().graph().routers.values()].some((router) => router.entries.some(hasData));
}

function hasData(entry: RouterEntry): boolean {
  return entry.kind === "route" && entry.path !== "/" && !/^\/?[*{(.]/.test(entry.path);
}

function isFrameworkItself(manifest: Manifest | null): boolean {
  return manifest?.name === "express";
}
