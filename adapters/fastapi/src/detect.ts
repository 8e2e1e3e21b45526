import type { Detection, Evidence, ProjectReader } from "@backwright/core";
import {
  applicationSources,
  detectPackageManager,
  findDependency,
  findImport,
  moduleImports,
  ownersOf,
  rankPorts,
  readStack,
  readManifest,
  versionOf,
  writtenStarts,
} from "@backwright/language-python";
import type { ModuleImport } from "@backwright/language-python";
import { chooseEntry } from "./entry.ts";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { startCommand } from "./start.ts";

/** Packages that are FastAPI or build on it for others to use. */
const frameworks = new Set(["fastapi", "fastapi-slim"]);

/** Every folder with a manifest, or the root, whose code makes a FastAPI application. */
export function detect(project: ProjectReader): Detection[] {
  const sources = applicationSources(project, ".");
  const constructions = constructionsIn(project, sources);
  return ownersOf(
    project,
    constructions.map(({ file }) => file),
    [...frameworks],
  )
    .flatMap((dir) => detectIn(project, dir) ?? [])
    .sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

interface Place {
  readonly file: string;
  readonly line: number;
}

function constructionsIn(project: ProjectReader, files: readonly string[]): Place[] {
  return files.flatMap((file) => {
    const text = project.read(file) ?? "";
    if (!/\bfastapi\b/i.test(text)) {
      return [];
    }
    const index = text.search(/(?<!class\s)\b(?:\w*FastAPI|Cadwyn)\s*\(\s*(?!.*\):\s*$)/m);
    return index === -1 ? [] : [{ file, line: text.slice(0, index).split("\n").length }];
  });
}

function detectIn(project: ProjectReader, dir: string): Detection | null {
  const manifest = readManifest(project, dir);
  const sources = applicationSources(project, dir);
  const [construction] = constructionsIn(project, sources);
  const telling = construction === undefined ? sources : [construction.file, ...sources];
  const imported = findImport(moduleImports(project, telling), ["fastapi"]);
  if (imported === null || construction === undefined || frameworks.has(manifest?.name ?? "")) {
    return null;
  }
  const declared = findDependency(project, dir, ["fastapi", "fastapi-slim"]);
  const files = applicationFiles(project, dir);
  const { builder } = readApplication(project, files);
  const entry = chooseEntry(project, dir);
  const { evidence: stackEvidence, ...stack } = readStack({ project, dir, files: sources });
  const validation = stack.validation.length === 0 ? ["pydantic"] : stack.validation;
  const rest = builder.hasRoutes() || stack.apiStyles.length === 0;
  const start = startCommand(project, dir);
  const [written = null] = writtenStarts(project, dir);
  return {
    dir,
    language: "python",
    framework: { name: "fastapi", version: versionOf(project, dir, "fastapi") },
    packageManager: detectPackageManager(project, dir).name,
    ...stack,
    validation,
    apiStyles: [...new Set([...(rest ? ["rest"] : []), ...stack.apiStyles])].sort(),
    entry: entry === null ? null : `${entry.file}:${entry.variable}`,
    ports: rankPorts({
      project,
      dir,
      listens: builder.listens,
      start,
      written,
      variable: "UVICORN_PORT|PORT|APP_PORT|API_PORT|SERVER_PORT",
      fallback: 8000,
    }),
    confidence: confidenceOf(
      declared !== null,
      builder.applications.size > 0,
      entry?.written === true || builder.listens.length > 0,
    ),
    evidence: [...signals(imported, construction, declared, entry), ...stackEvidence],
  };
}

function signals(
  imported: ModuleImport,
  construction: Place,
  declared: Place | null,
  entry: ReturnType<typeof chooseEntry>,
): Evidence[] {
  const framework = { field: "framework", value: "fastapi" };
  return [
    ...(declared === null ? [] : [{ ...framework, file: declared.file, line: declared.line, rule: "dependency" }]),
    { ...framework, file: imported.file, line: imported.line, rule: "import" },
    { ...framework, ...construction, rule: "construction" },
    ...(entry === null
      ? []
      : [
          {
            field: "entry",
            value: `${entry.module}:${entry.variable}`,
            file: entry.file,
            line: entry.line,
            rule: entry.written ? "started" : "variable",
          },
        ]),
  ];
}

function confidenceOf(declared: boolean, made: boolean, started: boolean): number {
  return Math.round((0.5 + (declared ? 0.3 : 0) + (made ? 0.1 : 0) + (started ? 0.09 : 0)) * 100) / 100;
}
