import type { Detection, Evidence, ProjectReader } from "@backwright/core";
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
import { fastifySignals } from "./signals.ts";
import { findStartedPlugin } from "./started.ts";

const framework = "fastify";
const typed = new Set(["typebox", "zod", "joi", "yup", "valibot"]);

/**
 * Every folder with a package.json, or the root where there is none, whose code makes a Fastify application, or whose
 * plugin fastify-cli starts. A plugin for applications of others is none.
 */
export function detect(project: ProjectReader): Detection[] {
  return detectInFolders(project, (dir, manifest) => detectIn(project, dir, manifest));
}

function detectIn(project: ProjectReader, dir: string, manifest: Manifest | null): Detection[] {
  const sources = applicationSources(project, dir);
  const plugin = findStartedPlugin(project, manifest);
  const signals = fastifySignals(project, sources, new Set(plugin === null ? [] : [plugin.entry.file]));
  if (signals.imports.length === 0 || manifest?.name === framework) {
    return [];
  }
  if (manifest !== null && !isApplication(signals, manifest)) {
    return [];
  }
  const declared = findDeclaration(project, dir, { framework, packages: ["fastify", "fastify-cli"] });
  const entry = plugin?.entry ?? chooseEntry(project, manifest, signals);
  const { builder, schema } = readApplication(project, applicationFiles(project, dir, entry?.file ?? null));
  const listens = plugin === null ? builder.listens : [plugin.listen, ...builder.listens];
  const hasRoutes = builder.hasRoutes();
  const found = toDetection({ project, dir, framework, sources, signals, declared, entry, listens, hasRoutes });
  return [schema === null || found.validation.some((name) => typed.has(name)) ? found : withSchemas(found, schema)];
}

/** Something makes an application, and the package is no plugin that leaves this to others. */
function isApplication(signals: Signals, manifest: Manifest): boolean {
  const kind = manifest.dependencies.get(framework)?.kind;
  const onlyForOthers = kind === "peerDependencies" || kind === "devDependencies";
  const runs = signals.listens.length > 0 || "start" in manifest.scripts;
  return signals.constructions.length > 0 && !(onlyForOthers && !runs);
}

/** Schemas of routes that no library writes are JSON Schema, which Fastify checks itself. */
function withSchemas(found: Detection, place: { readonly file: string; readonly line: number }): Detection {
  const value = "json-schema";
  const evidence: Evidence = { field: "validation", value, file: place.file, line: place.line, rule: "schema" };
  return {
    ...found,
    validation: [...new Set([...found.validation, value])].sort(),
    evidence: [...found.evidence, evidence],
  };
}
