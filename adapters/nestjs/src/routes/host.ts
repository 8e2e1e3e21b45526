import { native, nativeFunction, text, unknown } from "@backwright/language-node";
import type { CallSite, Host, NativeValue, Value } from "@backwright/language-node";
import { nestFactory } from "./application.ts";
import { configurationPackage } from "./configuration.ts";
import type { Context } from "./context.ts";
import { decoratorValue } from "./decorators.ts";
import type { Decorator } from "./decorators.ts";
import { later, routerModule } from "./modules.ts";

const methods: Readonly<Record<string, readonly string[]>> = {
  Get: ["GET"],
  Post: ["POST"],
  Put: ["PUT"],
  Patch: ["PATCH"],
  Delete: ["DELETE"],
  Head: ["HEAD"],
  Options: ["OPTIONS"],
  Search: ["SEARCH"],
  QueryMethod: ["QUERY"],
  Sse: ["GET"],
  All: ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"],
};

/** Gives the exports of Nest's own packages their meaning. */
export function nestHost(context: Context): Host {
  const common = commonPackage(context);
  const core = members({
    NestFactory: nestFactory(context),
    RouterModule: routerModule(context),
    APP_GUARD: text("APP_GUARD"),
    Reflector: native({ get: (name) => (name === "createDecorator" ? nativeFunction(ownDecorator) : null) }),
  });
  const configuration = configurationPackage(context);
  const routing = members({ RouterModule: routerModule(context) });
  return {
    importPackage(specifier) {
      switch (specifier) {
        case "@nestjs/common":
          return common;
        case "@nestjs/core":
          return core;
        case "@nestjs/config":
          return configuration;
        case "nest-router":
          return routing;
        default:
          return null;
      }
    },
  };
}

function commonPackage(context: Context): NativeValue {
  const routes = Object.entries(methods).map(([name, verbs]) => [name, routeDecorator(verbs)] as const);
  return members({
    ...Object.fromEntries(routes),
    Module: decorator((site) => ({ kind: "module", definition: first(site) })),
    Controller: decorator((site) => ({
      kind: "controller",
      options: site.args.length === 0 ? text("") : first(site),
    })),
    RequestMapping: nativeFunction(requestMapping),
    UseGuards: decorator(({ args }) => ({ kind: "guards", args })),
    Version: decorator((site) => ({ kind: "version", version: first(site) })),
    SetMetadata: decorator((site) => ({ kind: "metadata", key: keyOf(site) })),
    applyDecorators: decorator(({ args }) => ({ kind: "several", values: args.map((argument) => argument.value()) })),
    forwardRef: nativeFunction((site) => later(site, context)),
    RequestMethod: native({ get: (name) => text(name) }),
    VersioningType: native({ get: (name) => text(name) }),
    VERSION_NEUTRAL: text("VERSION_NEUTRAL"),
  });
}

function routeDecorator(verbs: readonly string[]): NativeValue {
  return decorator((site) => ({
    kind: "route",
    methods: verbs,
    path: site.args.length === 0 ? text("") : first(site),
  }));
}

/** `RequestMapping({ path, method: RequestMethod.GET })` */
function requestMapping(site: CallSite): Value {
  const options = first(site);
  const entries = options.kind === "object" ? options.entries : new Map<string, Value>();
  const method = entries.get("method");
  const name = method?.kind === "text" ? method.text : "GET";
  const verbs = name === "ALL" ? (methods["All"] ?? []) : [name];
  return decoratorValue({ kind: "route", methods: verbs, path: entries.get("path") ?? text("") });
}

/** `Reflector.createDecorator()` gives a decorator whose metadata is known by the decorator's own name. */
function ownDecorator(): Value {
  return nativeFunction(() => decoratorValue({ kind: "metadata", key: "" }));
}

function keyOf(site: CallSite): string {
  const key = first(site);
  return key.kind === "text" ? key.text : (site.args[0]?.node.text() ?? "");
}

function decorator(read: (site: CallSite) => Decorator): NativeValue {
  return nativeFunction((site) => decoratorValue(read(site)));
}

function first(site: CallSite): Value {
  return site.args[0]?.value() ?? unknown;
}

function members(entries: Readonly<Record<string, Value>>): NativeValue {
  return native({ get: (name) => entries[name] ?? null });
}
