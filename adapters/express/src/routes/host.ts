import { native, nativeFunction, recordListen, unknown } from "@backwright/language-node";
import type { CallSite, GraphBuilder, Host, NativeValue, Value } from "@backwright/language-node";
import { makeRouter, routerOf } from "./router.ts";

/** Packages whose default export makes a router as `express.Router` does. */
const routerPackages = new Set(["express-promise-router", "express-async-router", "router", "promise-router"]);
const serverPackages = new Set(["http", "https", "http2", "spdy"]);

/** Gives Express's own exports their meaning. */
export function expressHost(builder: GraphBuilder): Host {
  const express = expressPackage(builder);
  const router = nativeFunction((site) => makeRouter(builder, site, "router"));
  const server = serverPackage(builder);
  return {
    importPackage(specifier) {
      if (specifier === "express" || specifier === "ultimate-express" || specifier === "hyper-express") {
        return express;
      }
      if (routerPackages.has(specifier)) {
        return withDefault(router);
      }
      return serverPackages.has(specifier.replace(/^node:/, "")) ? server : null;
    },
    baseOf: (name, place) => {
      const base = name.endsWith("Router") ? makeRouter(builder, place, "router") : null;
      return base?.native ?? null;
    },
  };
}

function expressPackage(builder: GraphBuilder): NativeValue {
  const router = nativeFunction((site) => makeRouter(builder, site, "router"));
  const plumbing = native({
    get: (property) => (property === "plumbing" ? unknown : null),
    call: () => plumbing,
  });
  const members: Readonly<Record<string, Value>> = { Router: router };
  const self: NativeValue = native({
    call: (site) => makeRouter(builder, site, "application"),
    get: (property) => (property === "default" ? self : (members[property] ?? plumbing)),
  });
  return self;
}

function withDefault(value: NativeValue): NativeValue {
  const self: NativeValue = native({ ...value.native, get: (property) => (property === "default" ? self : value) });
  return self;
}

/** `http.createServer(app)`: what listens is the application. */
function serverPackage(builder: GraphBuilder): NativeValue {
  function create(site: CallSite): Value {
    const app = site.args.map((argument) => argument.value()).find((value) => routerOf(value) !== null);
    const server: NativeValue = native({
      get: (property) =>
        property === "listen" && app !== undefined ? nativeFunction((call) => recordListen(builder, call)) : null,
    });
    return server;
  }
  const creators = new Set(["createServer", "createSecureServer", "Server"]);
  const self: NativeValue = native({
    get: (property) => (property === "default" ? self : creators.has(property) ? nativeFunction(create) : null),
  });
  return self;
}
