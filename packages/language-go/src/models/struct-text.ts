import { fieldsOf } from "./fields.ts";
import type { StructField } from "./fields.ts";

const opening = /^type\s+(\w+)\s+struct\s*\{[ \t]*(?:\/\/[^\n]*)?\n/;
const ignored = /^\s*(?:\/\/.*)?$/;
const plainType = String.raw`(?:[\w.*[\]]|interface\{\}|struct\{\})+`;
const field = new RegExp(
  String.raw`^[ \t]+(?:((?:\w+,[ \t]*)*\w+)[ \t]+(${plainType})|(\*?\w+(?:\.\w+)?))(?:[ \t]+${"`([^`]*)`"})?[ \t]*(?://.*)?\r?$`,
);

/** A declaration of one struct, read line by line, which parses nothing; `null` where it is more than plain fields. */
export function structInText(text: string): { readonly name: string; readonly fields: readonly StructField[] } | null {
  const head = opening.exec(text);
  if (head === null) {
    return null;
  }
  const fields: StructField[] = [];
  for (const line of text.slice(head[0].length).split("\n")) {
    if (line.startsWith("}")) {
      return { name: head[1] ?? "", fields };
    }
    const match = field.exec(line);
    if (match === null && !ignored.test(line)) {
      return null;
    }
    if (match !== null) {
      const [, names, type, embedded, tag = ""] = match;
      fields.push(...fieldsOf({ names: names?.split(/,[ \t]*/) ?? [], type: type ?? embedded ?? "", tag }));
    }
  }
  return null;
}
