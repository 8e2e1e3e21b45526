import type { Route } from "../understanding/schema.ts";
import type { RouteLeaf, RouterEntry, RouterGraph, RouterNode } from "./graph.ts";

export interface FlattenOptions {
  /** Whether a guard of this name lets only callers with an account pass. */
  readonly authenticates: (guard: string) => boolean;
  /** Routers that serve requests by themselves: applications. A router that nothing mounts and that is none is less sure. */
  readonly applications: ReadonlySet<string>;
  /** For frameworks to which `/notes` and `/notes/` are two paths. */
  readonly keepTrailingSlash?: boolean;
}

interface Above {
  readonly prefix: string;
  /** Whether the prefix was written with a slash at its end. */
  readonly slash: boolean;
  readonly guards: readonly string[];
  readonly confidence: number;
  readonly trail: readonly string[];
}

const orphan = 0.5;

/** Every route of the graph with its full path and all guards before it, in the order of the code, each once. */
export function flattenRoutes(graph: RouterGraph, options: FlattenOptions): Route[] {
  const mounted = new Set<string>();
  for (const router of graph.routers.values()) {
    for (const entry of router.entries) {
      if (entry.kind === "mount" && entry.router !== router.id) {
        mounted.add(entry.router);
      }
    }
  }
  const roots = [...graph.routers.values()].filter((router) => !mounted.has(router.id));
  const routes = roots.flatMap((router) => {
    const confidence = options.applications.has(router.id) ? 1 : orphan;
    return walk(graph, router, { prefix: "", slash: false, guards: [], confidence, trail: [] }, options);
  });
  return unique(routes);
}

/** Joins path parts as routers do: one slash between them, none at the end but for the root. */
export function joinRoutePath(...parts: readonly string[]): string {
  const joined = `/${parts.join("/")}`.replace(/\/{2,}/g, "/");
  return joined.length > 1 && joined.endsWith("/") ? joined.slice(0, -1) : joined;
}

function walk(graph: RouterGraph, router: RouterNode, above: Above, options: FlattenOptions): Route[] {
  if (above.trail.includes(router.id) || above.trail.length > 30) {
    return [];
  }
  const trail = [...above.trail, router.id];
  const standing: { prefix: string; guards: readonly string[] }[] = [];
  function guardsFor(path: string, entry: RouterEntry): string[] {
    const before = standing.filter(({ prefix }) => prefix === "/" || path === prefix || path.startsWith(`${prefix}/`));
    return [...above.guards, ...before.flatMap((guard) => guard.guards), ...entry.guards];
  }
  return router.entries.flatMap((entry): Route[] => {
    switch (entry.kind) {
      case "guard":
        standing.push({ prefix: joinRoutePath(above.prefix, entry.prefix), guards: entry.guards });
        return [];
      case "route": {
        const joined = joinRoutePath(above.prefix, entry.path);
        const slash = options.keepTrailingSlash === true && joined !== "/" && endsWithSlash(above, entry.path);
        const path = slash ? `${joined}/` : joined;
        return [toRoute(entry, path, guardsFor(path, entry), above.confidence * entry.confidence, options)];
      }
      case "mount": {
        const target = graph.routers.get(entry.router);
        const prefix = joinRoutePath(above.prefix, entry.prefix);
        const next = {
          prefix,
          slash: endsWithSlash(above, entry.prefix),
          guards: guardsFor(prefix, entry),
          confidence: above.confidence * entry.confidence,
          trail,
        };
        return target === undefined ? [] : walk(graph, target, next, options);
      }
    }
  });
}

function endsWithSlash(above: Above, path: string): boolean {
  return path === "" ? above.slash : path.endsWith("/");
}

function toRoute(
  leaf: RouteLeaf,
  path: string,
  names: readonly string[],
  confidence: number,
  options: FlattenOptions,
): Route {
  const guards = [...new Set(names)];
  const { method, handler, file, line, view } = leaf;
  const authenticated = guards.some((guard) => options.authenticates(guard));
  const rounded = Math.round(confidence * 100) / 100;
  const route = { method, path, handler, guards, authenticated, file, line, confidence: rounded };
  return view === undefined ? route : { ...route, view };
}

/**
 * The first registration answers; a later one of the same method and path never runs unless the first passes on. What
 * stands under a prefix that is not known is the same only where it is written in the same place.
 */
function unique(routes: readonly Route[]): Route[] {
  const sure = new Set(routes.filter(({ confidence }) => confidence > orphan).map(written));
  const seen = new Set<string>();
  return routes.filter((route) => {
    const isSure = route.confidence > orphan;
    const key = isSure ? `${route.method} ${route.path}` : written(route);
    if (seen.has(key) || (!isSure && sure.has(key))) return false;
    seen.add(key);
    return true;
  });
}

function written({ method, path, file, line }: Route): string {
  return `${method} ${path} ${file}:${line}`;
}
