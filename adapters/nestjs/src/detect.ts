import type { Detection, ProjectReader } from "@backwright/core";
import { applicationSources, detectInFolders, findDeclaration, toDetection } from "@backwright/language-node";
import type { EntryCandidate, GraphBuilder, Manifest, Signals } from "@backwright/language-node";
import { findEntries } from "./entries.ts";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { controllersIn, nestSignals } from "./signals.ts";

const framework = "nestjs";

/**
 * Every folder with a package.json, or the root where there is none, whose code makes a NestJS application; of a package
 * with several applications each by its own entry. A library of modules for applications of others is none.
 */
export function detect(project: ProjectReader): Detection[] {
  return detectInFolders(project, (dir, manifest) => detectIn(project, dir, manifest));
}

function detectIn(project: ProjectReader, dir: string, manifest: Manifest | null): Detection[] {
  const sources = applicationSources(project, dir);
  const signals = nestSignals(project, sources);
  if (signals.imports.length === 0 || manifest?.name?.startsWith("@nestjs/") === true) {
    return [];
  }
  const entries = findEntries(project, dir, { manifest, signals });
  if (entries.length > 0) {
    return entries.map((entry) => describe(project, dir, { sources, signals, entry }));
  }
  const loose = manifest === null && controllersIn(project, sources).length > 0;
  return loose ? [describe(project, dir, { sources, signals, entry: null })] : [];
}

interface Found {
  readonly sources: readonly string[];
  readonly signals: Signals;
  readonly entry: EntryCandidate | null;
}

function describe(project: ProjectReader, dir: string, { sources, signals, entry }: Found): Detection {
  const declared = findDeclaration(project, dir, { framework, packages: ["@nestjs/core", "@nestjs/common"] });
  function follow(): GraphBuilder {
    return readApplication(project, applicationFiles(project, dir, entry?.file ?? null)).builder;
  }
  return toDetection({ project, dir, framework, sources, signals, declared, entry, follow });
}
