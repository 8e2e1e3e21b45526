import { foreignBase, lookupClass } from "./classes.ts";
import type { Frame } from "./machine.ts";
import { getMember } from "./member.ts";
import { native, nativeFunction, none, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** `super()`: members of the bases, bound to the same instance. */
export function evaluateSuper(frame: Frame): Value {
  const { method, machine } = frame;
  if (method === null) {
    return unknown;
  }
  const { self, owner } = method;
  return native({
    get(name) {
      for (const base of owner.bases) {
        const found = base.kind === "class" ? lookupClass(base, name) : null;
        if (found !== null) {
          return found.kind === "function" ? { ...found, self } : found;
        }
      }
      if (self.kind !== "instance") {
        return null;
      }
      if (name === "__init__") {
        return nativeFunction((site) => {
          self.base ??= foreignBase(owner, site, machine);
          return none;
        });
      }
      return self.base === null ? null : getMember(self.base, name, machine);
    },
  });
}
