import type { ProjectReader, RouterEntry, RouterGraph, RouterNode, Unresolved } from "@backwright/core";
import type { Place } from "@backwright/language-go";
import { everyMethod } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";

/** A route whose methods may still be told: `HandleFunc(path, h).Methods("GET")`. */
export interface PendingRoute extends Place {
  readonly kind: "route";
  /** `null` where the code names none. */
  methods: readonly string[] | null;
  /** The handler itself knows what to do with a method. */
  chosen: boolean;
  path: string;
  handler: string;
  guards: readonly string[];
  confidence: number;
}

export type PendingEntry = PendingRoute | Exclude<RouterEntry, { kind: "route" }>;

export interface RouterState extends Place {
  readonly id: string;
  readonly dialect: Dialect;
  readonly entries: PendingEntry[];
}

export interface ListenCall extends Place {
  /** A server that only stands beside the application. */
  readonly aside: boolean;
  readonly port: number | null;
  readonly env: string | null;
  /** The router that answers there, where the call names it. */
  readonly router: string | null;
}

/** A service that the code serves by remote procedure calls. */
export interface ServedService extends Place {
  readonly name: string;
  readonly by: "grpc" | "gateway" | "connect";
  readonly guards: readonly string[];
  /** The procedures where the code that was generated lists them. */
  readonly methods: readonly string[] | null;
}

/** Collects what the code registers. */
export interface GraphBuilder {
  readonly project: ProjectReader;
  add(place: Place, dialect: Dialect): RouterState;
  /** Routers that serve requests by themselves. */
  readonly applications: Map<string, RouterState>;
  readonly unresolved: Unresolved[];
  readonly listens: ListenCall[];
  readonly services: ServedService[];
  /** Where a server for remote procedure calls is made. */
  readonly servers: Place[];
  /** Guards that let everyone pass, whatever their name says. */
  readonly lenient: Set<string>;
  /** Guards that turn away whoever is not known, whatever their name says. */
  readonly strict: Set<string>;
  /** Folders and files of templates, which are served by nobody. */
  readonly templates: string[];
  /** Whether a server only stands beside the application: it was made for that, or all that it answers tells how the program does. */
  isAside(listen: ListenCall): boolean;
  /** Says that what was collected since the last time is a program's own, by the file of its `main`. */
  endProgram(file: string): void;
  /** Whether something is what the program itself brings about, and not another program of the same module. */
  belongs(item: object, program: string | null): boolean;
  /** A program's routes by the framework that they were registered with; of an API, without those that tell how the program itself does. */
  counts(program: string | null, api?: boolean): ReadonlyMap<string, number>;
  /** Whether there are routes beside those that tell how the program itself does, and beside the paths of others. */
  serves(program: string | null, others?: RegExp): boolean;
  graph(program: string | null): RouterGraph;
}

const operational = /^\/?(?:metrics|health\w*|live\w*|ready\w*|ping|debug|pprof|swagger|docs|version)(?:\/|$)/i;

export function createGraphBuilder(project: ProjectReader): GraphBuilder {
  const routers = new Map<string, RouterState>();
  const owners = new WeakMap<object, string>();
  const builder: GraphBuilder = {
    project,
    add(place, dialect) {
      const id = `${place.file}:${place.line}#${routers.size}`;
      const state: RouterState = { id, file: place.file, line: place.line, dialect, entries: [] };
      routers.set(id, state);
      return state;
    },
    applications: new Map(),
    unresolved: [],
    listens: [],
    services: [],
    servers: [],
    lenient: new Set(),
    strict: new Set(),
    templates: [],
    endProgram(file) {
      const entries = [...routers.values()].flatMap((state) => state.entries);
      const { listens, services, servers, unresolved } = builder;
      for (const item of [...entries, ...listens, ...services, ...servers, ...unresolved]) {
        if (!owners.has(item)) {
          owners.set(item, file);
        }
      }
    },
    isAside({ aside, router }) {
      const own = router === null ? undefined : routers.get(router);
      const others = [...routers.values()].some((state) => state !== own && state.entries.some(isOfApplication));
      return (
        aside ||
        (own !== undefined &&
          own.entries.length > 0 &&
          !own.entries.some(isOfApplication) &&
          (others || builder.services.length > 0))
      );
    },
    belongs: (item, program) => program === null || (owners.get(item) ?? program) === program,
    counts(program, api = false) {
      const counts = new Map<string, number>();
      for (const { dialect, entries } of routers.values()) {
        const own = entries.filter(
          (entry) =>
            entry.kind === "route" && builder.belongs(entry, program) && !(api && operational.test(entry.path)),
        ).length;
        counts.set(dialect.framework, (counts.get(dialect.framework) ?? 0) + own);
      }
      return counts;
    },
    serves: (program, others) =>
      [...routers.values()].some(
        ({ dialect, entries }) =>
          dialect.framework !== "grpc" &&
          entries.some(
            (entry) =>
              entry.kind === "route" &&
              builder.belongs(entry, program) &&
              !operational.test(entry.path) &&
              others?.test(entry.path) !== true,
          ),
      ),
    graph(program) {
      const asides = new Set(builder.listens.filter((listen) => builder.isAside(listen)).map(({ router }) => router));
      const nodes = [...routers].flatMap(([id, state]) => {
        if (asides.has(id)) {
          return [];
        }
        const entries = state.entries.filter((entry) => builder.belongs(entry, program));
        return [[id, settled({ ...state, entries })] as const];
      });
      return { routers: new Map(nodes) };
    },
  };
  return builder;
}

/** What leads to another router, or is a route that says more than how the program does. */
function isOfApplication(entry: PendingEntry): boolean {
  return entry.kind === "mount" || (entry.kind === "route" && !operational.test(entry.path));
}

interface Several {
  readonly methods: readonly string[];
  readonly chosen: boolean;
  readonly dialect: Dialect;
}

/** Whether a handler that is registered for several methods answers them alike, or chooses by itself. */
function isOneRoute({ methods, chosen, dialect }: Several): boolean {
  return methods === everyMethod
    ? chosen || !dialect.listsMethods
    : chosen || alike.some((same) => methods.every((method) => same.includes(method)));
}

const alike = [
  ["PUT", "PATCH"],
  ["GET", "HEAD"],
];

/** A handler that takes any method is listed as answering GET. */
function settled({ id, file, line, dialect, entries }: RouterState): RouterNode {
  const known = entries.flatMap((entry): RouterEntry[] => {
    if (entry.kind !== "route") {
      return [entry];
    }
    const { methods, chosen, ...rest } = entry;
    const together = methods !== null && methods.length > 1 && isOneRoute({ methods, chosen, dialect });
    const view = together ? { view: rest.handler } : {};
    return (methods ?? ["GET"]).map((method) => ({ ...rest, ...view, method }));
  });
  return { id, file, line, entries: known };
}
