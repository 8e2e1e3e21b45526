import { nodesOf, parseSource, stringValue } from "../syntax.ts";
import { applyEdits } from "./text.ts";

/** The string literals of `type Name = "a" | "b"`; `null` where the type is anything else or not in this file. */
export function unionMembers(path: string, text: string, name: string): string[] | null {
  const value = aliasOf(path, text, name)?.field("value") ?? null;
  const members = value === null ? [] : nodesOf(value, "string").map(stringValue);
  return members.length > 0 && value !== null && !/[^|\s]/.test(withoutStrings(value.text()))
    ? members.filter((member) => member !== null)
    : null;
}

/** Adds members to a union of string literals; those that are there are left out. */
export function addUnionMembers(path: string, text: string, name: string, members: readonly string[]): string {
  const alias = aliasOf(path, text, name);
  const present = unionMembers(path, text, name);
  const last = alias === null ? undefined : nodesOf(alias, "string").at(-1);
  const missing = members.filter((member) => !present?.includes(member));
  if (last === undefined || present === null || missing.length === 0) {
    return text;
  }
  const quote = last.text().charAt(0);
  const at = last.range().end.index;
  return applyEdits(text, [
    { start: at, end: at, text: missing.map((member) => ` | ${quote}${member}${quote}`).join("") },
  ]);
}

function aliasOf(path: string, text: string, name: string): ReturnType<typeof nodesOf>[number] | null {
  const root = parseSource(path, text)?.root;
  const aliases = root === undefined ? [] : nodesOf(root, "type_alias_declaration");
  return aliases.find((node) => node.field("name")?.text() === name) ?? null;
}

function withoutStrings(text: string): string {
  return text.replaceAll(/"[^"]*"|'[^']*'/g, "");
}
