import {
  argumentOf,
  handlerOf,
  joinParts,
  methodNames,
  nameFor,
  native,
  nativeFunction,
  none,
  plainPath,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, Native, NativeValue, ReadingContext, Value } from "@backwright/language-python";
import { guardsOf, methodsOf } from "./views.ts";

/** What the interpreter holds for an application, a blueprint, an API or a namespace. */
export interface RouterNative extends Native {
  readonly routerId: string;
  /** Its own prefix, for when whoever mounts it gives none. */
  readonly prefix: string | null;
}

export interface RouterKind {
  readonly application: boolean;
  readonly prefix: string | null;
}

/** Routers that were mounted, by the reading that saw it. */
const mounted = new WeakMap<ReadingContext, Set<string>>();
const prefixes = new WeakMap<ReadingContext, Map<string, { prefix: string; site: CallSite }>>();

/** A new application or blueprint, made at a place. */
export function makeRouter(context: ReadingContext, site: CallSite, { application, prefix }: RouterKind): NativeValue {
  const { builder } = context;
  const id = builder.add(site);
  if (application) {
    builder.applications.set(id, { file: site.file, line: site.line });
  } else {
    notePrefix(context, id, { prefix: prefix ?? "", site });
  }
  const router: RouterNative = { routerId: id, prefix, get: (name) => member(context, id, name) };
  return native(router);
}

export function notePrefix(context: ReadingContext, id: string, own: { prefix: string; site: CallSite }): void {
  const known = prefixes.get(context) ?? new Map<string, { prefix: string; site: CallSite }>();
  prefixes.set(context, known.set(id, own));
}

