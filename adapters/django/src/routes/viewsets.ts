import {
  ancestry,
  argumentOf,
  argumentsOf,
  decoratorsOf,
  dottedName,
  kids,
  lookupClass,
  methodNames,
  native,
  nativeFunction,
  none,
  stringValue,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, ClassValue, FunctionValue, NativeValue, SyntaxNode, Value } from "@backwright/language-python";
import { regexRoute } from "./paths.ts";
import type { RouterNative, UrlContext } from "./urls.ts";
import { guardsOf } from "./views.ts";

interface Action {
  readonly name: string;
  readonly method: string;
  readonly detail: boolean;
}

const standard: readonly Action[] = [
  { name: "list", method: "GET", detail: false },
  { name: "create", method: "POST", detail: false },
  { name: "retrieve", method: "GET", detail: true },
  { name: "update", method: "PUT", detail: true },
  { name: "partial_update", method: "PATCH", detail: true },
  { name: "destroy", method: "DELETE", detail: true },
];

/** The actions that bases of Django REST framework bring. */
const brought: Readonly<Record<string, readonly string[]>> = {
  ModelViewSet: standard.map(({ name }) => name),
  ReadOnlyModelViewSet: ["list", "retrieve"],
  ListModelMixin: ["list"],
  CreateModelMixin: ["create"],
  RetrieveModelMixin: ["retrieve"],
  UpdateModelMixin: ["update", "partial_update"],
  DestroyModelMixin: ["destroy"],
};

export interface RouterOptions {
  /** Whether the router shows what it holds at its own root. */
  readonly root: boolean;
  /** What stands before every prefix, for routers in routers. */
  readonly above: string;
}

/** `DefaultRouter()` and `SimpleRouter()`. */
export function makeViewsetRouter(context: UrlContext, site: CallSite, { root, above }: RouterOptions): NativeValue {
  const { builder } = context;
  const id = builder.add(site);
  const slash = argumentOf(site, "trailing_slash");
  const end = slash?.kind === "text" && slash.type === "boolean" && slash.text === "" ? "" : "/";
  const lookups = new Map<string, string>();
  if (root) {
    const { file, line } = site;
    builder.addRoute(id, {
      kind: "route",
      method: "GET",
      path: "",
      handler: "api_root",
      guards: [],
      file,
      line,
      confidence: 0.9,
    });
  }
  const router: RouterNative & { readonly lookups: ReadonlyMap<string, string> } = {
    routerId: id,
    lookups,
    get(name) {
      switch (name) {
        case "register":
          return nativeFunction((call) => {
            const prefix = textOf(argumentOf(call, "prefix", 0));
            const view = argumentOf(call, "viewset", 1) ?? unknown;
            if (prefix === null || view.kind !== "class") {
              const what = `viewset that is not known${prefix === null ? "" : ` at ${prefix}`}`;
              builder.unresolved.push({ what, file: call.file, line: call.line });
              return none;
            }
            lookups.set(prefix, lookupOf(view));
            addViewset(context, id, { base: `${above}${regexRoute(prefix)}`, end, view, site: call });
            return none;
          });
        case "urls":
        case "registry":
          return self;
        case "extend":
          return nativeFunction((call) => {
            const other = call.args[0]?.value;
            const given =
              other?.kind === "native" && "routerId" in other.native ? (other.native as RouterNative).routerId : null;
            if (given !== null) {
              const { file, line } = call;
              builder.addRoute(id, { kind: "mount", prefix: "", guards: [], router: given, file, line, confidence: 1 });
            }
            return none;
          });
        default:
          return null;
      }
    },
    items: () => [self],
  };
  const self: NativeValue = native(router);
  return self;
}

/** `NestedDefaultRouter(parent, "domains", lookup="domain")` of drf-nested-routers. */
export function makeNestedRouter(context: UrlContext, site: CallSite): NativeValue {
  const parent = argumentOf(site, "parent_router", 0);
  const prefix = textOf(argumentOf(site, "parent_prefix", 1)) ?? "";
  const lookups =
    parent?.kind === "native" && "lookups" in parent.native
      ? (parent.native.lookups as ReadonlyMap<string, string>)
      : null;
  const name = textOf(argumentOf(site, "lookup")) ?? "nested_1";
  const above = `${regexRoute(prefix)}/:${name}_${lookups?.get(prefix) ?? "pk"}/`;
  return makeViewsetRouter(context, site, { root: false, above });
}

