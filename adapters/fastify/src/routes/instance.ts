import { native, nativeFunction, recordListen, unknown } from "@backwright/language-node";
import type { CallSite, NativeValue, Place } from "@backwright/language-node";
import type { Context, InstanceNative } from "./context.ts";
import { guardHooks, hookNames } from "./guards.ts";
import { addRegistration } from "./register.ts";
import { addDefined, addShorthand, methodsOf } from "./route.ts";

/** Members that give back the instance and register nothing. */
const chained = new Set([
  "withTypeProvider",
  "setErrorHandler",
  "setNotFoundHandler",
  "setValidatorCompiler",
  "setSerializerCompiler",
  "setSchemaController",
  "setReplySerializer",
  "setSchemaErrorFormatter",
  "setGenReqId",
  "decorateRequest",
  "decorateReply",
  "addSchema",
  "addContentTypeParser",
  "removeContentTypeParser",
  "removeAllContentTypeParsers",
  "addConstraintStrategy",
  "use",
]);

/** A new application, or the instance of an encapsulated plugin, that the code makes at a place. */
export function makeInstance(context: Context, place: Place, kind: "application" | "plugin"): NativeValue {
  const id = context.builder.add({ file: place.file, line: place.line });
  const self: NativeValue = native(instanceNative(context, id, () => self));
  if (kind === "application") {
    context.builder.applications.set(id, { place, value: self });
  }
  return self;
}

function instanceNative(context: Context, id: string, self: () => NativeValue): InstanceNative {
  function chain(act: (site: CallSite) => void): NativeValue {
    return nativeFunction((site) => {
      act(site);
      return self();
    });
  }
  return {
    instanceId: id,
    get(property) {
      const methods = methodsOf(context, property);
      if (methods !== null) {
        return chain((site) => addShorthand(context, id, { site, methods }));
      }
      switch (property) {
        case "route":
          return chain((site) => addDefined(context, id, site));
        case "register":
          return chain((site) => addRegistration(context, { id, self: self(), site }));
        case "addHook":
          return chain((site) => addHook(context, id, site));
        case "addHttpMethod":
          return chain((site) => addMethod(context, site));
        case "decorate":
          return chain((site) => addDecoration(context, site));
        case "after":
        case "ready":
          return chain((site) => callBack(context, site));
        case "listen":
          return nativeFunction((site) => recordListen(context.builder, site));
        default:
          return chained.has(property) ? chain(() => undefined) : (context.decorations.get(property) ?? null);
      }
    },
  };
}

/** Hooks stand before every route of their instance, also before those that were registered earlier. */
function addHook(context: Context, id: string, site: CallSite): void {
  const hook = site.args[0]?.value() ?? unknown;
  const guards = hook.kind === "text" && guardHooks.includes(hook.text) ? hookNames(context, site.args.slice(1)) : [];
  if (guards.length > 0) {
    const entries = context.builder.entries(id);
    const first = entries.findIndex((entry) => entry.kind !== "guard");
    const entry = { kind: "guard", prefix: "", guards, file: site.file, line: site.line, confidence: 1 } as const;
    entries.splice(first === -1 ? entries.length : first, 0, entry);
  }
}

function addMethod(context: Context, site: CallSite): void {
  const name = site.args[0]?.value() ?? unknown;
  if (name.kind === "text") {
    context.methods.add(name.text.toLowerCase());
  }
}

function addDecoration(context: Context, site: CallSite): void {
  const [name, value] = [site.args[0]?.value() ?? unknown, site.args[1]?.value() ?? unknown];
  if (name.kind === "text" && value.kind !== "unknown") {
    context.decorations.set(name.text, value);
  }
}

/** `after(() => …)`, `ready(() => …)` */
function callBack(context: Context, site: CallSite): void {
  const callback = site.args[0]?.value() ?? unknown;
  if (callback.kind === "function") {
    context.interpreter?.call(callback, []);
  }
}
