import {
  firstValue,
  guardNames,
  handlerName,
  isCatchAll,
  listed,
  native,
  nativeFunction,
  nodeNames,
  readPaths,
  recordListen,
} from "@backwright/language-node";
import type {
  Argument,
  CallSite,
  GraphBuilder,
  Native,
  NativeValue,
  Place,
  RoutePath,
  Value,
} from "@backwright/language-node";

const verbs = ["get", "post", "put", "patch", "delete", "head", "options"] as const;
const aliases: Readonly<Record<string, string>> = { del: "DELETE" };
const everyMethod = verbs.map((verb) => verb.toUpperCase());

/** What the interpreter holds for a router or an application. */
export interface RouterNative extends Native {
  readonly routerId: string;
}

/** A new router, or an application, that the code makes at a place. */
export function makeRouter(builder: GraphBuilder, place: Place, kind: "application" | "router"): NativeValue {
  const id = builder.add(place);
  const self: NativeValue = native(routerNative(builder, id, () => self));
  if (kind === "application") {
    builder.applications.set(id, { place, value: self });
  }
  return self;
}

/** The router behind a value; `null` for anything else. An object that holds one, as `{ router }` or `this.router` does, counts. */
export function routerOf(value: Value): RouterNative | null {
  if (value.kind === "native" && "routerId" in value.native) {
    return value.native as RouterNative;
  }
  if (value.kind === "object") {
    const held = ["router", "default", "routes", "app"]
      .map((name) => value.entries.get(name))
      .find((entry) => entry?.kind === "native");
    return held === undefined ? null : routerOf(held);
  }
  return null;
}

function routerNative(builder: GraphBuilder, id: string, self: () => Value): RouterNative {
  return {
    routerId: id,
    get(property) {
      const method = methodOf(property);
      if (method !== null) {
        return nativeFunction((site) => {
          addRoute({ builder, id, site, methods: method });
          return self();
        });
      }
      switch (property) {
        case "use":
          return nativeFunction((site) => {
            addUse(builder, id, site);
            return self();
          });
        case "route":
          return nativeFunction((site) => addRouteChain(builder, id, site));
        case "listen":
          return nativeFunction((site) => recordListen(builder, site));
        case "set":
        case "enable":
        case "disable":
        case "param":
        case "engine":
        case "on":
          return nativeFunction(() => self());
        default:
          return null;
      }
    },
  };
}

function methodOf(property: string): readonly string[] | null {
  if (property === "all") {
    return everyMethod;
  }
  const alias = aliases[property];
  if (alias !== undefined) {
    return [alias];
  }
  // `getAsync`, as wrappers around handlers that reject call it.
  if (property.endsWith("Async")) {
    return methodOf(property.slice(0, -"Async".length));
  }
  return (verbs as readonly string[]).includes(property) ? [property.toUpperCase()] : null;
}

interface RouteCall {
  readonly builder: GraphBuilder;
  readonly id: string;
  readonly site: CallSite;
  readonly methods: readonly string[];
}

function addRoute({ builder, id, site, methods }: RouteCall): void {
  const handlers = site.args.slice(1);
  if (handlers.length === 0) {
    // `app.get("env")` reads a setting.
    return;
  }
  const paths = readPaths(firstValue(site.args));
  if (paths === null) {
    builder.unresolved.push({
      what: `${methods.length > 1 ? "ALL" : methods[0]} with a path that is not known: ${shorten(site)}`,
      ...placeOf(site),
    });
    return;
  }
  addLeaves({ builder, id, site, methods }, paths, handlers);
}

function addLeaves(
  { builder, id, site, methods }: RouteCall,
  paths: readonly RoutePath[],
  handlers: readonly Argument[],
): void {
  const last = handlers.at(-1);
  const inList = last === undefined ? null : listed(last);
  const written = last?.node.kind() === "array" ? inList?.nodes.at(-1) : last?.node;
  const handler = written === undefined ? "(inline)" : handlerName(written);
  const guards = [
    ...guardNames(handlers.slice(0, -1)),
    ...nodeNames(inList?.nodes.slice(0, -1) ?? [], inList?.items ?? []),
  ];
  for (const { path, confidence } of paths) {
    if (isCatchAll(path) && methods[0] === "OPTIONS") {
      // The answer to every preflight is no endpoint.
      continue;
    }
    for (const method of methods.length > 1 && isCatchAll(path) ? ["ALL"] : methods) {
      builder
        .entries(id)
        .push({ kind: "route", method, path, handler, guards, ...placeOf(site), confidence: confidence * 0.98 });
    }
  }
}