interface Viewset {
  readonly base: string;
  readonly end: string;
  readonly view: ClassValue;
  readonly site: CallSite;
}

function addViewset(context: UrlContext, id: string, { base, end, view, site }: Viewset): void {
  const { classes, foreign } = ancestry(view);
  const names = new Set(foreign.flatMap((path) => brought[path.slice(path.lastIndexOf(".") + 1)] ?? []));
  const allowed = methodNames(lookupClass(view, "http_method_names"));
  const item = `${base}${base === "" ? "" : "/"}:${lookupOf(view)}${end}`;
  const collection = base === "" ? "" : `${base}${end}`;
  function add(action: Action, path: string): void {
    if (allowed === null || allowed.includes(action.method)) {
      const { file, line } = site;
      const handler = { value: view, name: view.name, given: [], wrappers: [] };
      const guards = [...guardsOf(handler, action.name, context.permissions)];
      const guarded = guardsOf(handler, action.method, context.permissions);
      builderOf(context).addRoute(id, {
        kind: "route",
        method: action.method,
        path,
        handler: `${view.name}.${action.name}`,
        guards: [
          ...new Set([...guarded, ...guards.filter((name) => !name.endsWith("(write)") && !/OrReadOnly$/i.test(name))]),
        ],
        file,
        line,
        confidence: 0.98,
        view: view.name,
      });
    }
  }
  const extras = classes
    .flatMap((owner) => [...owner.members.values()])
    .flatMap((member) => (member.kind === "function" ? extraActions(member) : []));
  extras
    .filter(({ action }) => !action.detail)
    .forEach(({ action, path }) =>
      add(action, `${collection}${collection.endsWith("/") || collection === "" ? "" : "/"}${path}${end}`),
    );
  standard
    .filter(({ name }) => names.has(name) || lookupClass(view, name)?.kind === "function")
    .forEach((action) => add(action, action.detail ? item : collection));
  extras
    .filter(({ action }) => action.detail)
    .forEach(({ action, path }) => add(action, `${item}${item.endsWith("/") ? "" : "/"}${path}${end}`));
}

function builderOf({ builder }: UrlContext): UrlContext["builder"] {
  return builder;
}

function lookupOf(view: ClassValue): string {
  return textOf(lookupClass(view, "lookup_url_kwarg")) ?? textOf(lookupClass(view, "lookup_field")) ?? "pk";
}

/** `@action(detail=True, methods=["post"], url_path="publish")`, and the older `@detail_route` and `@list_route`. */
function extraActions(value: FunctionValue): { action: Action; path: string }[] {
  return decoratorsOf(value.node).flatMap((decorator) => {
    const name = (dottedName(decorator) ?? "").replace(/^.*\./, "");
    if (!/^(action|detail_route|list_route)$/.test(name)) {
      return [];
    }
    const args = argumentsOf(decorator.field("arguments"));
    function named(wanted: string): SyntaxNode | null {
      return args.find((argument) => argument.name === wanted)?.value ?? null;
    }
    const detail = name === "action" ? named("detail")?.text() === "True" : name === "detail_route";
    const methods = kids(named("methods") ?? args.find((argument) => argument.name === null)?.value ?? null).flatMap(
      (node) => stringValue(node)?.toUpperCase() ?? [],
    );
    const path = regexRoute(stringValue(named("url_path")) ?? value.name);
    return (methods.length === 0 ? ["GET"] : methods).map((method) => ({
      action: { name: value.name, method, detail },
      path,
    }));
  });
}

/** True for a router class that a project keeps a copy of: it registers viewsets and makes URLs of them. */
export function isOwnRouter(value: Value): boolean {
  return (
    value.kind === "class" &&
    /(Default|Simple)?Router$/.test(value.name) &&
    lookupClass(value, "register")?.kind === "function" &&
    (lookupClass(value, "get_urls")?.kind === "function" || lookupClass(value, "urls")?.kind === "function")
  );
}
