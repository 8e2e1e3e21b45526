import { native, nativeFunction, plainImport, text, textOf, unknown } from "@backwright/language-go";
import type {
  Argument,
  CallSite,
  DeclaredFunction,
  ForeignValue,
  Host,
  NativeValue,
  Place,
  Value,
} from "@backwright/language-go";
import type { GraphBuilder } from "./builder.ts";
import { concerns, dialects, methodNamed, negroni } from "./dialects.ts";
import type { Dialect } from "./dialects.ts";
import { expressionName, guardName, guardNames, noteGuard } from "./guards.ts";
import { humaMember } from "./huma.ts";
import { recordAddress } from "./listen.ts";
import { routerOf, staticHandler, wrap } from "./natives.ts";
import { makeRouter, routerValue } from "./router.ts";
import { serveByName, serviceMember, typedService } from "./services.ts";

const nothing: Value = native({});

/** Gives the packages that route requests their meaning. */
export function routingHost(builder: GraphBuilder): Host {
  const loose = new Map<string, NativeValue>();
  return {
    concerns,
    foreign: (path, name) => foreignMember(builder, plainImport(path), name),
    typed(path, name, place) {
      const dialect = dialects[plainImport(path)];
      return dialect === undefined
        ? typedService(builder, { path: plainImport(path), name }, place)
        : typedRouter(builder, { dialect, name, place });
    },
    called: (callee, site) => calledForeign(builder, callee, site),
    made(type, object, site) {
      const address = object.fields.get("Addr");
      if (type?.kind === "named" && type.name === "Server" && address !== undefined) {
        recordAddress(builder, { address, handler: object.fields.get("Handler") }, site);
      }
      return null;
    },
    intercept: (declared, site) =>
      serveByName(builder, declared.name, { site, packageName: declared.scope.package.name }),
    empty(declared, place) {
      const method = methodNamed(declared.name);
      const takesPath = /^\(\s*\w+\s+string\s*,/.test(declared.node.field("parameters")?.text() ?? "");
      if (method === null || !takesPath) {
        return null;
      }
      const key = `${declared.scope.package.dir}.${declared.receiver}`;
      const dialect = dialects["net/http"];
      if (dialect === undefined) {
        return null;
      }
      const router = loose.get(key) ?? makeRouter(builder, { dialect, place, application: true });
      loose.set(key, router);
      return router.native.get?.(declared.name) ?? null;
    },
    returned: (callee, site, result) => wrappedRouter(builder, { callee, site, result }),
  };
}

interface Typed {
  readonly dialect: Dialect;
  readonly name: string;
  readonly place: Place;
}

/** The one application that there is, else a router of which nobody knows where it is mounted. */
function typedRouter(builder: GraphBuilder, { dialect, name, place }: Typed): Value | null {
  const whole = dialect.applications.includes(name);
  if (!whole && !dialect.parts.includes(name)) {
    return null;
  }
  const known = [...builder.applications.values()].filter((state) => state.dialect.framework === dialect.framework);
  const [only] = known;
  return whole && only !== undefined && known.length === 1
    ? routerValue(builder, only)
    : makeRouter(builder, { dialect, place, application: false });
}

function foreignMember(builder: GraphBuilder, path: string, name: string): Value | null {
  const dialect = dialects[path];
  if (dialect?.makes.includes(name) === true) {
    return nativeFunction((site) => {
      const router = makeRouter(builder, { dialect, place: site, application: true });
      if (path === negroni) {
        useAll(router, site);
      }
      return router;
    });
  }
  if (path === negroni && name.startsWith("Wrap")) {
    return nativeFunction((site) => site.args[0]?.value ?? unknown);
  }
  const constant =
    /^Method([A-Z][a-z]+)$/.exec(name)?.[1] ?? (dialect?.framework === "echo" ? methodNamed(name) : null);
  if (constant !== null && (dialect !== undefined || path.endsWith("/http"))) {
    return text(constant.toUpperCase());
  }
  switch (path) {
    case "net/http":
      return httpMember(builder, name);
    case "net":
      return name === "Listen" ? listenAt(builder, 1) : null;
    case "github.com/valyala/fasthttp":
      return name.startsWith("ListenAndServe") ? listenAt(builder, 0) : null;
    case "github.com/justinas/alice":
      return name === "New" ? nativeFunction((site) => aliceChain(builder, guardNames(builder, site.args))) : null;
    default:
      return humaMember(builder, path, name) ?? serviceMember(builder, path, name);
  }
}

function useAll(router: NativeValue, site: CallSite): void {
  const use = router.native.get?.("Use");
  if (use?.kind === "native" && site.args.length > 0) {
    use.native.call?.(site);
  }
}

function listenAt(builder: GraphBuilder, index: number): Value {
  return nativeFunction((site) => {
    recordAddress(builder, { address: site.args[index]?.value ?? unknown, handler: site.args[index + 1]?.value }, site);
    return nothing;
  });
}

function httpMember(builder: GraphBuilder, name: string): Value | null {
  switch (name) {
    case "Handle":
    case "HandleFunc":
      return nativeFunction((site) => {
        const member = defaultMux(builder, site)?.native.get?.(name);
        return member?.kind === "native" ? (member.native.call?.(site) ?? unknown) : unknown;
      });
    case "DefaultServeMux":
      return defaultMux(builder, { file: ".", line: 1 });
    case "ListenAndServe":
    case "ListenAndServeTLS":
      return listenAt(builder, 0);
    case "HandlerFunc":
      return nativeFunction((site) => site.args[0]?.value ?? unknown);
    case "FileServer":
    case "FileServerFS":
      return nativeFunction(() => staticHandler());
    case "StripPrefix":
      return nativeFunction((site) => stripped(builder, site));
    default:
      return null;
  }
}

const defaults = new WeakMap<GraphBuilder, NativeValue>();

function defaultMux(builder: GraphBuilder, place: Place): NativeValue | null {
  const dialect = dialects["net/http"];
  let mux = defaults.get(builder);
  if (mux === undefined && dialect !== undefined) {
    mux = makeRouter(builder, { dialect, place, application: true });
    defaults.set(builder, mux);
  }
  return mux ?? null;
}

/** `StripPrefix(prefix, handler)`: a router sees paths without the prefix. */
function stripped(builder: GraphBuilder, site: CallSite): Value {
  const handler = site.args[1];
  const router = routerOf(handler?.value);
  if (router === null) {
    return handler?.value ?? unknown;
  }
  const prefix = textOf(site.args[0]?.value);
  if (prefix === null) {
    builder.unresolved.push({
      what: `prefix that is not known: ${expressionName(site.args[0]?.node ?? site.node)}`,
      file: site.file,
      line: site.line,
    });
  }
  return around(builder, {
    target: router.router.id,
    dialect: router.router.dialect,
    site,
    prefix: prefix ?? "",
    guards: [],
  });
}

interface Around {
  readonly target: string;
  readonly dialect: Dialect;
  readonly site: CallSite;
  readonly prefix: string;
  readonly guards: readonly string[];
}

/** A router that only leads to another one. */
function around(builder: GraphBuilder, { target, dialect, site, prefix, guards }: Around): Value {
  const place = { file: site.file, line: site.line };
  const outer = makeRouter(builder, { dialect, place, application: true });
  routerOf(outer)?.router.entries.push({ kind: "mount", prefix, guards, router: target, ...place, confidence: 1 });
  return outer;
}

const registers = /(^|\.)(Register|Setup|Install|Attach|Bind|Add|Inject|Use)\w*$/;

/** A function of others that is given a router: it stands before the router, or registers something on it. */
function calledForeign(builder: GraphBuilder, callee: ForeignValue, site: CallSite): Value | null {
  const served = serveByName(builder, callee.name.slice(callee.name.lastIndexOf(".") + 1), {
    site,
    packageName: callee.path.slice(callee.path.lastIndexOf("/") + 1),
  });
  if (served !== null) {
    return served;
  }
  const routers = site.args.flatMap(({ value }) => (value.kind === "native" ? (routerOf(value) ?? []) : []));
  const [only] = routers;
  if (only === undefined || routers.length > 1) {
    return null;
  }
  if (registers.test(callee.name)) {
    builder.unresolved.push({ what: `routes that ${callee.path} registers`, file: site.file, line: site.line });
    return null;
  }
  const node = site.node.field("function") ?? site.node;
  const name = guardName(builder, node, callee);
  const guards = name === null ? [] : [name];
  const { id, dialect } = only.router;
  return around(builder, { target: id, dialect, site, prefix: "", guards });
}

interface Returned {
  readonly callee: { readonly node: { text(): string }; readonly declared: DeclaredFunction | null };
  readonly site: CallSite;
  readonly result: Value;
}

/** `authenticate(router)` that gives a handler: the router with a guard before it. */
function wrappedRouter(builder: GraphBuilder, { callee, site, result }: Returned): Value | null {
  const routers = site.args.flatMap(({ value }) => (value.kind === "native" ? (routerOf(value) ?? []) : []));
  const [only] = routers;
  if (
    only === undefined ||
    routers.length > 1 ||
    result.kind !== "function" ||
    site.node.kind() !== "call_expression"
  ) {
    return null;
  }
  const name = expressionName(site.node.field("function") ?? site.node);
  noteGuard(builder, name, callee.node.text());
  const { id, dialect } = only.router;
  return around(builder, { target: id, dialect, site, prefix: "", guards: [name] });
}

/** `alice.New(a, b).Then(handler)` */
function aliceChain(builder: GraphBuilder, guards: readonly string[]): NativeValue {
  return native({
    get(name) {
      switch (name) {
        case "Append":
          return nativeFunction((site) => aliceChain(builder, [...guards, ...guardNames(builder, site.args)]));
        case "Extend":
          return nativeFunction(() => aliceChain(builder, guards));
        case "Then":
        case "ThenFunc":
          return nativeFunction((site) => thenHandler(builder, { guards, site, argument: site.args[0] }));
        default:
          return null;
      }
    },
  });
}

interface Then {
  readonly guards: readonly string[];
  readonly site: CallSite;
  readonly argument: Argument | undefined;
}

function thenHandler(builder: GraphBuilder, { guards, site, argument }: Then): Value {
  const router = routerOf(argument?.value);
  if (router !== null) {
    const { id, dialect } = router.router;
    return around(builder, { target: id, dialect, site, prefix: "", guards });
  }
  return argument === undefined ? unknown : wrap(argument, guards);
}
