import type { Adapter, SecurityRule } from "./contract.ts";
import { adapterFailed } from "./load.ts";

/** Parts of an adapter that are asked as well. */
const parts = new Set<string | symbol>(["verification", "blueprint"]);

/** The same adapter, whose every failure says `ADAPTER_FAILED` with its name and what it was asked. */
export function guardAdapter(adapter: Adapter): Adapter {
  return guard(adapter, { name: adapter.name, within: "" });
}

function guard<T extends object>(target: T, asked: { readonly name: string; readonly within: string }): T {
  // The proxy stands before an empty object, since one before a frozen adapter could not answer otherwise than it.
  return new Proxy(Object.create(null) as T, {
    has: (_, key) => key in target,
    get(_, key) {
      const value: unknown = Reflect.get(target, key);
      const question = asked.within + String(key);
      if (typeof value === "function") {
        return (...given: unknown[]) => ask(() => Reflect.apply(value, target, given), { ...asked, question });
      }
      if (key === "security" && Array.isArray(value)) {
        return value.map((rule: SecurityRule) => guardRule(rule, asked.name));
      }
      const isPart = parts.has(key) && typeof value === "object" && value !== null;
      return isPart ? guard(value, { name: asked.name, within: `${question}.` }) : value;
    },
  });
}

async function ask(answer: () => unknown, { name, question }: { name: string; question: string }): Promise<unknown> {
  try {
    return await answer();
  } catch (cause) {
    throw adapterFailed(name, `failed to answer \`${question}\``, cause);
  }
}

function guardRule(rule: SecurityRule, name: string): SecurityRule {
  return {
    ...rule,
    find(source) {
      try {
        return rule.find(source);
      } catch (cause) {
        throw adapterFailed(name, `failed to look for ${rule.id} in ${source.path}`, cause);
      }
    },
  };
}
