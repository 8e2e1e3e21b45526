import type { ProjectReader } from "@backwright/core";
import { findManifests } from "../manifest.ts";
import type { Manifest } from "../manifest.ts";
import { asObject } from "../json.ts";
import { runsBuilt } from "../scripts.ts";
import { startedFiles } from "../stack/entry.ts";
import type { Signals } from "./signals.ts";

/** Folders of what stands in for others in tests, or shows how something is used. */
const besides =
  /(^|\/)(mocks?|e2e|examples?|samples?|demos?|playgrounds?|sandbox(es)?|benchmarks?|templates?|starters?|fixtures|__fixtures__|integration|tests?)(\/|$)/;

/** Whether a folder is named as one that does not hold what the repository is about. */
export function isBeside(dir: string): boolean {
  return besides.test(dir);
}

/** Whether the repository gives a package to others, so that applications in it only show or try that package. */
export function offersPackage(project: ProjectReader): boolean {
  return findManifests(project).some((manifest) => !isBeside(manifest.dir) && isPublished(manifest));
}

/** Whether a package is written for others to install. */
export function isPublished({ file, name }: Manifest): boolean {
  const data = asObject(file.value);
  const fields = ["files", "exports", "types", "typings", "bin", "publishConfig", "peerDependencies"];
  return name !== null && data["private"] !== true && "version" in data && fields.some((field) => field in data);
}

/**
 * Whether a package makes an application of its own rather than something for applications of others: something is
 * constructed, and a package that has its framework only for its tests, or that is published, is itself started as well.
 */
export function makesApplication(
  project: ProjectReader,
  {
    manifest,
    signals,
    framework,
  }: { readonly manifest: Manifest; readonly signals: Signals; readonly framework: string },
): boolean {
  if (signals.constructions.length === 0) {
    return false;
  }
  const kind = manifest.dependencies.get(framework)?.kind;
  const onlyForOthers = kind === "peerDependencies" || kind === "devDependencies";
  if (!onlyForOthers && !isPublished(manifest)) {
    return true;
  }
  if (kind === "devDependencies" && signals.listens.length > 0 && isBundledProgram(manifest)) {
    return true;
  }
  const telling = new Set([...signals.listens, ...signals.constructions].map((place) => place.file));
  return startedToServe(project, manifest).some((file) => !onlyForOthers || telling.has(file));
}

/** Whether what a bundler makes of a package is started, and nothing of it can be imported: it needs no dependency then. */
function isBundledProgram({ file, scripts }: Manifest): boolean {
  const data = asObject(file.value);
  const importable = data["private"] !== true && ["main", "module", "exports", "types", "typings"].some((field) => field in data);
  return !importable && [...servingScripts].some((name) => runsBuilt.test(scripts[name] ?? ""));
}

/** The files that a start script, a container or a Procfile starts; what people start at work may be a stand-in. */
function startedToServe(project: ProjectReader, manifest: Manifest): string[] {
  return startedFiles(project, manifest)
    .filter(({ script = null }) => script === null || servingScripts.has(script))
    .map(({ file }) => file);
}

const servingScripts = new Set(["start", "start:prod", "prod", "production"]);

const frontends = [
  "@angular/core",
  "react-dom",
  "vue",
  "svelte",
  "next",
  "nuxt",
  "preact",
  "solid-js",
  "astro",
  "@remix-run/react",
  "gatsby",
];

/** Whether a package is written for browsers, so that a server in it may do no more than deliver pages. */
export function isFrontend(manifest: Manifest | null): boolean {
  return frontends.some((name) => manifest?.dependencies.has(name) === true);
}