function addUse(builder: GraphBuilder, id: string, site: CallSite): void {
  const first = firstValue(site.args);
  const known = readPaths(first);
  const place = placeOf(site);
  const handlers = (known === null ? site.args : site.args.slice(1)).map((argument) => ({
    argument,
    routers: valuesOf(argument.value()).flatMap((value) => routerOf(value) ?? []),
  }));
  const mounts = handlers.flatMap(({ routers }) => routers);
  const guards = guardNames(handlers.filter(({ routers }) => routers.length === 0).map(({ argument }) => argument));
  const lost = handlers.filter(({ argument, routers }) => routers.length === 0 && looksLikeRouter(argument));
  if (lost.length > 0) {
    builder.unresolved.push({
      what: `mount of what is not known: ${lost.map(({ argument }) => argument.node.text()).join(", ")}`,
      ...place,
    });
  }
  if (
    known === null &&
    mounts.length > 0 &&
    handlers[0]?.routers.length === 0 &&
    first.kind === "unknown" &&
    isPathLike(site)
  ) {
    builder.unresolved.push({ what: `mount with a prefix that is not known: ${shorten(site)}`, ...place });
  }
  const names = guards.filter((name) => !lost.some(({ argument }) => argument.node.text() === name));
  for (const { path: prefix, confidence } of known ?? [{ path: "", confidence: 1 }]) {
    if (names.length > 0) {
      builder.entries(id).push({ kind: "guard", prefix, guards: names, ...place, confidence: 1 });
    }
    for (const { routerId } of mounts) {
      builder.entries(id).push({ kind: "mount", prefix, guards: [], router: routerId, ...place, confidence });
    }
  }
}

/** An argument that is not known and is named as routers are. */
function looksLikeRouter(argument: Argument): boolean {
  const value = argument.value();
  return (
    (value.kind === "unknown" || value.kind === "object") &&
    /(rout(er|es?)|controller)s?(\(\))?$/i.test(argument.node.text())
  );
}

/** A first argument that is no function: a prefix that is computed. */
function isPathLike(site: CallSite): boolean {
  const node = site.args[0]?.node;
  return (
    node !== undefined &&
    (/path|prefix|base|url|root|version/i.test(node.text()) ||
      node.kind() === "template_string" ||
      node.kind() === "binary_expression")
  );
}

/** `router.route(path).all(guard).get(…).post(…)`; a base class's `this.route("GET", path, handler)` as well. */
function addRouteChain(builder: GraphBuilder, id: string, site: CallSite): Value {
  const first = firstValue(site.args);
  if (site.args.length > 1 && first.kind === "text" && everyMethod.includes(first.text.toUpperCase())) {
    addRoute({ builder, id, site: { ...site, args: site.args.slice(1) }, methods: [first.text.toUpperCase()] });
    return first;
  }
  const paths = readPaths(first);
  if (paths === null) {
    builder.unresolved.push({ what: `route with a path that is not known: ${shorten(site)}`, ...placeOf(site) });
  }
  const entries = builder.entries(id);
  let standing: readonly Argument[] = [];
  let catchAll: number[] = [];
  const chain: NativeValue = native({
    get(property) {
      const methods = methodOf(property);
      return methods === null
        ? null
        : nativeFunction((call) => {
            if (methods.length > 1) {
              const before = entries.length;
              addLeaves({ builder, id, site: call, methods }, paths ?? [], call.args);
              catchAll = entries.slice(before).map((_entry, index) => before + index);
              standing = [...standing, ...call.args];
            } else {
              // Handlers of `all` with methods after them are guards of these.
              catchAll.toReversed().forEach((index) => entries.splice(index, 1));
              catchAll = [];
              addLeaves({ builder, id, site: call, methods }, paths ?? [], [...standing, ...call.args]);
            }
            return chain;
          });
    },
  });
  return chain;
}

function valuesOf(value: Value): readonly Value[] {
  return value.kind === "list" ? value.items.flatMap((item) => valuesOf(item)) : [value];
}

function placeOf(site: CallSite): Place {
  return { file: site.file, line: site.line };
}

function shorten(site: CallSite): string {
  const text = (site.args[0]?.node.text() ?? "").replace(/\s+/g, " ");
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