/** `app.config.get("PORT", 5000)` */
function settingDefault(written: string): number | null {
  const found = /\.get\(\s*["']\w+["']\s*,\s*["']?(\d{2,5})\b/.exec(written)?.[1];
  return found === undefined ? null : Number(found);
}

export function routerOf(value: Value | null): RouterNative | null {
  if (value?.kind === "instance") {
    return routerOf(value.base);
  }
  return value?.kind === "native" && "routerId" in value.native ? (value.native as RouterNative) : null;
}

/** Blueprints that nothing registers keep their own prefix. */
export function mountOrphans(context: ReadingContext): void {
  const done = mounted.get(context);
  for (const [router, { prefix, site }] of prefixes.get(context) ?? []) {
    if (done?.has(router) !== true && prefix !== "") {
      mount(context, context.builder.add(site), { router, prefix, site, confidence: 1 });
    }
  }
}

export interface Mounting {
  readonly router: string;
  readonly prefix: string;
  readonly site: CallSite;
  readonly confidence: number;
}

export function mount(context: ReadingContext, into: string, { router, prefix, site, confidence }: Mounting): void {
  const { file, line } = site;
  const known = mounted.get(context) ?? new Set<string>();
  mounted.set(context, known.add(router));
  context.builder.addRoute(into, {
    kind: "mount",
    prefix: plainPath(prefix),
    guards: [],
    router,
    file,
    line,
    confidence,
  });
}

const verbs = new Set(["get", "post", "put", "patch", "delete"]);

function member(context: ReadingContext, id: string, name: string): Value | null {
  if (verbs.has(name)) {
    return decorator(context, id, [name.toUpperCase()]);
  }
  switch (name) {
    case "route":
      return decorator(context, id, null);
    case "add_url_rule":
      return nativeFunction((site) => {
        // A rule that only builds addresses answers nothing.
        const building = argumentOf(site, "build_only");
        if (building?.kind !== "text" || building.text === "") {
          const handler = argumentOf(site, "view_func", 2) ?? unknown;
          const methods = methodNames(argumentOf(site, "methods"));
          addRoute(context, id, { site, rule: argumentOf(site, "rule", 0), handler, methods });
        }
        return none;
      });
    case "register_blueprint":
    case "register_api":
      return nativeFunction((site) => register(context, id, site));
    case "before_request":
      return nativeFunction((site) => guardAll(context, id, site));
    case "run":
      return nativeFunction((site) => listen(context, site));
    case "wsgi_app":
      return native({});
    case "add_api":
      return nativeFunction(() => none);
    default:
      return null;
  }
}

export interface NewRoute {
  readonly site: CallSite;
  readonly rule: Value | null;
  readonly handler: Value;
  /** `null`: what the handler itself answers. */
  readonly methods: readonly string[] | null;
}

/** `@app.route("/a", methods=["POST"])`, on functions and on classes; several rules in one where packages allow it. */
export function decorator(context: ReadingContext, id: string, methods: readonly string[] | null): Value {
  return nativeFunction((site) =>
    nativeFunction((applied) => {
      const handler = applied.args[0]?.value ?? unknown;
      const given = methods ?? methodNames(argumentOf(site, "methods"));
      const rules = site.args.filter((argument) => argument.name === null || argument.name === "rule");
      const single = handler.kind === "class" ? rules : rules.slice(0, 1);
      single.forEach(({ value }) => addRoute(context, id, { site, rule: value, handler, methods: given }));
      return handler;
    }),
  );
}

export function addRoute({ builder }: ReadingContext, id: string, { site, rule, handler, methods }: NewRoute): void {
  const { file, line } = site;
  const path = textOf(rule);
  const found = handlerOf(handler);
  const answers = withoutImplied(methods ?? methodsOf(found.value) ?? ["GET"]);
  if (path === null) {
    const what = `${answers.join(", ")} with a path that is not known: ${nameFor(site.args[0]?.node ?? null)}`;
    builder.unresolved.push({ what, file, line });
    return;
  }
  for (const method of answers) {
    builder.addRoute(id, {
      kind: "route",
      method,
      path: plainPath(joinParts("", path)),
      handler: found.name,
      guards: guardsOf(found, method),
      file,
      line,
      confidence: rule?.kind === "text" && rule.env !== null ? 0.85 : 0.98,
      view: found.name,
    });
  }
}

/** Flask itself answers OPTIONS, and HEAD beside GET, whether they are listed or not. */
function withoutImplied(methods: readonly string[]): readonly string[] {
  const own = methods.filter((method) => method !== "OPTIONS" && (method !== "HEAD" || !methods.includes("GET")));
  return own.length > 0 ? own : methods;
}

function register(context: ReadingContext, id: string, site: CallSite): Value {
  const blueprint = routerOf(argumentOf(site, "blueprint", 0) ?? argumentOf(site, "api", 0));
  const given = argumentOf(site, "url_prefix");
  const prefix =
    given === null || (given.kind === "text" && given.type === "none") ? (blueprint?.prefix ?? "") : textOf(given);
  if (blueprint === null || prefix === null) {
    const name = nameFor(site.args[0]?.node ?? null);
    const what =
      blueprint === null
        ? `routes of a blueprint that is not known: ${name}`
        : `${name} under a prefix that is not known`;
    context.builder.unresolved.push({ what, file: site.file, line: site.line });
  }
  if (blueprint !== null) {
    const confidence = prefix === null ? 0.4 : given?.kind === "text" && given.env !== null ? 0.9 : 1;
    mount(context, id, { router: blueprint.routerId, prefix: prefix ?? blueprint.prefix ?? "", site, confidence });
  }
  return none;
}

/** A function that runs before every request of an application or blueprint. */
function guardAll({ builder }: ReadingContext, id: string, site: CallSite): Value {
  const { value } = site.args[0] ?? { value: unknown };
  // Much runs before every request; a guard is what by its name and its code sends strangers away.
  if (value.kind === "function" && /login|log_?in|authenticat|authoriz|require|jwt|protect|auth$/i.test(value.name)) {
    const refuses = /\b(401|403|abort|unauthori[sz]ed|verify_jwt_in_request)\b|redirect\([^)]*login/i.test(
      value.node.text(),
    );
    builder.addGuard(id, site, refuses ? [value.name] : []);
  }
  return value;
}

/** `app.run(port=5000)`. */
export function listen({ builder }: Pick<ReadingContext, "builder">, site: CallSite): Value {
  const port = argumentOf(site, "port", 1);
  const number = port?.kind === "text" && /^\d{1,5}$/.test(port.text) ? Number(port.text) : null;
  const { file, line } = site;
  const env = port?.kind === "text" ? port.env : null;
  const given = site.args.find(({ name }, index) => name === "port" || (name === null && index === 1));
  const fallback = number === null && given !== undefined ? settingDefault(given.node.text()) : null;
  builder.listens.push({ file, line, port: number ?? fallback ?? (port === null ? 5000 : null), env, target: null });
  return none;
}
