import { foreign, itemsOf, list, native, nativeFunction, text, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** Built-in functions that matter for registering; `null` for other names. */
export function builtin(name: string): Value | null {
  const found = functions[name];
  return found ?? (exceptions.test(name) ? foreign(name) : null);
}

const exceptions =
  /^(object|type|[A-Z]\w*(Error|Exception)|Exception|__import__|getattr|property|staticmethod|classmethod)$/;

function copy(): Value {
  return nativeFunction((site) => {
    const [first] = site.args;
    const items = itemsOf(first?.value ?? null);
    return first === undefined ? list([]) : items === null ? unknown : list([...items]);
  });
}

const functions: Readonly<Record<string, Value>> = {
  list: copy(),
  tuple: copy(),
  set: copy(),
  sorted: copy(),
  iter: copy(),
  reversed: copy(),
  dict: nativeFunction((site) => {
    const [first] = site.args;
    const entries = new Map(first?.value.kind === "dict" ? first.value.entries : []);
    site.args.forEach((argument) => argument.name !== null && entries.set(argument.name, argument.value));
    return { kind: "dict", entries };
  }),
  str: nativeFunction((site) => (site.args[0]?.value.kind === "text" ? site.args[0].value : unknown)),
  int: nativeFunction((site) => (site.args[0]?.value.kind === "text" ? site.args[0].value : unknown)),
  enumerate: nativeFunction((site) => {
    const items = itemsOf(site.args[0]?.value ?? null);
    return items === null ? unknown : list(items.map((item, index) => list([text(String(index)), item])));
  }),
  zip: nativeFunction((site) => {
    const lists = site.args.map((argument) => itemsOf(argument.value));
    const [first] = lists;
    return first === undefined || first === null
      ? unknown
      : list(first.map((_item, index) => list(lists.map((items) => items?.[index] ?? unknown))));
  }),
  globals: nativeFunction(() => native({})),
};
