import {
  argumentOf,
  itemsOf,
  joinParts,
  nameFor,
  native,
  nativeFunction,
  none,
  plainPath,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, Native, NativeValue, ReadingContext, Value } from "@backwright/language-python";
import { listedGuards, parameterGuards } from "./guards.ts";

const verbs = new Set(["get", "post", "put", "patch", "delete", "head", "options", "trace"]);

/** What the interpreter holds for a router or an application. */
interface RouterNative extends Native {
  readonly routerId: string;
}

/** A new router or application, made at a place. */
export function makeRouter(reading: ReadingContext, site: CallSite, kind: "application" | "router"): NativeValue {
  const { builder } = reading;
  const id = builder.add(site);
  if (kind === "application") {
    builder.applications.set(id, { file: site.file, line: site.line });
  }
  const prefix = kind === "router" ? readText(argumentOf(site, "prefix")) : { text: "", sure: true };
  if (prefix === null) {
    builder.unresolved.push({ what: "router with a prefix that is not known", file: site.file, line: site.line });
  }
  const guards = guardNames(reading, argumentOf(site, "dependencies"));
  builder.addGuard(id, site, guards);
  const router: RouterNative = {
    routerId: id,
    get: (name) => member(reading, { id, prefix: prefix?.text ?? "", sure: prefix?.sure ?? false }, self, name),
  };
  const self: NativeValue = native(router);
  addListed(reading, id, argumentOf(site, "routes"));
  return self;
}

/** The routes and mounts in `routes=[…]`. */
function addListed(reading: ReadingContext, id: string, list: Value | null): void {
  for (const item of itemsOf(list) ?? []) {
    const route = starletteRoutes.get(item);
    if (route !== undefined) {
      addRoute(reading, { id, prefix: "", sure: true }, { ...route, methods: route.methods ?? ["GET"] });
    }
    const below = starletteMounts.get(item);
    if (below !== undefined) {
      mount(reading, { id, prefix: "", sure: true }, below);
      const inner = reading.builder.add(below);
      addListed(reading, inner, argumentOf(below, "routes", 2));
      const { file, line } = below;
      const prefix = readText(argumentOf(below, "path", 0))?.text ?? "";
      reading.builder.addRoute(id, { kind: "mount", prefix, guards: [], router: inner, file, line, confidence: 1 });
    }
  }
}

/** `Mount("/x", routes=[…])` or `Mount("/x", app)` in a list of routes. */
export function makeStarletteMount(site: CallSite): Value {
  const value = native({});
  starletteMounts.set(value, site);
  return value;
}

const starletteMounts = new WeakMap<Value, CallSite>();

/** `Route("/x", handler)` in a list of routes. */
export function makeStarletteRoute(site: CallSite): Value {
  const value = native({});
  const methods = methodNames(argumentOf(site, "methods"));
  starletteRoutes.set(value, {
    site,
    path: argumentOf(site, "path", 0),
    handler: argumentOf(site, "endpoint", 1),
    methods,
    dependencies: null,
  });
  return value;
}

const starletteRoutes = new WeakMap<
  Value,
  Omit<NewRoute, "methods"> & { readonly methods: readonly string[] | null }
>();

export function routerIdOf(value: Value | null): string | null {
  if (value?.kind === "instance") {
    return routerIdOf(value.base);
  }
  return value?.kind === "native" && "routerId" in value.native ? (value.native as RouterNative).routerId : null;
}

interface Target {
  readonly id: string;
  readonly prefix: string;
  readonly sure: boolean;
}

function member(reading: ReadingContext, target: Target, self: NativeValue, name: string): Value | null {
  if (verbs.has(name)) {
    return decorator(reading, target, [name.toUpperCase()]);
  }
  switch (name) {
    case "api_route":
    case "route":
      return decorator(reading, target, null);
    case "add_api_route":
    case "add_route":
      return nativeFunction((site) => {
        addRoute(reading, target, {
          site,
          path: argumentOf(site, "path", 0),
          handler: argumentOf(site, "endpoint", 1) ?? argumentOf(site, "route", 1),
          methods: methodNames(argumentOf(site, "methods", name === "add_route" ? 2 : null)) ?? ["GET"],
          dependencies: argumentOf(site, "dependencies"),
        });
        return none;
      });
    case "include_router":
      return nativeFunction((site) => include(reading, target, site));
    case "mount":
      return nativeFunction((site) => mount(reading, target, site));
    case "router":
      return self;
    case "prefix":
      return { kind: "text", text: target.prefix, type: "string", env: null };
    case "websocket":
    case "middleware":
    case "exception_handler":
    case "on_event":
      return nativeFunction(() => nativeFunction(() => none));
    default:
      return null;
  }
}

