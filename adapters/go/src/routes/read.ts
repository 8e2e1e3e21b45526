import type { ProjectReader } from "@backwright/core";
import {
  createInterpreter,
  declarationsOf,
  goPackages,
  isInside,
  isReached,
  parameters,
} from "@backwright/language-go";
import type { DeclaredFunction, FunctionValue, GoPackage, Parameter } from "@backwright/language-go";
import { parametersOf, plainImport } from "@backwright/language-go";
import { createGraphBuilder } from "./builder.ts";
import type { GraphBuilder } from "./builder.ts";
import { dialects } from "./dialects.ts";
import { routingHost } from "./host.ts";
import { addProcedures } from "./procedures.ts";

export interface Program {
  readonly package: GoPackage;
  /** The file with `func main`. */
  readonly file: string;
  readonly line: number;
  /** What it registered beside those before it. */
  readonly routes: number;
}

export interface Reading {
  readonly builder: GraphBuilder;
  /** The programs of the module, the one that registers most first. */
  readonly programs: readonly Program[];
  /** False where the code was more than could be followed. */
  readonly complete: boolean;
}

const readings = new WeakMap<ProjectReader, Map<string, Reading>>();

/** Follows the programs of the module in a folder, once for a project. */
export function readModuleRoutes(project: ProjectReader, dir: string): Reading {
  const known = readings.get(project) ?? new Map<string, Reading>();
  readings.set(project, known);
  const reading = known.get(dir) ?? follow(project, dir);
  known.set(dir, reading);
  return reading;
}

/**
 * Follows each program from `main`, then what was handed to packages of others, and at last the functions that take or
 * make a router and that nothing in sight calls.
 */
function follow(project: ProjectReader, dir: string): Reading {
  const builder = createGraphBuilder(project);
  const interpreter = createInterpreter({ project, host: routingHost(builder) });
  const own = [...goPackages(project).values()].filter((entry) => entry.dir === dir || isInside(`${entry.dir}/`, dir));
  const programs = own.flatMap((entry) => programOf(project, entry)).sort(byPlace);
  const counted = programs.map((program) => {
    const before = total(builder);
    interpreter.runMain(program.package);
    interpreter.runEscaped(isNoHandler);
    builder.endProgram(program.file);
    return { ...program, routes: total(builder) - before };
  });
  const dirs = new Set(own.map((entry) => entry.dir));
  const serving = counted.some(({ routes }) => routes > 0);
  for (const declared of interpreter.unused()) {
    const likely = dirs.has(declared.scope.package.dir) && (takesRouter(declared) || makesRouter(declared));
    // Beside a program that does serve, an application that nothing leads to is left over from before.
    if (likely && (!serving || takesRouter(declared) || isReached(project, declared.scope.path, declared.line))) {
      interpreter.run(declared);
    }
  }
  interpreter.runEscaped(isNoHandler);
  const ranked = counted.sort((a, b) => b.routes - a.routes || byPlace(a, b));
  addProcedures(builder, ranked[0]?.file ?? null);
  return { builder, programs: ranked, complete: !interpreter.exhausted() };
}

function total(builder: GraphBuilder): number {
  const routes = [...builder.counts(null).values()].reduce((sum, count) => sum + count, 0);
  return routes + builder.services.length;
}

function programOf(project: ProjectReader, entry: GoPackage): Program[] {
  if (entry.name !== "main") {
    return [];
  }
  const main = declarationsOf(project, entry).functions.get("main");
  return main === undefined ? [] : [{ package: entry, file: main.scope.path, line: main.line, routes: 0 }];
}

const helpers = /(^|\/)(tools?|scripts?|hack|examples?|tests?|e2e|migrat\w*|seed\w*|gen\w*|docs?|bench\w*)(\/|$)/;
const servers = /(^|[/_-])(server|api|app|web|serve|http|backend|main)(d?)([/_-]|$)|d$/;

/** Programs by how likely they are the server, by their names alone. */
function byPlace(a: { package: GoPackage }, b: { package: GoPackage }): number {
  return rank(a.package.dir) - rank(b.package.dir) || a.package.dir.length - b.package.dir.length;
}

function rank(dir: string): number {
  return helpers.test(dir) ? 3 : dir === "." ? 0 : servers.test(dir) ? 1 : 2;
}

/** Handlers are run by requests, not at the start. */
function isNoHandler(callee: FunctionValue): boolean {
  return !parameters(callee).some(isRequest);
}

function isRequest({ type }: Parameter): boolean {
  return (
    type?.kind === "named" &&
    (/^(ResponseWriter|Ctx|RequestCtx|RequestContext)$/.test(type.name) ||
      (type.name === "Context" && plainImport(type.path) in dialects))
  );
}

const routerTypes = new RegExp(
  `\\b(?:${[...new Set(Object.values(dialects).flatMap(({ applications, parts }) => [...applications, ...parts]))].join("|")})\\b`,
);

function takesRouter(declared: DeclaredFunction): boolean {
  const [head = ""] = declared.text.split(/\{[ \t]*$/m, 1);
  if (!routerTypes.test(head) || !namesRouter(head, declared)) {
    return false;
  }
  return parametersOf(declared.node.field("parameters"), declared.scope).some(({ type }) => {
    const dialect = type?.kind === "named" ? dialects[plainImport(type.path)] : undefined;
    return (
      dialect !== undefined && type?.kind === "named" && [...dialect.applications, ...dialect.parts].includes(type.name)
    );
  });
}

/** Whether the text names a type of a router by the package that it comes from, which spares parsing it. */
function namesRouter(head: string, { scope }: DeclaredFunction): boolean {
  return [...head.matchAll(/(\w+)\s*\.\s*(\w+)/g)].some(([, alias = "", name = ""]) => {
    const dialect = dialects[plainImport(scope.imports.get(alias) ?? "")];
    return dialect !== undefined && [...dialect.applications, ...dialect.parts].includes(name);
  });
}

const makers =
  /\b(gin\.(New|Default)|echo\.New|fiber\.New|chi\.New(Router|Mux)|http\.NewServeMux|routegroup\.New|routing\.New|http\.Handle(Func)?|mux\.NewRouter|httprouter\.New|iris\.(New|Default)|server\.Default|grpc\.NewServer)\(/;
const registering =
  /\.(router|Router|mux|engine|echo|app|srv|server)\.(GET|POST|PUT|PATCH|DELETE|Get|Post|Put|Patch|Delete|Handle|HandleFunc|Group|Route|Mount)\(/;

function makesRouter({ text }: DeclaredFunction): boolean {
  const likely = ["New", "Default(", "http.Handle"].some((word) => text.includes(word));
  return (likely && makers.test(text)) || registering.test(text);
}
