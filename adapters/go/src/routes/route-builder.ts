import { native, nativeFunction, textOf } from "@backwright/language-go";
import type { CallSite, NativeValue, Value } from "@backwright/language-go";
import type { GraphBuilder, PendingRoute, RouterState } from "./builder.ts";
import { readPath } from "./paths.ts";
import { addRoute, methodsOf, unresolved } from "./registration.ts";

/** Makes a router under the given prefix. */
export type Subrouter = (prefix: string, site: CallSite) => Value;

interface Start {
  readonly site: CallSite;
  readonly subrouter: Subrouter;
  /** The function that begins the chain: `Path`, `Methods`. */
  readonly first: string;
}

interface Chain {
  path: string;
  isPrefix: boolean;
  methods: string[] | null;
  route: PendingRoute | null;
}

/** gorilla/mux: `r.Path(p).Methods(m).Handler(h)`, in any order, and `r.PathPrefix(p).Subrouter()`. */
export function routeBuilder(builder: GraphBuilder, state: RouterState, { site, first, subrouter }: Start): Value {
  const chain: Chain = { path: "", isPrefix: false, methods: null, route: null };
  const self = chainValue(builder, state, { chain, subrouter });
  step(builder, state, { chain, name: first, site });
  return self;
}

/** The chain after `HandleFunc(path, handler)`. */
export function routeChain(
  builder: GraphBuilder,
  state: RouterState,
  { route, subrouter }: { readonly route: PendingRoute | null; readonly subrouter: Subrouter },
): Value {
  const chain: Chain = { path: route?.path ?? "", isPrefix: false, methods: null, route };
  return chainValue(builder, state, { chain, subrouter });
}

function chainValue(
  builder: GraphBuilder,
  state: RouterState,
  { chain, subrouter }: { readonly chain: Chain; readonly subrouter: Subrouter },
): NativeValue {
  const self: NativeValue = native({
    get: (name) =>
      nativeFunction((site) => {
        if (name === "Subrouter") {
          return subrouter(chain.path, site);
        }
        step(builder, state, { chain, name, site });
        return self;
      }),
  });
  return self;
}

interface Step {
  readonly chain: Chain;
  readonly name: string;
  readonly site: CallSite;
}

function step(builder: GraphBuilder, state: RouterState, { chain, name, site }: Step): void {
  switch (name) {
    case "Path":
    case "PathPrefix": {
      const path = readPath(site.args[0]?.value);
      if (path === null) {
        unresolved(builder, site, "route with a path that is not known");
      }
      chain.path += path?.path ?? "";
      chain.isPrefix = name === "PathPrefix";
      break;
    }
    case "Methods": {
      const named = site.args.flatMap(({ value }) => methodsOf(value) ?? textOf(value) ?? []);
      chain.methods = [...(chain.methods ?? []), ...named];
      if (chain.route !== null) {
        chain.route.methods = chain.methods;
        chain.route.chosen = false;
      }
      break;
    }
    case "Handler":
    case "HandlerFunc": {
      const path = chain.isPrefix ? `${chain.path.replace(/\/$/, "")}/*` : chain.path;
      chain.route = addRoute(builder, state, {
        site,
        methods: chain.methods,
        path: { path, method: null, confidence: 1 },
        handlers: site.args,
      });
      break;
    }
    default:
      break;
  }
}
