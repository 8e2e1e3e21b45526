import { native, nativeFunction, unknown } from "@backwright/language-node";
import type { Host, NativeValue } from "@backwright/language-node";
import { autoloadPackage } from "./autoload.ts";
import type { Context } from "./context.ts";
import { fileRoutes } from "./file-routes.ts";
import { makeInstance } from "./instance.ts";
import { environment } from "./plugins.ts";
import { sharedPlugin } from "./register.ts";

/** Gives the exports of Fastify and of its own packages their meaning. */
export function fastifyHost(context: Context): Host {
  const fastify: NativeValue = native({
    call: (site) => makeInstance(context, site, "application"),
    get: (property) => (property === "fastify" || property === "default" ? fastify : null),
  });
  const wrap: NativeValue = native({
    call: (site) => {
      const plugin = site.args[0]?.value() ?? unknown;
      const options = site.args[1]?.value();
      // `encapsulate: true` takes back what the wrapper is for.
      return options?.kind === "object" && options.entries.has("encapsulate") ? plugin : sharedPlugin(plugin);
    },
    get: (property) => (property === "default" || property === "fastifyPlugin" ? wrap : null),
  });
  // Calls what makes the application with Fastify itself, and again whenever it starts anew.
  const restartable: NativeValue = native({
    call: ({ args: [make, options] }) => {
      const factory = make?.value();
      return factory?.kind === "function"
        ? (context.interpreter?.call(factory, [fastify, options?.value() ?? unknown]) ?? unknown)
        : unknown;
    },
    get: (property) => (property === "default" || property === "restartable" ? restartable : null),
  });
  const settings = withDefault(nativeFunction(() => environment()));
  const files = withDefault(fileRoutes(context));
  return {
    ignored: new Set(["schema", "errorHandler", "ajv", "logger"]),
    importPackage(specifier) {
      switch (specifier) {
        case "fastify":
          return fastify;
        case "@fastify/restartable":
          return restartable;
        case "fastify-plugin":
          return wrap;
        case "@fastify/autoload":
        case "fastify-autoload":
          return autoloadPackage();
        case "env-schema":
          return settings;
        case "virtual:fastify-routes":
          return files;
        default:
          return null;
      }
    },
  };
}

function withDefault(value: NativeValue): NativeValue {
  const self: NativeValue = native({ ...value.native, get: (property) => (property === "default" ? self : null) });
  return self;
}
