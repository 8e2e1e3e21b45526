import { native } from "@backwright/language-node";
import type { ObjectValue, Place, Value } from "@backwright/language-node";
import type { Context } from "./context.ts";

export interface ForeignPlugin {
  readonly id: string;
  readonly place: Place;
  readonly plugin: Value;
  readonly options: ObjectValue;
}

/** What a plugin of a package registers by itself: the option that holds the path, and the path for want of one. */
const ownRoutes: Readonly<Record<string, { readonly option: string; readonly path: string | null }>> = {
  "@fastify/under-pressure": { option: "exposeStatusRoute", path: "/status" },
  "under-pressure": { option: "exposeStatusRoute", path: "/status" },
  "@fastify/oauth2": { option: "startRedirectPath", path: null },
  "fastify-oauth2": { option: "startRedirectPath", path: null },
};

const settingsPlugins = new Set(["@fastify/env", "fastify-env"]);

/** What a plugin of a package means: the settings that it reads, or the routes whose paths it takes as an option. */
export function addForeignPlugin(context: Context, found: ForeignPlugin): void {
  const { plugin, options } = found;
  if (plugin.kind === "foreign" && settingsPlugins.has(plugin.module)) {
    const name = options.entries.get("confKey");
    context.decorations.set(name?.kind === "text" ? name.text : "config", environment());
  }
  addOwnRoutes(context, found);
}

/** An object whose members are variables of the environment. */
export function environment(): Value {
  return native({ get: (name) => ({ kind: "env", name }) });
}

function addOwnRoutes(context: Context, { id, place, plugin, options }: ForeignPlugin): void {
  const rule = plugin.kind === "foreign" ? ownRoutes[plugin.module] : undefined;
  const value = rule === undefined ? undefined : options.entries.get(rule.option);
  if (rule === undefined || value === undefined || plugin.kind !== "foreign") {
    return;
  }
  const given = value.kind === "object" ? value.entries.get("url") : value;
  const path = given?.kind === "text" ? given.text : rule.path;
  if (path !== null) {
    const handler = plugin.module;
    const route = { kind: "route", method: "GET", path, handler, guards: [], ...place, confidence: 0.9 } as const;
    context.builder.entries(id).push(route);
  }
}
