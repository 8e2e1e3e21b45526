import type { RouterEntry, RouterGraph, Unresolved } from "@backwright/core";

interface Place {
  readonly file: string;
  readonly line: number;
}

/** A call that makes a server listen. */
export interface ListenCall extends Place {
  readonly port: number | null;
  /** The variable that sets the port; `null` when none does. */
  readonly env: string | null;
  /** `module:variable`, where the call names it. */
  readonly target: string | null;
}

/** An entry whose guards are read once all code has been followed. */
export type LateEntry = RouterEntry & { readonly late?: () => readonly string[] };

/** Collects what the code registers. */
export interface GraphBuilder {
  add(place: Place): string;
  addRoute(router: string, entry: LateEntry): void;
  /** A guard for everything in a router, also for what was registered before it. */
  addGuard(router: string, place: Place, guards: readonly string[]): void;
  readonly unresolved: Unresolved[];
  readonly listens: ListenCall[];
  /** Routers that serve requests by themselves, with the place where they are made. */
  readonly applications: Map<string, Place>;
  /** Guards that are known to ask for a login whatever they are called. */
  readonly authenticating: Set<string>;
  hasRoutes(): boolean;
  graph(): RouterGraph;
}

export function createGraphBuilder(): GraphBuilder {
  const routers = new Map<string, { id: string; file: string; line: number; entries: LateEntry[] }>();
  return {
    unresolved: [],
    listens: [],
    applications: new Map(),
    authenticating: new Set(),
    add(place) {
      const id = `${place.file}:${place.line}#${routers.size}`;
      routers.set(id, { id, file: place.file, line: place.line, entries: [] });
      return id;
    },
    addRoute(router, entry) {
      routers.get(router)?.entries.push(entry);
    },
    addGuard(router, place, guards) {
      if (guards.length > 0) {
        const { file, line } = place;
        routers.get(router)?.entries.unshift({ kind: "guard", prefix: "", guards, file, line, confidence: 1 });
      }
    },
    hasRoutes: () => [...routers.values()].some((router) => router.entries.some((entry) => entry.kind === "route")),
    graph() {
      const settled = [...routers.values()].map(({ id, file, line, entries }) => ({
        id,
        file,
        line,
        entries: entries.map(({ late, ...entry }) => ({ ...entry, guards: [...entry.guards, ...(late?.() ?? [])] })),
      }));
      return { routers: new Map(settled.map((router) => [router.id, router])) };
    },
  };
}
