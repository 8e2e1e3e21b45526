import { native } from "@backwright/language-go";
import type { Argument, Native, NativeValue, Value } from "@backwright/language-go";
import type { RouterState } from "./builder.ts";

/** What the interpreter holds for a router or an application. */
export interface RouterNative extends Native {
  readonly router: RouterState;
}

/** A handler with what stands before it. */
export interface WrappedNative extends Native {
  readonly wrapped: { readonly inner: Argument; readonly guards: readonly string[] };
}

const files: NativeValue = native({ get: () => files, call: () => files });

/** The router behind a value; a struct that has one embedded counts. */
export function routerOf(value: Value | undefined): RouterNative | null {
  if (value?.kind === "native" && "router" in value.native) {
    return value.native as RouterNative;
  }
  if (value?.kind === "object") {
    for (const [name, field] of value.fields) {
      const inner = field.kind === "native" && /^(router|mux|engine|echo|app|handler|servemux)$/i.test(name);
      if (inner && "router" in field.native) {
        return field.native as RouterNative;
      }
    }
  }
  return null;
}

export function wrappedOf(value: Value): WrappedNative["wrapped"] | null {
  return value.kind === "native" && "wrapped" in value.native ? (value.native as WrappedNative).wrapped : null;
}

export function wrap(inner: Argument, guards: readonly string[]): Value {
  const members: WrappedNative = { wrapped: { inner, guards }, get: (name) => (name === "ServeHTTP" ? self : null) };
  const self: NativeValue = native(members);
  return self;
}

/** A handler that serves files. */
export function staticHandler(): Value {
  return files;
}

export function isStatic(value: Value): boolean {
  return value === files || (value.kind === "foreign" && value.args.some((argument) => isStatic(argument.value)));
}
