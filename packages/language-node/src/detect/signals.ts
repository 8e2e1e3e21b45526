import { rememberByKey } from "@backwright/core";
import type { Evidence, ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { lineAt } from "../json.ts";
import type { Place } from "../routes/builder.ts";
import { packageImports } from "../stack/package-imports.ts";
import { sharedPackages } from "../stack/shared-packages.ts";

/** What in the code itself speaks for an application of a framework. */
export interface Signals {
  readonly imports: readonly Place[];
  /** Where an application, or a router, is made. */
  readonly constructions: readonly Place[];
  readonly listens: readonly Place[];
  /** The first of each kind. */
  readonly evidence: readonly Evidence[];
}

export interface SignalRequest {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  /** As the evidence names it: `fastify`. */
  readonly framework: string;
  /** Whether importing a package speaks for the framework. */
  readonly speaks: (name: string) => boolean;
  /** The constructions in a file that imports one of the packages. */
  readonly constructions: (file: string, text: string) => readonly Place[];
}

/** Reads source files for the signs of a framework; the files that listen are those where a server or application does. */
export function findSignals({ project, files, framework, speaks, constructions }: SignalRequest): Signals {
  const imports = packageImports(project, files).filter((entry) => speaks(entry.package));
  const importing = [...new Set(imports.map(({ file }) => file))];
  const made = importing.flatMap((file) => constructions(file, project.read(file) ?? ""));
  const listens = files.flatMap((file) => listensIn(project, file));
  function first(rule: string, [place]: readonly Place[]): Evidence[] {
    return place === undefined
      ? []
      : [{ field: "framework", value: framework, file: place.file, line: place.line, rule }];
  }
  return {
    imports,
    constructions: made,
    listens,
    evidence: [...first("import", imports), ...first("construction", made), ...first("listen", listens)],
  };
}

export interface SharedRequest {
  readonly dir: string;
  readonly sources: readonly string[];
  /** The signs in other files. */
  readonly read: (files: readonly string[]) => Signals;
}

/** Where code listens and makes no application itself, the signs of packages of the repository that it imports as well. */
export function withShared(project: ProjectReader, own: Signals, { dir, sources, read }: SharedRequest): Signals {
  if (own.listens.length === 0 || own.constructions.length > 0) {
    return own;
  }
  const files = sharedPackages(project, dir, sources).flatMap((manifest) => applicationSources(project, manifest.dir));
  if (files.length === 0) {
    return own;
  }
  const shared = read(files);
  return {
    imports: [...own.imports, ...shared.imports],
    constructions: shared.constructions,
    listens: own.listens,
    evidence: [...own.evidence, ...shared.evidence.filter(({ rule }) => rule === "construction")],
  };
}

/** Every place of a file where a pattern is found. */
export function placesOf(file: string, text: string, pattern: RegExp): Place[] {
  return [...text.matchAll(pattern)].map(({ index }) => ({ file, line: lineAt(text, index) }));
}

const bindings =
  /(?:import\s+(?!type\b)(?:\*\s+as\s+)?(\w+)[^;'"]*\bfrom|(?:const|let|var)\s+(\w+)\s*(?::[^=]+)?=\s*require\s*\(|import\s+(\w+)\s*=\s*require\s*\()\s*["']([^"']+)["']/g;

/** Calls of what a file imports from a package as a whole: `express()`, `Fastify({ … })`, `require("fastify")({ … })`. */
export function callsOfPackage(file: string, text: string, name: string): Place[] {
  if (!text.includes(`"${name}"`) && !text.includes(`'${name}'`)) {
    return [];
  }
  const bound = [...text.matchAll(bindings)].find((match) => match[4] === name);
  const local = bound?.[1] ?? bound?.[2] ?? bound?.[3];
  const atOnce = new RegExp(`require\\s*\\(\\s*["']${name}["']\\s*\\)\\s*\\(`, "g");
  const called = local === undefined ? [] : [new RegExp(`(?<![\\w.])${local}\\s*(?:<[^>()]*>)?\\(`, "g")];
  return [atOnce, ...called].flatMap((pattern) => placesOf(file, text, pattern));
}

/** `app.listen(`, `server.listen(`, `createApp().listen(`; other things listen too, so the name has to fit. */
export const listensIn: (project: ProjectReader, file: string) => readonly Place[] = rememberByKey(
  (project, file): readonly Place[] => {
    const text = project.read(file) ?? "";
    return text.includes(".listen")
      ? placesOf(file, text, /(?:\b\w*(?:app|server|http|express|fastify|api|instance)\w*|\))\s*\.listen\s*\(/gi)
      : [];
  },
);
