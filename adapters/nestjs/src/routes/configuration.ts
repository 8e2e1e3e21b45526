import { native, nativeFunction, unknown } from "@backwright/language-node";
import type { CallSite, NativeValue, Value } from "@backwright/language-node";
import type { Context } from "./context.ts";

/** `@nestjs/config`: what `registerAs` and `load` give is what `ConfigService` answers with. */
export function configurationPackage(context: Context): NativeValue {
  const members: Readonly<Record<string, Value>> = {
    registerAs: nativeFunction((site) => register(context, site)),
    ConfigModule: native({
      get: (name) => (name === "forRoot" ? nativeFunction((site) => load(context, site)) : null),
    }),
    ConfigService: configService(context),
    ConditionalModule: native({
      get: (name) => (name === "registerWhen" ? nativeFunction((site) => site.args[0]?.value() ?? unknown) : null),
    }),
  };
  return native({ get: (name) => members[name] ?? null });
}

/** The service itself, which is also what asking an application for it gives. */
export function configService(context: Context): NativeValue {
  const get = nativeFunction((site) => answer(context, site));
  const self: NativeValue = native({
    isConfigService: true,
    get: (name) => (name === "get" || name === "getOrThrow" ? get : null),
    call: () => self,
  } as NativeValue["native"]);
  return self;
}

export function isConfigService(value: Value | undefined): boolean {
  return value?.kind === "native" && "isConfigService" in value.native;
}

/** `registerAs("server", () => ({ … }))` stays a function that can be called and loaded. */
function register(context: Context, site: CallSite): Value {
  const [name, factory] = [site.args[0]?.value(), site.args[1]?.value()];
  const value = factory?.kind === "function" ? (context.interpreter?.call(factory, []) ?? unknown) : unknown;
  if (name?.kind === "text") {
    context.configuration.set(name.text, value);
  }
  return native({
    registered: true,
    call: () => value,
    get: (key) => (key === "KEY" ? (name ?? null) : null),
  } as NativeValue["native"]);
}

function load(context: Context, site: CallSite): Value {
  const options = site.args[0]?.value();
  const given = options?.kind === "object" ? options.entries.get("load") : undefined;
  for (const item of given?.kind === "list" ? given.items : []) {
    const value = item.kind === "function" ? context.interpreter?.call(item, []) : undefined;
    if (value?.kind === "object") {
      const before = context.configuration.get("");
      const entries = new Map([...(before?.kind === "object" ? before.entries : []), ...value.entries]);
      context.configuration.set("", { kind: "object", entries, instanceOf: null, base: null });
    }
  }
  return native({});
}

/** `get("server.port")`, `get("PORT", 3000)` */
function answer(context: Context, site: CallSite): Value {
  const [key, second] = [site.args[0]?.value(), site.args[1]?.value()];
  // `{ infer: true }` is no value to fall back on.
  const fallback = second?.kind === "object" ? undefined : second;
  if (key?.kind !== "text") {
    return fallback ?? unknown;
  }
  const found = lookUp(context, key.text);
  if (found !== null && found.kind !== "unknown") {
    return found;
  }
  if (!/^[A-Z][A-Z0-9_]*$/.test(key.text)) {
    return fallback ?? unknown;
  }
  if (fallback?.kind === "text") {
    return { kind: "text", text: fallback.text, env: key.text };
  }
  const standard = context.defaults(key.text);
  return standard === null ? { kind: "env", name: key.text } : { kind: "text", text: standard, env: key.text };
}

function lookUp(context: Context, path: string): Value | null {
  const [first = "", ...rest] = path.split(".");
  const start = context.configuration.get(first);
  const found = start === undefined ? null : descend(context, start, rest);
  const loose = context.configuration.get("");
  return found ?? (loose === undefined ? null : descend(context, loose, [first, ...rest]));
}

function descend(context: Context, value: Value, path: readonly string[]): Value | null {
  const end = path.reduce<Value>((inner, name) => context.interpreter?.member(inner, name) ?? unknown, value);
  return end.kind === "unknown" ? null : end;
}
