import { itemsOf, list, nativeFunction, none, text, unknown } from "./value.ts";
import type { DictValue, ListValue, TextValue, Value } from "./value.ts";

/** Methods of strings, lists and dictionaries, as far as they matter for registering. */
export function containerMember(object: TextValue | ListValue | DictValue, name: string): Value {
  switch (object.kind) {
    case "text":
      return textMember(object, name);
    case "list":
      return listMember(object, name);
    case "dict":
      return dictMember(object, name);
  }
}

function textMember(object: TextValue, name: string): Value {
  if (name === "value" || name === "name") {
    // A member of an enumeration stands for its value.
    return object;
  }
  const change = textChanges[name];
  return nativeFunction((site) => {
    const args = site.args.map(({ value }) => (value.kind === "text" ? value.text : ""));
    if (name === "format") {
      let index = 0;
      return text(
        object.text.replace(/\{(\w*)[^}]*\}/g, (_all, key: string) => {
          const named = site.args.find((argument) => argument.name === key)?.value;
          const value = named ?? site.args[key === "" ? index++ : Number(key)]?.value;
          return value?.kind === "text" ? value.text : "";
        }),
        object.env,
      );
    }
    if (name === "join") {
      const items = itemsOf(site.args[0]?.value ?? null);
      return items?.every((item) => item.kind === "text") === true
        ? text(items.map((item) => item.text).join(object.text))
        : unknown;
    }
    if (name === "split") {
      return list(object.text.split(args[0] === undefined ? /\s+/ : args[0]).map((part) => text(part)));
    }
    return change === undefined ? unknown : text(change(object.text, args), object.env);
  });
}

const textChanges: Readonly<Record<string, (value: string, args: readonly string[]) => string>> = {
  lower: (value) => value.toLowerCase(),
  upper: (value) => value.toUpperCase(),
  title: (value) => value,
  strip: (value, [cut]) => trim(value, cut, true, true),
  lstrip: (value, [cut]) => trim(value, cut, true, false),
  rstrip: (value, [cut]) => trim(value, cut, false, true),
  replace: (value, [from, to]) => (from === undefined ? value : value.replaceAll(from, to ?? "")),
  removeprefix: (value, [prefix]) =>
    prefix !== undefined && value.startsWith(prefix) ? value.slice(prefix.length) : value,
  removesuffix: (value, [suffix]) =>
    suffix !== undefined && suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
};

function trim(value: string, cut: string | undefined, start: boolean, end: boolean): string {
  const set = new Set(cut ?? " \t\r\n");
  let [from, to] = [0, value.length];
  while (start && from < to && set.has(value[from] ?? "")) {
    from++;
  }
  while (end && to > from && set.has(value[to - 1] ?? "")) {
    to--;
  }
  return value.slice(from, to);
}

const longestList = 4_000;

function listMember(object: ListValue, name: string): Value {
  return nativeFunction((site) => {
    const value = site.args.at(name === "insert" ? 1 : 0)?.value ?? unknown;
    switch (name) {
      case "append":
      case "add":
        object.items.push(value);
        return none;
      case "insert":
        object.items.unshift(value);
        return none;
      case "extend":
      case "update":
        object.items.push(...(itemsOf(value) ?? []).slice(0, Math.max(0, longestList - object.items.length)));
        return none;
      case "copy":
        return list([...object.items]);
      default:
        return unknown;
    }
  });
}

function dictMember(object: DictValue, name: string): Value {
  return nativeFunction((site) => {
    const [first, second] = site.args;
    switch (name) {
      case "items":
        return list([...object.entries].map(([key, value]) => list([text(key), value])));
      case "values":
        return list([...object.entries.values()]);
      case "keys":
        return list([...object.entries.keys()].map((key) => text(key)));
      case "get":
      case "pop":
      case "setdefault": {
        const found = first?.value.kind === "text" ? object.entries.get(first.value.text) : undefined;
        return found ?? second?.value ?? none;
      }
      case "update":
        if (first?.value.kind === "dict") {
          first.value.entries.forEach((value, key) => object.entries.set(key, value));
        }
        site.args.forEach((argument) => argument.name !== null && object.entries.set(argument.name, argument.value));
        return none;
      case "copy":
        return { kind: "dict", entries: new Map(object.entries) };
      default:
        return unknown;
    }
  });
}
