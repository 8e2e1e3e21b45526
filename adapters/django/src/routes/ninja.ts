import {
  argumentOf,
  joinParts,
  methodNames,
  native,
  nativeFunction,
  none,
  textOf,
  unknown,
} from "@backwright/language-python";
import type { CallSite, NativeValue, Value } from "@backwright/language-python";
import { registerControllers } from "./ninja-extra.ts";
import { guardNames, plainNinjaPath } from "./ninja-words.ts";
import { byDottedName, routerIdOf } from "./urls.ts";
import type { RouterNative, UrlContext } from "./urls.ts";

const verbs = new Set(["get", "post", "put", "patch", "delete"]);

/** `NinjaAPI()` and `Router()` of Django Ninja. */
export function makeNinja(context: UrlContext, site: CallSite, kind: "api" | "router"): NativeValue {
  const { builder } = context;
  const id = builder.add(site);
  builder.addGuard(id, site, guardNames(site));
  if (kind === "api") {
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
  const router: RouterNative = {
    routerId: id,
    get(name) {
      if (verbs.has(name)) {
        return decorator(context, id, () => [name.toUpperCase()], 0);
      }
      switch (name) {
        case "api_operation":
          return decorator(context, id, (call) => methodNames(argumentOf(call, "methods", 0)) ?? ["GET"], 1);
        case "add_router":
          return nativeFunction((call) => {
            addRouter(context, id, call);
            return none;
          });
        case "register_controllers":
          return nativeFunction((call) => {
            registerControllers(context, id, call);
            return none;
          });
        case "urls":
          return self;
        default:
          return null;
      }
    },
    items: () => [self],
  };
  const self: NativeValue = native(router);
  return self;
}

function decorator(
  context: UrlContext,
  id: string,
  methods: (site: CallSite) => readonly string[],
  index: number,
): Value {
  return nativeFunction((site) =>
    nativeFunction((applied) => {
      const handler = applied.args[0]?.value ?? unknown;
      const path = textOf(argumentOf(site, "path", index));
      const { file, line } = site;
      if (path === null) {
        context.builder.unresolved.push({ what: "operation with a path that is not known", file, line });
        return handler;
      }
      for (const method of methods(site)) {
        context.builder.addRoute(id, {
          kind: "route",
          method,
          path: plainNinjaPath(path),
          handler: handler.kind === "function" ? handler.name : "(inline)",
          guards: guardNames(site),
          file,
          line,
          confidence: 0.98,
        });
      }
      return handler;
    }),
  );
}

function addRouter(context: UrlContext, id: string, site: CallSite): void {
  const given = argumentOf(site, "router", 1) ?? unknown;
  const name = textOf(given);
  const router = routerIdOf(name === null ? given : byDottedName(context, site.file, name));
  const prefix = textOf(argumentOf(site, "prefix", 0));
  const { file, line } = site;
  if (router === null || prefix === null) {
    context.builder.unresolved.push({
      what: `routes of a router that is not known${name === null ? "" : `: ${name}`}`,
      file,
      line,
    });
    return;
  }
  const entry = {
    kind: "mount",
    prefix: joinParts("", plainNinjaPath(prefix)),
    guards: guardNames(site),
    router,
    file,
    line,
    confidence: 1,
  } as const;
  context.builder.addRoute(id, entry);
}
