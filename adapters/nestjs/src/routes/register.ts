import { joinRoutePath } from "@backwright/core";
import { isCatchAll, readPaths } from "@backwright/language-node";
import type { RoutePath, Value } from "@backwright/language-node";
import type { Controller, Endpoint } from "./controllers.ts";
import { keyOf, placeOf } from "./context.ts";
import type { Context, Guard, NestApplication } from "./context.ts";
import { authenticates } from "./guards.ts";
import { matches } from "./matching.ts";

/** Where a controller's routes are added, and what stands before their paths. */
export interface Registration {
  readonly router: string;
  /** `null` where no application is in sight. */
  readonly application: NestApplication | null;
  readonly modulePath: string;
  readonly guards: readonly Guard[];
}

/** Adds the routes of a controller under prefix, version, module path and its own path, in this order. */
export function registerController(context: Context, controller: Controller, at: Registration): void {
  const place = placeOf(controller.value);
  const paths = controller.path === null ? [{ path: "", confidence: 1 }] : pathsOf(controller.path);
  if (paths === null) {
    context.builder.unresolved.push({
      what: `controller with a path that is not known: ${nameOf(controller)}`,
      ...place,
    });
    return;
  }
  const router = context.builder.add(place);
  context.builder.entries(at.router).push({ kind: "mount", prefix: "", guards: [], router, ...place, confidence: 1 });
  for (const endpoint of controller.endpoints) {
    const below = pathsOf(endpoint.path);
    if (below === null) {
      const what = `route with a path that is not known: ${nameOf(controller)}.${endpoint.name}`;
      context.builder.unresolved.push({ what, file: endpoint.file, line: endpoint.line });
      continue;
    }
    for (const version of versionsOf(endpoint.version ?? controller.version, at.application)) {
      for (const start of paths) {
        for (const end of below) {
          addRoute(context, { controller, endpoint, at, version, start, end, router });
        }
      }
    }
  }
}

interface Addition {
  readonly controller: Controller;
  readonly endpoint: Endpoint;
  readonly at: Registration;
  readonly version: string;
  readonly start: RoutePath;
  readonly end: RoutePath;
  readonly router: string;
}

function addRoute(context: Context, { controller, endpoint, at, version, start, end, router }: Addition): void {
  const path = joinRoutePath(version, at.modulePath, start.path, end.path);
  const prefix = at.application?.prefix ?? null;
  const { file, line } = endpoint;
  for (const method of endpoint.methods.length > 1 && isCatchAll(end.path) ? ["ALL"] : endpoint.methods) {
    const route = { method, path };
    const excluded = at.application?.excluded.some((match) => matches(match, route)) === true;
    const known = prefix?.kind === "text" ? prefix.text : "";
    context.builder.entries(router).push({
      kind: "route",
      method,
      path: excluded ? path : joinRoutePath(known, path),
      handler: `${nameOf(controller)}.${endpoint.name}`,
      guards: [...middlewareOf(context, controller, route), ...guardsOf(controller, endpoint, at)],
      file,
      line,
      confidence: start.confidence * end.confidence * (excluded ? 1 : confidenceOf(prefix)) * 0.98,
    });
  }
}

/** A prefix that cannot be known makes every path unsure, one from the environment a little. */
function confidenceOf(prefix: Value | null): number {
  return prefix === null ? 1 : prefix.kind !== "text" ? 0.5 : prefix.env === null ? 1 : 0.9;
}

/** A mark that opens a route takes the guards away that heed it. */
function guardsOf(controller: Controller, endpoint: Endpoint, at: Registration): string[] {
  const open = endpoint.open || (controller.open && endpoint.guards.length === 0);
  const standing = [...at.guards, ...controller.guards];
  const kept = open ? standing.filter(({ name, heedsMarks }) => !heedsMarks || !authenticates(name)) : standing;
  return [...kept, ...endpoint.guards].map(({ name }) => name);
}

function middlewareOf(context: Context, { value }: Controller, route: { path: string; method: string }): string[] {
  return context.middleware
    .filter(
      ({ routes, controllers, excluded }) =>
        (routes.some((match) => matches(match, route)) || controllers.some((other) => keyOf(other) === keyOf(value))) &&
        !excluded.some((match) => matches(match, route)),
    )
    .flatMap(({ names }) => names);
}

/** The parts of a path that the versions give; without versioning in the path, nothing. */
function versionsOf(version: Value | null, application: NestApplication | null): string[] {
  const versioning = application === null ? { inPath: true, prefix: "v", standard: null } : application.versioning;
  const wanted = version ?? versioning?.standard ?? null;
  if (versioning === null || !versioning.inPath || wanted === null) {
    return [""];
  }
  const items = wanted.kind === "list" ? wanted.items : [wanted];
  const named = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
  return named.length === 0
    ? [""]
    : named.map((name) => (name === "VERSION_NEUTRAL" ? "" : `/${versioning.prefix}${name}`));
}

function pathsOf(value: Value): RoutePath[] | null {
  const paths = readPaths(value);
  // `*path` and `{*path}` are wildcards with a name.
  return paths?.map(({ path, confidence }) => ({ path: path.replace(/\*\w+/g, "*"), confidence })) ?? null;
}

function nameOf({ value }: Controller): string {
  return value.node.field("name")?.text() ?? "(unnamed)";
}