interface NewRoute {
  readonly site: CallSite;
  readonly path: Value | null;
  readonly handler: Value | null;
  readonly methods: readonly string[];
  readonly dependencies: Value | null;
}

function decorator(reading: ReadingContext, target: Target, methods: readonly string[] | null): Value {
  return nativeFunction((site) =>
    nativeFunction((applied) => {
      const handler = applied.args[0]?.value ?? unknown;
      addRoute(reading, target, {
        site,
        path: argumentOf(site, "path", 0),
        handler,
        methods: methods ?? methodNames(argumentOf(site, "methods")) ?? ["GET"],
        dependencies: argumentOf(site, "dependencies"),
      });
      return handler;
    }),
  );
}

function addRoute(reading: ReadingContext, target: Target, route: NewRoute): void {
  const { builder } = reading;
  const { file, line } = route.site;
  const path = readText(route.path);
  if (path === null) {
    const what = `${route.methods.join(", ")} with a path that is not known`;
    builder.unresolved.push({ what, file, line });
    return;
  }
  const handler = route.handler ?? unknown;
  const guards = guardNames(reading, route.dependencies);
  for (const method of route.methods) {
    builder.addRoute(target.id, {
      kind: "route",
      method,
      path: plainPath(joinParts(target.prefix, path.text)),
      handler:
        handler.kind === "function" || handler.kind === "class"
          ? handler.name
          : nameFor(route.site.args[1]?.node ?? null),
      guards,
      late: () => note(reading, parameterGuards(handler, reading.interpreter())),
      file,
      line,
      confidence: path.sure && target.sure ? 0.98 : 0.85,
    });
  }
}

function include(reading: ReadingContext, target: Target, site: CallSite): Value {
  const { builder } = reading;
  const { file, line } = site;
  const given = argumentOf(site, "router", 0);
  const router = routerIdOf(given);
  const prefix = readText(argumentOf(site, "prefix"));
  if (router === null || prefix === null) {
    const name = nameFor(site.args[0]?.node ?? null);
    const what =
      router === null
        ? `routes of a router that is not known: ${name}`
        : `mount of ${name} with a prefix that is not known`;
    builder.unresolved.push({ what, file, line });
  }
  if (router !== null) {
    builder.addRoute(target.id, {
      kind: "mount",
      prefix: plainPath(joinParts(target.prefix, prefix?.text ?? "")),
      guards: guardNames(reading, argumentOf(site, "dependencies")),
      router,
      file,
      line,
      confidence: prefix === null ? 0.4 : prefix.sure && target.sure ? 1 : 0.9,
    });
  }
  return none;
}

/** Another application under a path; files and other servers hold no routes of their own. */
function mount(reading: ReadingContext, target: Target, site: CallSite): Value {
  const router = routerIdOf(argumentOf(site, "app", 1));
  const prefix = readText(argumentOf(site, "path", 0));
  if (router !== null && prefix !== null) {
    const { file, line } = site;
    const entry = { kind: "mount", prefix: prefix.text, guards: [], router, file, line, confidence: 1 } as const;
    reading.builder.addRoute(target.id, entry);
  }
  return none;
}

function guardNames(reading: ReadingContext, value: Value | null): string[] {
  return note(reading, listedGuards(value, reading.interpreter()));
}

function note({ builder }: ReadingContext, guards: ReturnType<typeof listedGuards>): string[] {
  guards.filter((guard) => guard.authenticates).forEach((guard) => builder.authenticating.add(guard.name));
  return guards.map((guard) => guard.name);
}

/** The text of a path or prefix; an empty one where nothing is given, `null` where it is not known. */
function readText(value: Value | null): { text: string; sure: boolean } | null {
  if (value === null || (value.kind === "text" && value.type === "none")) {
    return { text: "", sure: true };
  }
  const text = textOf(value);
  return text === null ? null : { text, sure: value.kind === "text" && value.env === null };
}

function methodNames(value: Value | null): string[] | null {
  const names = (itemsOf(value) ?? []).flatMap((item) => textOf(item)?.toUpperCase() ?? []);
  return names.length === 0 ? null : names;
}
