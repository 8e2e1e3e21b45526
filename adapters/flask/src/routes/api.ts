import { argumentOf, methodNames, native, nativeFunction, none, textOf, unknown } from "@backwright/language-python";
import type { CallSite, NativeValue, ReadingContext, Value } from "@backwright/language-python";
import { addRoute, decorator, mount, notePrefix, routerOf } from "./router.ts";
import type { RouterNative } from "./router.ts";

/** `Api(app, prefix="/api")` of Flask-RESTful, Flask-RESTX and flask-smorest: a layer over an application or blueprint. */
export function makeApi(context: ReadingContext, site: CallSite): NativeValue {
  const id = context.builder.add(site);
  const prefix = textOf(argumentOf(site, "prefix")) ?? "";
  notePrefix(context, id, { prefix, site });
  bind(context, id, { prefix, site, target: argumentOf(site, "app", 0) ?? argumentOf(site, "blueprint") });
  const router: RouterNative = {
    routerId: id,
    prefix,
    get(name) {
      switch (name) {
        case "init_app":
          return nativeFunction((call) => {
            bind(context, id, { prefix, site: call, target: argumentOf(call, "app", 0) });
            return none;
          });
        case "add_namespace":
          return nativeFunction((call) => addNamespace(context, id, call));
        case "namespace":
          return nativeFunction((call) => {
            const namespace = makeNamespace(context, call);
            addRouter(context, id, { namespace, path: null, site: call });
            return namespace;
          });
        case "register_blueprint":
          return nativeFunction((call) => {
            const path = textOf(argumentOf(call, "url_prefix"));
            addRouter(context, id, { namespace: argumentOf(call, "blp", 0), path, site: call });
            return none;
          });
        default:
          return resources(context, id, name);
      }
    },
  };
  return native(router);
}

/** `Namespace("users", path="/users")` of Flask-RESTX. */
export function makeNamespace(context: ReadingContext, site: CallSite): NativeValue {
  const id = context.builder.add(site);
  const name = textOf(argumentOf(site, "name", 0));
  const prefix = textOf(argumentOf(site, "path", 2)) ?? (name === null ? "" : `/${name}`);
  notePrefix(context, id, { prefix, site });
  const router: RouterNative = { routerId: id, prefix, get: (member) => resources(context, id, member) };
  return native(router);
}

interface Binding {
  readonly prefix: string;
  readonly site: CallSite;
  readonly target: Value | null;
}

function bind(context: ReadingContext, id: string, { prefix, site, target }: Binding): void {
  const into = routerOf(target);
  if (into !== null) {
    mount(context, into.routerId, { router: id, prefix, site, confidence: 1 });
  }
}

/** What an API and a namespace have in common. */
function resources(context: ReadingContext, id: string, name: string): Value | null {
  switch (name) {
    case "route":
    case "resource":
      return decorator(context, id, null);
    case "add_resource":
      return nativeFunction((site) => {
        const [handler, ...rules] = site.args.filter((argument) => argument.name === null);
        const methods = methodNames(argumentOf(site, "methods"));
        rules.forEach(({ value }) =>
          addRoute(context, id, { site, rule: value, handler: handler?.value ?? unknown, methods }),
        );
        return none;
      });
    default:
      return null;
  }
}

function addNamespace(context: ReadingContext, id: string, site: CallSite): Value {
  addRouter(context, id, { namespace: argumentOf(site, "ns", 0), path: textOf(argumentOf(site, "path", 1)), site });
  return none;
}

interface Added {
  readonly namespace: Value | null;
  readonly path: string | null;
  readonly site: CallSite;
}

function addRouter(context: ReadingContext, id: string, { namespace, path, site }: Added): void {
  const router = routerOf(namespace);
  if (router === null) {
    context.builder.unresolved.push({
      what: "routes of a namespace that is not known",
      file: site.file,
      line: site.line,
    });
    return;
  }
  mount(context, id, { router: router.routerId, prefix: path ?? router.prefix ?? "", site, confidence: 1 });
}
