/** A router with what was registered on it, in the order of the code: order decides which guards a route has. */
export interface RouterNode {
  readonly id: string;
  readonly file: string;
  readonly line: number;
  readonly entries: readonly RouterEntry[];
}

export type RouterEntry = RouteLeaf | RouterMount | RouterGuard;

interface Place {
  readonly file: string;
  readonly line: number;
  /** How sure the reader of the code was of this entry, 0 to 1. */
  readonly confidence: number;
}

/** A route, relative to its router. */
export interface RouteLeaf extends Place {
  readonly kind: "route";
  readonly method: string;
  readonly path: string;
  readonly handler: string;
  readonly guards: readonly string[];
  /** What is registered for the path and chooses by the method. */
  readonly view?: string;
}

/** Another router under a prefix. */
export interface RouterMount extends Place {
  readonly kind: "mount";
  readonly prefix: string;
  readonly guards: readonly string[];
  readonly router: string;
}

/** What stands before every later entry of the same router whose path begins with the prefix. */
export interface RouterGuard extends Place {
  readonly kind: "guard";
  readonly prefix: string;
  readonly guards: readonly string[];
}

/** Routers by id. Those that nothing mounts are where reading begins. */
export interface RouterGraph {
  readonly routers: ReadonlyMap<string, RouterNode>;
}
