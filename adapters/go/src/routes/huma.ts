import { native, nativeFunction, textOf, unknown } from "@backwright/language-go";
import type { Argument, CallSite, Native, NativeValue, Value } from "@backwright/language-go";
import type { GraphBuilder, RouterState } from "./builder.ts";
import { methodNamed } from "./dialects.ts";
import { guardNames } from "./guards.ts";
import { routerOf } from "./natives.ts";
import { readPath } from "./paths.ts";
import { addRoute, addVerb, methodsOf, unresolved } from "./registration.ts";
import { childRouter } from "./router.ts";

const library = "github.com/danielgtaylor/huma";

/** An API of Huma on somebody's router, or a group of one. */
interface HumaNative extends Native {
  readonly huma: RouterState;
}

/** A member of Huma, or of what puts it on a router; `null` for any other. */
export function humaMember(builder: GraphBuilder, path: string, name: string): Value | null {
  if (path.startsWith(`${library}/adapters/`) && name.startsWith("New")) {
    return nativeFunction((site) => {
      const routers = site.args.flatMap(({ value }) => routerOf(value) ?? []);
      const under = site.args.flatMap(({ value }) => textOf(value) ?? [])[0] ?? "";
      const state = routers.at(-1)?.router;
      return state === undefined ? unknown : group(builder, state, { prefix: under, site });
    });
  }
  if (path !== library) {
    return null;
  }
  const method = methodNamed(name);
  if (method !== null) {
    return withApi(builder, (state, site, args) =>
      addVerb(builder, state, { site: { ...site, args }, methods: [method] }),
    );
  }
  switch (name) {
    case "Register":
      return withApi(builder, (state, site, args) => register(builder, state, { site, args }));
    case "NewGroup":
      return nativeFunction((site) => {
        const state = apiOf(site.args[0]?.value);
        const prefixes = site.args.slice(1).flatMap(({ value }) => textOf(value) ?? []);
        return state === null ? unknown : group(builder, state, { prefix: prefixes[0] ?? "", site });
      });
    default:
      return null;
  }
}

interface Group {
  readonly prefix: string;
  readonly site: CallSite;
}

function group(builder: GraphBuilder, above: RouterState, { prefix, site }: Group): NativeValue {
  const state = routerOf(childRouter(builder, above, { prefix, guards: [], site }))?.router ?? above;
  const place = { file: site.file, line: site.line };
  const members: HumaNative = {
    huma: state,
    get: (name) =>
      name === "UseMiddleware"
        ? nativeFunction((call) => {
            const guards = guardNames(builder, call.args);
            state.entries.push({ kind: "guard", prefix: "", guards, ...place, confidence: 1 });
            return unknown;
          })
        : null,
  };
  return native(members);
}

function apiOf(value: Value | undefined): RouterState | null {
  return value?.kind === "native" && "huma" in value.native ? (value.native as HumaNative).huma : null;
}

type Registering = (state: RouterState, site: CallSite, args: readonly Argument[]) => void;

/** A function that takes the API first. */
function withApi(builder: GraphBuilder, add: Registering): Value {
  return nativeFunction((site) => {
    const [api, ...args] = site.args;
    const state = apiOf(api?.value);
    if (state === null) {
      unresolved(builder, site, "operation of an API that is not known");
    } else {
      add(state, site, args);
    }
    return unknown;
  });
}

interface Operation {
  readonly site: CallSite;
  readonly args: readonly Argument[];
}

/** `Register(api, Operation{Method: …, Path: …}, handler)` */
function register(builder: GraphBuilder, state: RouterState, { site, args }: Operation): void {
  const [operation, ...handlers] = args;
  const fields = operation?.value.kind === "object" ? operation.value.fields : null;
  const path = readPath(fields?.get("Path"));
  const methods = methodsOf(fields?.get("Method"));
  if (path === null || methods === null) {
    unresolved(builder, { ...site, args }, "operation with a path or method that is not known");
  } else {
    addRoute(builder, state, { site, methods, path, handlers });
  }
}
