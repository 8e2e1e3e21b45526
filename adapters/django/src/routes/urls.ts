import { argumentOf, handlerOf, itemsOf, list, native, textOf, unknown } from "@backwright/language-python";
import type { CallSite, Native, ReadingContext, Value } from "@backwright/language-python";
import { plainRoute, regexRoute } from "./paths.ts";
import { guardsOf, methodsOf } from "./views.ts";

/** What a project's settings say to all of its views. */
export interface UrlContext extends ReadingContext {
  /** Permissions of API views that name none. */
  readonly permissions: readonly string[];
}

/** One `path(…)`, `re_path(…)` or `url(…)`. */
interface EntryNative extends Native {
  readonly entry: {
    readonly route: Value | null;
    readonly regex: boolean;
    readonly view: Value;
    readonly site: CallSite;
  };
}

/** `include(…)`. */
interface IncludeNative extends Native {
  readonly patterns: Value;
}

/** Something with routes of its own: a router of Django REST framework, or an API of Django Ninja. */
export interface RouterNative extends Native {
  readonly routerId: string;
}

export function makeEntry(site: CallSite, regex: boolean): Value {
  const route = argumentOf(site, regex ? "regex" : "route", 0) ?? argumentOf(site, "route", 0);
  const entry: EntryNative = { entry: { route, regex, view: argumentOf(site, "view", 1) ?? unknown, site } };
  return native(entry);
}

/** The patterns of a module by its name, of a list, or of a pair of one and a namespace. */
export function makeInclude(context: ReadingContext, site: CallSite): Value {
  const given = argumentOf(site, "arg", 0) ?? unknown;
  const include: IncludeNative = { patterns: patternsOf(context, given, site.file) };
  return native(include);
}

function patternsOf(context: ReadingContext, given: Value, file: string): Value {
  const name = textOf(given);
  if (name !== null) {
    return patternsOf(context, context.interpreter().module(file, name), file);
  }
  if (given.kind === "module") {
    return given.get("urlpatterns") ?? unknown;
  }
  const [first] = given.kind === "list" ? given.items : [];
  const pair =
    first !== undefined &&
    (first.kind === "list" || first.kind === "module" || first.kind === "text" || routerIdOf(first) !== null);
  return pair && given.kind === "list" && given.items.length <= 2 ? patternsOf(context, first, file) : given;
}

export function routerIdOf(value: Value | null): string | null {
  if (value?.kind === "instance") {
    return routerIdOf(value.base);
  }
  return value?.kind === "native" && "routerId" in value.native ? (value.native as RouterNative).routerId : null;
}

/** Lists of patterns that are routers already. */
const collected = new WeakMap<Value, string>();

/** The router of a list of patterns, made once for each. */
export function routerFor(context: UrlContext, patterns: Value, site: { file: string; line: number }): string {
  const known = routerIdOf(patterns) ?? collected.get(patterns);
  if (known !== undefined && known !== null) {
    return known;
  }
  const id = context.builder.add(site);
  collected.set(patterns, id);
  collect(context, id, itemsOf(patterns) ?? []);
  return id;
}

function collect(context: UrlContext, into: string, items: readonly Value[]): void {
  for (const item of items) {
    const router = routerIdOf(item);
    if (router !== null) {
      mount(context, into, { router, prefix: "", site: null, confidence: 1 });
    } else if (item.kind === "native" && "entry" in item.native) {
      addEntry(context, into, (item.native as EntryNative).entry);
    } else if (item.kind === "list") {
      collect(context, into, item.items);
    }
  }
}

interface Mounting {
  readonly router: string;
  readonly prefix: string;
  readonly site: CallSite | null;
  readonly confidence: number;
}

function mount({ builder }: UrlContext, into: string, { router, prefix, site, confidence }: Mounting): void {
  const { file, line } = site ?? { file: router.replace(/:\d+#\d+$/, ""), line: 1 };
  builder.addRoute(into, { kind: "mount", prefix, guards: [], router, file, line, confidence });
}

function addEntry(context: UrlContext, into: string, { route, regex, view, site }: EntryNative["entry"]): void {
  const { builder } = context;
  const { file, line } = site;
  const written = textOf(route);
  if (written === null) {
    builder.unresolved.push({ what: "URL pattern with a route that is not known", file, line });
    if (!(view.kind === "native" && "patterns" in view.native)) {
      return;
    }
  }
  // What is below a prefix that only the settings know is there all the same.
  const path = regex ? regexRoute(written ?? "") : plainRoute(written ?? "");
  const confidence = written === null ? 0.4 : 1;
  if (view.kind === "native" && "patterns" in view.native) {
    const { patterns } = view.native as IncludeNative;
    if (patterns.kind === "foreign" || patterns.kind === "unknown") {
      const name = patterns.kind === "foreign" ? patterns.path : (site.args[1]?.node.text().slice(0, 80) ?? "");
      builder.unresolved.push({ what: `routes of ${name}`, file, line });
      return;
    }
    mount(context, into, { router: routerFor(context, patterns, site), prefix: path, site, confidence });
    return;
  }
  const router = routerIdOf(view);
  if (router !== null) {
    mount(context, into, { router, prefix: path, site, confidence: 1 });
    return;
  }
  const registering = view.kind === "foreign" ? view.path : viewName(site);
  if (registering.endsWith(".urls")) {
    builder.unresolved.push({ what: `routes that ${registering.replace(/\.urls$/, "")} registers`, file, line });
    return;
  }
  addView(context, into, { path, view, site });
}

function addView(
  context: UrlContext,
  into: string,
  { path, view, site }: { path: string; view: Value; site: CallSite },
): void {
  const handler = handlerOf(view);
  const name = handler.name === "(inline)" ? viewName(site) : handler.name;
  for (const method of methodsOf(handler)) {
    context.builder.addRoute(into, {
      kind: "route",
      method,
      path,
      handler: name,
      guards: guardsOf(handler, method, context.permissions),
      file: site.file,
      line: site.line,
      confidence: handler.value.kind === "function" || handler.value.kind === "class" ? 0.98 : 0.9,
      view: name,
    });
  }
}

function viewName(site: CallSite): string {
  const node = site.args.filter((argument) => argument.name === null)[1]?.node;
  return node === undefined || node.kind() === "lambda"
    ? "(inline)"
    : node
        .text()
        .replace(/\.as_view\([\s\S]*$/, "")
        .slice(0, 60);
}

/** `i18n_patterns(…)`: the same patterns, below a language that is in the path. */
export function translated(site: CallSite): Value {
  return list(site.args.flatMap((argument) => (argument.name === null ? [argument.value] : [])));
}

/** What a dotted name leads to: a name in a module. */
export function byDottedName(context: ReadingContext, file: string, name: string): Value {
  const at = name.lastIndexOf(".");
  const module = context.interpreter().module(file, name.slice(0, at));
  return module.kind === "module" ? (module.get(name.slice(at + 1)) ?? unknown) : unknown;
}
