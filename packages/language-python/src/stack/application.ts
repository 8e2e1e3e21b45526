import { rememberByKey } from "@backwright/core";
import type { Command, Detection, Evidence, ProjectReader } from "@backwright/core";
import { applicationSources } from "../app-files.ts";
import { findDependency, readManifest } from "../manifest/read.ts";
import { ownersOf, versionOf } from "../owners.ts";
import { detectPackageManager } from "../package-manager.ts";
import type { ListenCall } from "../routes/builder.ts";
import { lineAt } from "../syntax.ts";
import type { Entry } from "./choose-entry.ts";
import { hasOne } from "../text/words.ts";
import { writtenStarts } from "./entry.ts";
import { findImport, isImportOf, moduleImports } from "./imports.ts";
import { rankPorts } from "./ports.ts";
import { readStack } from "./read.ts";
import { consoleNames } from "./scripts.ts";
import type { TextRule } from "./text-rules.ts";

/** How applications of a framework are told from the code. */
export interface FrameworkSigns {
  readonly name: string;
  /** As a manifest declares it, the framework itself first; a package of such a name is no application. */
  readonly packages: readonly [string, ...string[]];
  /** The modules that an application imports. */
  readonly modules: readonly string[];
  /** The call that makes an application. */
  readonly construction: RegExp;
  /** Of these words, every text with such a call has one. */
  readonly words: readonly string[];
}

interface Place {
  readonly file: string;
  readonly line: number;
}

/** The folders of the applications of a framework. */
export function findApplications(project: ProjectReader, signs: FrameworkSigns): string[] {
  const places = constructionsIn(project, applicationSources(project, "."), signs);
  return ownersOf(
    project,
    places.map(({ file }) => file),
    signs.packages,
  ).filter((dir) => !signs.packages.includes(readManifest(project, dir)?.name ?? ""));
}

/** Where the code makes applications. */
function constructionsIn(project: ProjectReader, files: readonly string[], signs: FrameworkSigns): Place[] {
  const find = finders.get(signs) ?? constructionFinder(signs);
  finders.set(signs, find);
  return files.flatMap((file) => find(project, file) ?? []);
}

type ConstructionFinder = (project: ProjectReader, file: string) => Place | null;

const finders = new WeakMap<FrameworkSigns, ConstructionFinder>();

function constructionFinder({ words, construction }: FrameworkSigns): ConstructionFinder {
  return rememberByKey((project, file) => {
    const text = project.read(file) ?? "";
    const match = hasOne(text, words) ? construction.exec(text) : null;
    return match === null ? null : { file, line: lineAt(text, match.index + match[0].search(/\S/)) };
  });
}

export interface ApplicationRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly signs: FrameworkSigns;
  /** Where the code makes a server listen. */
  readonly listens: readonly ListenCall[];
  /** Whether it is an application, and not only what one is made of. */
  readonly made: boolean;
  /** Whether the code registers routes; only asked where something else is served beside. */
  routed(): boolean;
  readonly entry: Entry | null;
  readonly start: Command | null;
  /** Variables that set the port of the framework's own server, as alternatives of a pattern. */
  readonly portVariables: string;
  readonly defaultPort: number;
  readonly textRules?: readonly TextRule[];
  /** What the framework itself validates with. */
  readonly validation?: string;
}

/** One application of a framework with all that its code and manifests say; `null` where nothing imports the framework. */
export function describeApplication(request: ApplicationRequest): Detection | null {
  const { project, dir, signs, listens, entry, start } = request;
  const sources = applicationSources(project, dir);
  const constructions = constructionsIn(project, sources, signs);
  const [construction] = constructions;
  const telling = construction === undefined ? sources : [construction.file, ...sources];
  const all = moduleImports(project, telling);
  const imported = findImport(all, signs.modules);
  if (imported === null || construction === undefined) {
    return null;
  }
  const { evidence: stackEvidence, ...stack } = readStack({
    project,
    dir,
    files: sources,
    ...(request.textRules === undefined ? {} : { textRules: request.textRules }),
  });
  const declared = findDependency(project, dir, signs.packages);
  // What people have to ask for is a part of the program that they install, and not what the program is.
  if (declared?.dev === true && declared.file.endsWith(".toml") && consoleNames(project, dir).length > 0) {
    return null;
  }
  const own = request.validation;
  const rest = stack.apiStyles.length === 0 || request.routed();
  const [written = null] = writtenStarts(project, dir);
  const framework = { field: "framework", value: signs.name };
  const signals: Evidence[] = [
    ...(declared === null ? [] : [{ ...framework, file: declared.file, line: declared.line, rule: "dependency" }]),
    { ...framework, file: imported.file, line: imported.line, rule: "import" },
    { ...framework, ...construction, rule: "construction" },
    ...entryEvidence(entry),
  ];
  return {
    dir,
    language: "python",
    framework: { name: signs.name, version: versionOf(project, dir, signs.packages[0]) },
    packageManager: detectPackageManager(project, dir).name,
    ...stack,
    validation: stack.validation.length === 0 && own !== undefined ? [own] : stack.validation,
    apiStyles: [...new Set([...(rest ? ["rest"] : []), ...stack.apiStyles])].sort(),
    entry: entry === null ? null : `${entry.file}:${entry.variable}`,
    ports: rankPorts({
      project,
      dir,
      listens,
      start,
      written,
      variable: request.portVariables,
      fallback: request.defaultPort,
    }),
    confidence: confidenceOf([
      [true, 0.5],
      [declared !== null, 0.3],
      [request.made, 0.1],
      [entry?.written === true || listens.length > 0 || start?.argv.includes("runserver") === true, 0.09],
      // Of two frameworks in one folder, the one that more of the code is written with is the application's.
      [
        true,
        Math.min(9, new Set(all.filter((item) => isImportOf(item, signs.modules)).map(({ file }) => file)).size) / 1000,
      ],
      // Of two applications of one folder, the one further below is the smaller.
      [true, -0.01 * Math.min(5, ...constructions.map(({ file }) => depthIn(file, dir)))],
    ]),
    evidence: [...signals, ...stackEvidence],
  };
}

function depthIn(file: string, dir: string): number {
  return file.split("/").length - 1 - (dir === "." ? 0 : dir.split("/").length);
}

function entryEvidence(entry: Entry | null): Evidence[] {
  if (entry === null) {
    return [];
  }
  const { file, line, module, variable, written } = entry;
  return [{ field: "entry", value: `${module}:${variable}`, file, line, rule: written ? "started" : "variable" }];
}

function confidenceOf(parts: readonly (readonly [boolean, number])[]): number {
  return Math.round(parts.reduce((sum, [holds, weight]) => sum + (holds ? weight : 0), 0) * 1000) / 1000;
}
