import { native, nativeFunction, textOf, unknown } from "@backwright/language-go";
import type { CallSite, NativeValue, Place, Value } from "@backwright/language-go";
import type { GraphBuilder, RouterState } from "./builder.ts";
import { methodNamed } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";
import { guardNames } from "./guards.ts";
import { recordListen } from "./listen.ts";
import type { RouterNative } from "./natives.ts";
import { readPath } from "./paths.ts";
import { addAny, addMatching, addPattern, addVerb, addWithMethod, mount, unresolved } from "./registration.ts";
import { routeBuilder, routeChain } from "./route-builder.ts";
import type { Subrouter } from "./route-builder.ts";
import { addFile, addFolder } from "./static-files.ts";

export interface NewRouter {
  readonly dialect: Dialect;
  readonly place: Place;
  readonly application: boolean;
}

/** A new router, or an application, that the code makes at a place. */
export function makeRouter(builder: GraphBuilder, { dialect, place, application }: NewRouter): NativeValue {
  const state = builder.add({ file: place.file, line: place.line }, dialect);
  if (application) {
    builder.applications.set(state.id, state);
  }
  return routerValue(builder, state);
}

const values = new WeakMap<RouterState, NativeValue>();

/** The value that stands for a router; always the same. */
export function routerValue(builder: GraphBuilder, state: RouterState): NativeValue {
  let value = values.get(state);
  if (value === undefined) {
    const made: RouterNative = { router: state, get: (name) => member(builder, state, name) };
    value = native(made);
    values.set(state, value);
  }
  return value;
}

interface Child {
  readonly prefix: string;
  readonly guards: readonly string[];
  readonly site: CallSite;
  readonly confidence?: number;
}

/** A router under another one. */
export function childRouter(builder: GraphBuilder, parent: RouterState, child: Child): NativeValue {
  const { prefix, guards, site, confidence = 1 } = child;
  const place = { file: site.file, line: site.line };
  const state = builder.add(place, parent.dialect);
  parent.entries.push({ kind: "mount", prefix, guards, router: state.id, ...place, confidence });
  return routerValue(builder, state);
}

type Action = (builder: GraphBuilder, state: RouterState, site: CallSite) => Value | null;

/** What the functions of routers do, whatever the framework; `null` gives the router itself. */
const actions: Readonly<Record<string, Action>> = {
  Any: addAny,
  All: addAny,
  AnyHandler: addAny,
  Add: addWithMethod,
  Method: addWithMethod,
  MethodFunc: addWithMethod,
  To: addWithMethod,
  Handler: addWithMethod,
  Handle: addPatternOf,
  HandleFunc: addPatternOf,
  HandlerFunc: addPatternOf,
  Match: addMatching,
  HandleMany: addMatching,
  Group: addGroup,
  Party: addGroup,
  Route: addGroup,
  PartyFunc: addGroup,
  Use: addGuards,
  Pre: addGuards,
  UseFunc: addGuards,
  UseGlobal: addGuards,
  UseHandler: (builder, state, site) => mount(builder, state, { site, index: 0, prefix: "" }),
  Mount: mountAt,
  Static: addFolder,
  StaticFile: addFile,
  File: addFile,
  With: (builder, state, site) =>
    childRouter(builder, state, { prefix: "", guards: guardNames(builder, site.args), site }),
  Host: (builder, state, site) => childRouter(builder, state, { prefix: "", guards: [], site }),
  Domain: (builder, state, site) => childRouter(builder, state, { prefix: "", guards: [], site }),
  LoadHTMLGlob: (builder, _state, site) => templates(builder, site),
  LoadHTMLFiles: (builder, _state, site) => templates(builder, site),
};

const listens = new Set([
  "Run",
  "RunTLS",
  "Listen",
  "ListenTLS",
  "Start",
  "StartTLS",
  "StartAutoTLS",
  "Spin",
  "StartH2CServer",
]);
const builders = new Set(["Path", "PathPrefix", "Methods", "NewRoute", "Queries", "Schemes", "Headers", "MatcherFunc"]);

