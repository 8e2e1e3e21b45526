import type { ProjectReader } from "@backwright/core";
import { findManifests, joinPath } from "../manifest.ts";
import type { Manifest } from "../manifest.ts";
import { asObject } from "../json.ts";
import { calledFrom, startedFiles } from "../stack/entry.ts";
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
  if (signals.listens.length > 0 && !(onlyForOthers && isImportable(manifest)) && startsBuilt(project, manifest)) {
    return true;
  }
  const telling = new Set([...signals.listens, ...signals.constructions].map((place) => place.file));
  return startedToServe(project, manifest).some((file) => !onlyForOthers || telling.has(file));
}

/** Whether others can import something of a package; what is only started may be bundled, and needs no dependency then. */
function isImportable({ file }: Manifest): boolean {
  const data = asObject(file.value);
  return data["private"] !== true && ["main", "module", "exports", "types", "typings"].some((field) => field in data);
}

/** Whether a script serves what a build writes, which no source file tells by its place. */
function startsBuilt(project: ProjectReader, { dir, scripts }: Manifest): boolean {
  return [...servingScripts].some((name) =>
    calledFrom(scripts[name] ?? "").some((path) => /\.[cm]?js$|\//.test(path) && !project.has(joinPath(dir, path))),
  );
}

/** The files that a start script, a container or a Procfile starts; what people start at work may be a stand-in. */
function startedToServe(project: ProjectReader, manifest: Manifest): string[] {
  return startedFiles(project, manifest)
    .filter(({ script = null }) => script === null || servingScripts.has(script))
    .map(({ file }) => file);
}

const servingScripts = new Set([
  "start",
  "start:prod",
  "prod",
  "production",
  "start-server",
  "start:server",
  "server:start",
]);

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
