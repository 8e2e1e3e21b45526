import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import {
  applicationSources,
  chooseEntry,
  detectInFolders,
  findDeclaration,
  lineAt,
  makesApplication,
  toDetection,
  withShared,
} from "@backwright/language-node";
import type { Manifest } from "@backwright/language-node";
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
  const started = new Set(plugin === null ? [] : [plugin.entry.file]);
  const signals = withShared(project, fastifySignals(project, sources, started), {
    dir,
    sources,
    read: (files) => fastifySignals(project, files, started),
  });
  if (signals.imports.length === 0 || manifest?.name === framework) {
    return [];
  }
  if (manifest !== null && !makesApplication(project, { manifest, signals, framework })) {
    return [];
  }
  const declared = findDeclaration(project, dir, { framework, packages: ["fastify", "fastify-cli"] });
  const entry = plugin?.entry ?? chooseEntry(project, manifest, signals);
  let known: readonly string[] | undefined;
  function files(): readonly string[] {
    known ??= applicationFiles(project, dir, entry?.file ?? null);
    return known;
  }
  const found = toDetection({
    project,
    dir,
    framework,
    sources,
    signals,
    declared,
    entry,
    follow: () => readApplication(project, files()).builder,
    ...(plugin !== null && { listen: plugin.listen }),
  });
  if (
    found.validation.some((name) => typed.has(name)) ||
    !files().some((file) => /\bschema\b/i.test(project.read(file) ?? ""))
  ) {
    return [found];
  }
  const schema = plainSchema(project, files()) ?? readApplication(project, files()).schema;
  return [schema === null ? found : withSchemas(found, schema)];
}

const routeWithSchema =
  /(?:\.(?:get|post|put|patch|delete|route)\s*(?:<[^()]*>)?\(\s*(?:["'`][^"'`]*["'`]\s*,\s*)?|:\s*RouteOptions\b[^=;]{0,100}=\s*)\{[^()]{0,200}?\bschema\b/;

/** A route whose schema stands in its call or beside its path, which spares following the code. */
function plainSchema(project: ProjectReader, files: readonly string[]): { file: string; line: number } | null {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = text.includes("schema") ? routeWithSchema.exec(text) : null;
    if (match !== null) {
      return { file, line: lineAt(text, match.index) };
    }
  }
  return null;
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