function member(builder: GraphBuilder, state: RouterState, name: string): Value | null {
  const action = actions[name];
  if (action !== undefined) {
    return nativeFunction((site) => action(builder, state, site) ?? routerValue(builder, state));
  }
  const method = methodNamed(name);
  if (method !== null) {
    return nativeFunction((site) => {
      addVerb(builder, state, { site, methods: [method] });
      return routerValue(builder, state);
    });
  }
  if (listens.has(name)) {
    return nativeFunction((site) => recordListen(builder, site, { gin: state.dialect.framework === "gin" }));
  }
  if (state.dialect.framework === "gorilla/mux" && builders.has(name)) {
    return nativeFunction((site) =>
      routeBuilder(builder, state, { site, first: name, subrouter: subrouter(builder, state) }),
    );
  }
  switch (name) {
    case "RouterGroup":
    case "Engine":
    case "Router":
    case "APIBuilder":
      return routerValue(builder, state);
    case "StrictSlash":
    case "UseEncodedPath":
    case "SkipClean":
      return nativeFunction(() => routerValue(builder, state));
    // The handler itself, as a field of fasthttp's router, or made by `Handler()` of fiber and gin.
    case "ServeHTTP":
      return routerValue(builder, state);
    case "Logger":
    case "Server":
      return null;
    default:
      return null;
  }
}

/** gorilla/mux is told the methods after the path. */
function addPatternOf(builder: GraphBuilder, state: RouterState, site: CallSite): Value | null {
  const route = addPattern(builder, state, site);
  return state.dialect.framework === "gorilla/mux"
    ? routeChain(builder, state, { route, subrouter: subrouter(builder, state) })
    : null;
}

function subrouter(builder: GraphBuilder, state: RouterState): Subrouter {
  return (prefix, site) => childRouter(builder, state, { prefix, guards: [], site });
}

function templates(builder: GraphBuilder, site: CallSite): null {
  builder.templates.push(...site.args.flatMap(({ value }) => textOf(value) ?? []));
  return null;
}

/** `Group(prefix, guards…)`, `Group(func(r))`, `Route(prefix, func(r))`, and `Group(prefix, func(r))` of some. */
function addGroup(builder: GraphBuilder, state: RouterState, site: CallSite): Value | null {
  const [first, ...rest] = site.args;
  const inline = first?.value.kind === "function";
  const path = inline || first === undefined ? null : readPath(first.value);
  if (!inline && first !== undefined && path === null) {
    unresolved(builder, site, "group with a prefix that is not known");
  }
  const others = inline ? site.args : rest;
  const callback = others.find(({ value }) => value.kind === "function" && takesRouter(value));
  const guards = guardNames(
    builder,
    others.filter((argument) => argument !== callback),
  );
  const known = path !== null || inline || first === undefined;
  const child = childRouter(builder, state, {
    prefix: path?.path ?? "",
    guards,
    site,
    confidence: known ? (path?.confidence ?? 1) : 0.5,
  });
  if (callback !== undefined) {
    site.run(callback.value, [child]);
  }
  return child;
}

/** True for a function whose first parameter is a router: guards take a request. */
function takesRouter(value: Value): boolean {
  if (value.kind !== "function") {
    return false;
  }
  const text = value.node.field("parameters")?.text() ?? "";
  return /^\(\s*\w+\s+\*?(\w+\.)?(\w*Router\w*|Mux|Party|Group|\w*RouterGroup|RouteGroup|Bundle|App|Echo|Engine)\s*\)$/.test(
    text,
  );
}

/** `Use(guards…)`, and fiber's `Use(prefix, guards or application…)`. */
function addGuards(builder: GraphBuilder, state: RouterState, site: CallSite): null {
  const place = { file: site.file, line: site.line };
  const prefix = textOf(site.args[0]?.value);
  const handlers = prefix === null ? site.args : site.args.slice(1);
  handlers.forEach((argument) => {
    if (argument.value.kind === "native" && "router" in argument.value.native) {
      const target = argument.value.native as RouterNative;
      state.entries.push({
        kind: "mount",
        prefix: prefix ?? "",
        guards: [],
        router: target.router.id,
        ...place,
        confidence: 1,
      });
    }
  });
  const listed = handlers.flatMap((argument) =>
    argument.value.kind === "list" ? argument.value.items.map((value) => ({ node: argument.node, value })) : [argument],
  );
  const guards = guardNames(
    builder,
    listed.filter(({ value }) => !(value.kind === "native" && "router" in value.native)),
  );
  if (guards.length > 0) {
    state.entries.push({ kind: "guard", prefix: prefix ?? "", guards, ...place, confidence: 1 });
  }
  return null;
}

function mountAt(builder: GraphBuilder, state: RouterState, site: CallSite): Value | null {
  if (site.args.length === 1) {
    return addGroup(builder, state, site);
  }
  const path = readPath(site.args[0]?.value);
  if (path === null) {
    unresolved(builder, site, "mount with a prefix that is not known");
  }
  mount(builder, state, { site, index: 1, prefix: path?.path ?? "" });
  return unknown;
}
