import type { RouterEntry, RouterGraph, Unresolved } from "@backwright/core";
import type { NativeValue } from "../interpret/value.ts";

export interface ListenCall {
  readonly file: string;
  readonly line: number;
  /** The port, where it is known; with the variable that sets another. */
  readonly port: number | null;
  readonly env: string | null;
}

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** Collects what the code registers. */
export interface GraphBuilder {
  add(place: Place): string;
  /** Entries of a router, to be appended to. */
  entries(router: string): RouterEntry[];
  readonly unresolved: Unresolved[];
  readonly listens: ListenCall[];
  /** Where each application is made, and what stands for it. */
  readonly applications: Map<string, { readonly place: Place; readonly value: NativeValue }>;
  hasRoutes(): boolean;
  graph(): RouterGraph;
}

export function createGraphBuilder(): GraphBuilder {
  const routers = new Map<string, { id: string; file: string; line: number; entries: RouterEntry[] }>();
  return {
    unresolved: [],
    listens: [],
    applications: new Map(),
    add(place) {
      const id = `${place.file}:${place.line}#${routers.size}`;
      routers.set(id, { id, ...place, entries: [] });
      return id;
    },
    entries: (router) => routers.get(router)?.entries ?? [],
    hasRoutes: () => [...routers.values()].some((router) => router.entries.some((entry) => entry.kind === "route")),
    graph: () => ({ routers }),
  };
}
