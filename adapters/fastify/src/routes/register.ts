import { native, unknown } from "@backwright/language-node";
import type { CallSite, Native, NativeValue, ObjectValue, Value } from "@backwright/language-node";
import { autoload, isAutoload } from "./autoload.ts";
import { instanceOf, noOptions } from "./context.ts";
import type { Context, PluginCall } from "./context.ts";
import { addForeignPlugin } from "./plugins.ts";

/** What `fastify-plugin` gives back: a plugin that works on the instance itself. */
export interface PluginNative extends Native {
  readonly plugin: Value;
}

export interface Registration {
  readonly id: string;
  readonly self: NativeValue;
  readonly site: CallSite;
}

/** `register(plugin, options)` */
export function addRegistration(context: Context, { id, self, site }: Registration): void {
  const given = site.args[0]?.value() ?? unknown;
  const options = optionsOf(context, site.args[1]?.value(), self);
  const place = { file: site.file, line: site.line };
  const name = site.args[0]?.node.text().replace(/\s+/g, " ").slice(0, 60) ?? "";
  if (isAutoload(given)) {
    autoload(context, { id, self, place, options });
  } else if (!registerPlugin(context, { id, self, place, plugin: given, options, name })) {
    addForeignPlugin(context, { id, place, plugin: given, options });
  }
}

/** Runs a plugin of the project on an instance of its own, or on the given one; false for a plugin of a package. */
export function registerPlugin(context: Context, { id, self, place, plugin, options, name }: PluginCall): boolean {
  const wrapped = wrappedPlugin(context, plugin);
  if (wrapped === null) {
    if (plugin.kind === "unknown") {
      context.builder.unresolved.push({ what: `plugin that is not known: ${name}`, ...place });
    }
    return plugin.kind === "unknown";
  }
  const prefix = options.entries.get("prefix");
  if (wrapped.shared) {
    context.interpreter?.call(wrapped.run, [self, options]);
    return true;
  }
  if (prefix !== undefined && prefix.kind !== "text") {
    context.builder.unresolved.push({ what: `plugin under a prefix that is not known: ${name}`, ...place });
  }
  const child = context.makeInstance(place, "plugin");
  const router = instanceOf(child)?.instanceId ?? id;
  context.builder.entries(id).push({
    kind: "mount",
    prefix: prefix?.kind === "text" ? prefix.text : "",
    guards: [],
    router,
    ...place,
    confidence: prefix === undefined ? 1 : prefix.kind !== "text" ? 0.5 : prefix.env === null ? 1 : 0.9,
  });
  context.interpreter?.call(wrapped.run, [child, options]);
  return true;
}

interface WrappedPlugin {
  readonly run: Extract<Value, { kind: "function" }>;
  /** Works on the instance that it is registered on, not on one of its own. */
  readonly shared: boolean;
}

/** The function behind `plugin`, `{ default: plugin }`, `fp(plugin)`; `null` where it is not the project's own. */
function wrappedPlugin(context: Context, value: Value, depth = 0): WrappedPlugin | null {
  if (depth > 4) {
    return null;
  }
  if (value.kind === "function") {
    const skips = context.interpreter?.member(value, "@@skip-override").kind ?? "unknown";
    return { run: value, shared: skips !== "unknown" };
  }
  if (value.kind === "native" && "plugin" in value.native) {
    const inner = wrappedPlugin(context, (value.native as PluginNative).plugin, depth + 1);
    return inner === null ? null : { ...inner, shared: true };
  }
  const inside = value.kind === "object" ? (value.entries.get("default") ?? value.entries.get("plugin")) : undefined;
  return inside === undefined ? null : wrappedPlugin(context, inside, depth + 1);
}

/** Options may be a function of the instance. */
function optionsOf(context: Context, value: Value | undefined, self: NativeValue): ObjectValue {
  const known = value?.kind === "function" ? context.interpreter?.call(value, [self]) : value;
  return known?.kind === "object" ? known : noOptions();
}

/** The native that `fastify-plugin` makes of a function. */
export function sharedPlugin(plugin: Value): NativeValue {
  const self: NativeValue = native({
    plugin,
    get: (property) => (property === "default" ? self : null),
  } as PluginNative);
  return self;
}
