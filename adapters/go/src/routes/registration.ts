import { textOf } from "@backwright/language-go";
import type { Argument, CallSite, Value } from "@backwright/language-go";
import type { GraphBuilder, PendingRoute, RouterState } from "./builder.ts";
import { dialects, everyMethod, isMethod, negroni } from "./dialects.ts";
import { guardNames, shorten } from "./guards.ts";
import { readHandler } from "./handlers.ts";
import type { Handler } from "./handlers.ts";
import { readPath } from "./paths.ts";
import type { RoutePath } from "./paths.ts";

export function unresolved(builder: GraphBuilder, site: CallSite, what: string): void {
  const shown = site.args[0] === undefined ? "" : `: ${shorten(site.args[0].node.text())}`;
  builder.unresolved.push({ what: `${what}${shown}`, file: site.file, line: site.line });
}

interface Verb {
  readonly site: CallSite;
  readonly methods: readonly string[];
}

/** `GET(path, guards…, handler)`; echo has the handler first. */
export function addVerb(builder: GraphBuilder, state: RouterState, { site, methods }: Verb): void {
  const [first, ...handlers] = site.args;
  if (first === undefined || handlers.length === 0) {
    return;
  }
  const path = readPath(first.value);
  if (path === null) {
    unresolved(builder, site, `${methods.length > 1 ? "route" : methods[0]} with a path that is not known`);
    return;
  }
  addRoute(builder, state, { site, methods, path, handlers });
}

export function addAny(builder: GraphBuilder, state: RouterState, site: CallSite): null {
  addVerb(builder, state, { site, methods: everyMethod });
  return null;
}

/** `Handle(method, path, …)`, `Add(methods, path, …)`, `Method(method, path, …)`. */
export function addWithMethod(builder: GraphBuilder, state: RouterState, site: CallSite): null {
  const [first, ...rest] = site.args;
  const methods = methodsOf(first?.value);
  if (rest.length < 2) {
    return null;
  }
  if (methods === null) {
    unresolved(builder, site, "route with a method that is not known");
  } else {
    addVerb(builder, state, { site: { ...site, args: rest }, methods });
  }
  return null;
}

/** `Match(methods, path, …)` */
export function addMatching(builder: GraphBuilder, state: RouterState, site: CallSite): null {
  return addWithMethod(builder, state, site);
}

/** The methods that a value names: `"GET"`, `http.MethodGet`, a list of such, or several in one text. */
export function methodsOf(value: Value | undefined): string[] | null {
  if (value?.kind === "list") {
    const each = value.items.map((item) => methodsOf(item));
    return each.length > 0 && each.every((methods) => methods !== null) ? each.flat() : null;
  }
  const words =
    textOf(value)
      ?.split(/[\s,]+/)
      .filter((word) => word !== "") ?? [];
  return words.length > 0 && words.every(isMethod) ? words.map((word) => word.toUpperCase()) : null;
}

/** `Handle` and `HandleFunc` take a method first with some, a pattern with others. Gives the route, so that it can be told more. */
export function addPattern(builder: GraphBuilder, state: RouterState, site: CallSite): PendingRoute | null {
  if (site.args.length > 2 && methodsOf(site.args[0]?.value) !== null) {
    return addWithMethod(builder, state, site);
  }
  const path = readPath(site.args[0]?.value);
  if (path === null) {
    if (site.args.length > 1) {
      unresolved(builder, site, "route with a path that is not known");
    }
    return null;
  }
  const methods = path.method !== null ? [path.method] : state.dialect.everyMethod ? everyMethod : null;
  return addRoute(builder, state, { site, methods, path, handlers: site.args.slice(1) });
}

interface NewRoute {
  readonly site: CallSite;
  readonly methods: readonly string[] | null;
  readonly path: RoutePath;
  readonly handlers: readonly Argument[];
}

/** One route, or a mount where the handler is a router. Gives the route. */
export function addRoute(
  builder: GraphBuilder,
  state: RouterState,
  { site, methods, path, handlers }: NewRoute,
): PendingRoute | null {
  const { handlerFirst } = state.dialect;
  const spread = handlers.flatMap((argument) =>
    argument.value.kind === "list" ? argument.value.items.map((value) => ({ node: argument.node, value })) : [argument],
  );
  const argument = handlerFirst ? spread[0] : spread.at(-1);
  if (argument === undefined) {
    return null;
  }
  const others = handlerFirst ? spread.slice(1) : spread.slice(0, -1);
  const guards = guardNames(builder, others);
  const handler = behindChain(readHandler(builder, argument));
  const place = { file: site.file, line: site.line };
  if (handler.router !== null) {
    addMount(state, { site, handler, prefix: path.path, guards });
    return null;
  }
  if (handler.files || isGateway(handler, argument)) {
    return null;
  }
  const route: PendingRoute = {
    kind: "route",
    methods: methods === everyMethod && /\*\w*$/.test(path.path) ? ["ALL"] : (methods ?? handler.methods),
    // A handler of another package, such as one for graphs or for measurements, is one thing.
    chosen: methods === null ? handler.methods !== null : methods === everyMethod && argument.value.kind === "foreign",
    path: path.path,
    handler: handler.name,
    guards: [...guards, ...handler.guards],
    ...place,
    confidence: path.confidence,
  };
  state.entries.push(route);
  return route;
}

/** A chain of guards that leads to no router is a handler behind guards. */
function behindChain(handler: Handler): Handler {
  const state = handler.router?.router;
  const chain = state?.dialect === dialects[negroni] && !state?.entries.some(({ kind }) => kind === "mount");
  return state === undefined || !chain
    ? handler
    : {
        ...handler,
        router: null,
        guards: [...handler.guards, ...state.entries.flatMap((entry) => (entry.kind === "guard" ? entry.guards : []))],
      };
}

/** What a gateway or a service serves is listed by its procedures. */
function isGateway({ name }: Handler, { value }: Argument): boolean {
  return servesProcedures(value) || /^\w*(gwmux|gatewaymux)\w*$/i.test(name);
}

function servesProcedures(value: Value): boolean {
  return value.kind === "foreign"
    ? value.args.some((argument) => servesProcedures(argument.value))
    : value.kind === "native" && "service" in value.native;
}

interface Mount {
  readonly site: CallSite;
  readonly index: number;
  readonly prefix: string;
}

/** `Mount(prefix, handler)` */
export function mount(builder: GraphBuilder, state: RouterState, { site, index, prefix }: Mount): null {
  const argument = site.args[index];
  const handler = argument === undefined ? null : readHandler(builder, argument);
  if (handler === null || handler.router === null) {
    if (handler !== null && !handler.files) {
      builder.unresolved.push({
        what: `what ${handler.name} serves under ${prefix === "" ? "/" : prefix}`,
        file: site.file,
        line: site.line,
      });
    }
    return null;
  }
  addMount(state, { site, handler, prefix, guards: [] });
  return null;
}

interface NewMount {
  readonly site: CallSite;
  readonly handler: Handler;
  readonly prefix: string;
  readonly guards: readonly string[];
}

/** A router of another kind sees the whole path, so that the prefix is part of its own routes already. */
function addMount(state: RouterState, { site, handler, prefix, guards }: NewMount): void {
  const target = handler.router?.router;
  if (target === undefined || target === state) {
    return;
  }
  const strips = state.dialect.strips && state.dialect.framework === target.dialect.framework;
  state.entries.push({
    kind: "mount",
    prefix: strips ? prefix : "",
    guards: [...guards, ...handler.guards],
    router: target.id,
    file: site.file,
    line: site.line,
    confidence: 1,
  });
}
