import { itemsOf, list, text, unknown } from "./value.ts";
import type { Value } from "./value.ts";

/** No path and no list of routes is this long; code that makes such values does something else. */
const longestText = 100_000;
const longestList = 4_000;

/** Several texts as one; `unknown` where one of them is. */
export function joinTexts(parts: readonly Value[]): Value {
  let joined = "";
  let env: string | null = null;
  for (const part of parts) {
    if (part.kind !== "text" || part.type === "none") {
      return unknown;
    }
    joined += part.text;
    env ??= part.env;
  }
  return joined.length > longestText ? unknown : text(joined, env);
}

/** Two lists as one. */
export function joinItems(first: readonly Value[], second: readonly Value[]): Value {
  return first.length + second.length > longestList ? unknown : list([...first, ...second]);
}

/** `name[:-3]`, with numbers as written. */
export function slice(value: Value, written: string): Value {
  const [from = "", to = ""] = written.split(":").map((part) => part.trim());
  if (![from, to].every((part) => /^-?\d*$/.test(part))) {
    return unknown;
  }
  const [start, end] = [Number(from), to === "" ? undefined : Number(to)];
  const items = value.kind === "text" ? null : itemsOf(value);
  return value.kind === "text"
    ? { ...value, text: value.text.slice(start, end) }
    : items === null
      ? unknown
      : list(items.slice(start, end));
}
