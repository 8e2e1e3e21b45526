import type { DetectRequest, Detection, Evidence, ProjectReader } from "@backwright/core";
import {
  applicationFiles,
  goModules,
  goPackages,
  importsOf,
  plainImport,
  rankPorts,
  readStack,
} from "@backwright/language-go";
import type { GoModule } from "@backwright/language-go";
import type { ListenCall } from "./routes/builder.ts";
import { chooseFramework, isForeign, packagesOf, servesBeside } from "./frameworks.ts";
import { readModuleRoutes } from "./routes/read.ts";
import type { Reading } from "./routes/read.ts";

/** Every module, or the root where there is none, whose code serves requests; the surest first. */
export function detect(project: ProjectReader, { named }: DetectRequest = { named: false }): Detection[] {
  const modules = goModules(project);
  const dirs = modules.length > 0 ? modules.map(({ dir }) => dir) : goPackages(project).size > 0 ? ["."] : [];
  return dirs
    .flatMap(
      (dir) => detectIn(project, { dir, module: modules.find((module) => module.dir === dir) ?? null, named }) ?? [],
    )
    .sort((a, b) => b.confidence - a.confidence || a.dir.length - b.dir.length);
}

interface ModuleRequest extends DetectRequest {
  readonly dir: string;
  readonly module: GoModule | null;
}

function detectIn(project: ProjectReader, { dir, module, named }: ModuleRequest): Detection | null {
  const files = applicationFiles(project, dir);
  if (files.length === 0 || isFrameworkItself(module)) {
    return null;
  }
  const reading = readModuleRoutes(project, dir);
  const framework = chooseFramework(reading, files);
  if (framework === null || (!named && isForeign(reading, framework, files))) {
    return null;
  }
  const program = reading.programs[0] ?? null;
  const signals = signalsOf({ project, files, module, framework, reading });
  const { evidence, ...stack } = readStack({ project, files });
  const kept = [stack.databases, stack.auth, stack.apiStyles].some((values) => values.length > 0);
  if (!named && !kept && servesBeside(reading, framework, files)) {
    return null;
  }
  const served = servedBy(reading, stack.apiStyles.includes("graphql"));
  const apiStyles = new Set(stack.apiStyles);
  for (const style of served.styles) {
    apiStyles.add(style);
  }
  if (apiStyles.size === 0) {
    // A framework whose routes are registered in ways that are not followed.
    apiStyles.add("rest");
  }
  return {
    dir,
    language: "go",
    framework: { name: framework, version: versionOf(module, framework) },
    packageManager: "go-modules",
    ...stack,
    apiStyles: [...apiStyles].sort(),
    entry: program?.file ?? null,
    ports: rankPorts({ project, dir, listens: served.listens, files, entry: program?.file ?? null }),
    confidence: confidenceOf(signals, program !== null),
    evidence: [
      ...signals,
      ...evidence,
      ...(program === null
        ? []
        : [{ field: "entry", value: program.file, file: program.file, line: program.line, rule: "main" }]),
    ],
  };
}

/** Where graphs are asked and tried out, and the files of a frontend beside them. */
const graphs =
  /^(?:\/api|\/v\d+)*\/(?:graphql|query|gql|graphiql|playground|altair)?\/?$|\.(?:html|json|js|css|ico|png|svg|txt|xml|webmanifest)$|^\/(?:static|assets|public)\//;

/** Where the program listens, and in what ways all programs of the module are called. */
function servedBy({ builder, programs }: Reading, graphql = false): { listens: ListenCall[]; styles: string[] } {
  const program = programs[0]?.file ?? null;
  const { services } = builder;
  // Beside remote procedures, what only tells how the program does is no API.
  const routed =
    builder.serves(null, graphql ? graphs : undefined) ||
    (!graphql &&
      services.length === 0 &&
      [...builder.counts(null)].some(([name, count]) => name !== "grpc" && count > 0));
  return {
    listens: builder.listens
      .filter((listen) => builder.belongs(listen, program))
      .map((listen) => ({ ...listen, aside: builder.isAside(listen) })),
    styles: [
      ...(routed || services.some(({ by }) => by === "gateway") ? ["rest"] : []),
      ...(services.some(({ by }) => by !== "gateway") ? ["grpc"] : []),
    ],
  };
}

/** A framework tries itself in its own code. */
function isFrameworkItself(module: GoModule | null): boolean {
  return module !== null && packagesOf(null).some((path) => plainImport(module.path) === path);
}

interface SignalRequest {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  readonly module: GoModule | null;
  readonly framework: string;
  readonly reading: Reading;
}

/** What speaks for the framework: the requirement, the import, the construction and the call that listens. */
function signalsOf({ project, files, module, framework, reading }: SignalRequest): Evidence[] {
  const packages = packagesOf(framework);
  function concerns(path: string): boolean {
    return packages.some((name) => plainImport(path) === name || name.startsWith(`${plainImport(path)}/`));
  }
  const required = module?.requires.find(({ path }) => concerns(path));
  const imported = files
    .flatMap((file) => importsOf(project, file).map(({ path, line }) => ({ path, file, line })))
    .find(({ path }) => concerns(path));
  const { applications, servers } = reading.builder;
  const made =
    framework === "grpc"
      ? servers[0]
      : [...applications.values()].find((state) => state.dialect.framework === framework && state.file !== ".");
  const [listen] = servedBy(reading).listens;
  const base = { field: "framework", value: framework };
  return [
    ...(module === null || required === undefined
      ? []
      : [{ ...base, file: module.file, line: required.line, rule: "dependency" }]),
    ...(imported === undefined ? [] : [{ ...base, file: imported.file, line: imported.line, rule: "import" }]),
    ...(made === undefined ? [] : [{ ...base, file: made.file, line: made.line, rule: "construction" }]),
    ...(listen === undefined ? [] : [{ ...base, file: listen.file, line: listen.line, rule: "listen" }]),
  ];
}

function versionOf(module: GoModule | null, framework: string): string | null {
  if (framework === "net/http") {
    return module?.go ?? null;
  }
  const packages = packagesOf(framework);
  const required = module?.requires.find(({ path }) =>
    packages.some((name) => plainImport(path) === name || name.startsWith(`${plainImport(path)}/`)),
  );
  return required?.version.replace(/^v/, "").replace(/\+incompatible$/, "") ?? null;
}

function confidenceOf(signals: readonly Evidence[], program: boolean): number {
  const rules = new Set(signals.map(({ rule }) => rule));
  const parts = [
    [rules.has("import"), 0.3],
    [rules.has("construction"), 0.3],
    [rules.has("listen"), 0.15],
    [rules.has("dependency"), 0.1],
    [program, 0.14],
  ] as const;
  return Math.round(parts.reduce((sum, [holds, weight]) => sum + (holds ? weight : 0), 0) * 100) / 100;
}
