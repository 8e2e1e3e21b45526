import { applyEdits, modify } from "jsonc-parser";
import { asObject, parseJson } from "../json.ts";
import { newlineOf } from "./text.ts";

export interface PackageAdditions {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
}

/**
 * Adds to package.json what is not there yet, in the order of the names where a section is sorted, else last; nothing else
 * in the text changes. A dependency that the app has keeps its range; one that it has for development only is added to
 * `dependencies` as well. Versions are given exact and get the app's kind of range.
 */
export function addToPackage(text: string, additions: PackageAdditions, range: "exact" | "caret" | "tilde"): string {
  const prefix = { exact: "", caret: "^", tilde: "~" }[range];
  const present = asObject(parseJson("package.json", text).value);
  const everywhere = { ...asObject(present["devDependencies"]), ...asObject(present["dependencies"]) };
  let result = text;
  for (const [name, version] of Object.entries(additions.dependencies ?? {})) {
    result = addEntry(result, "dependencies", name, prefix + version);
  }
  for (const [name, version] of Object.entries(additions.devDependencies ?? {})) {
    result = name in everywhere ? result : addEntry(result, "devDependencies", name, prefix + version);
  }
  for (const [name, command] of Object.entries(additions.scripts ?? {})) {
    result = addEntry(result, "scripts", name, command);
  }
  return result;
}

/** Adds texts to a list in a JSON file, behind those that are there; a single text becomes a list. */
export function addToList(text: string, path: readonly string[], values: readonly string[]): string {
  const present = [path.reduce<unknown>((value, key) => asObject(value)[key], parseJson("list.json", text).value)]
    .flat()
    .filter((value) => typeof value === "string");
  const missing = values.filter((value) => !present.includes(value));
  return missing.length === 0
    ? text
    : applyEdits(
        text,
        modify(text, [...path], [...present, ...missing], {
          formattingOptions: { ...indentOf(text), eol: newlineOf(text) },
        }),
      );
}

/** Adds a value to an object in a JSON file where the object has nothing of that name. */
export function addToObject(text: string, path: readonly string[], value: unknown): string {
  const present = path.reduce<unknown>((inner, key) => asObject(inner)[key], parseJson("object.json", text).value);
  return present === undefined ? setInJson(text, path, value) : text;
}

/** Sets a value in a JSON file, with comments or without; nothing else in the text changes. */
export function setInJson(text: string, path: readonly string[], value: unknown): string {
  const formattingOptions = { ...indentOf(text), eol: newlineOf(text) };
  return applyEdits(text, modify(text, [...path], value, { formattingOptions }));
}

function addEntry(text: string, section: string, name: string, value: string): string {
  const entries = asObject(asObject(parseJson("package.json", text).value)[section]);
  if (name in entries) {
    return text;
  }
  const edits = modify(text, [section, name], value, {
    formattingOptions: { ...indentOf(text), eol: newlineOf(text) },
    getInsertionIndex: (names) => {
      const sorted = names.every((other, at) => at === 0 || (names[at - 1] ?? "") <= other);
      const next = names.findIndex((other) => other > name);
      return sorted && next !== -1 ? next : names.length;
    },
  });
  return applyEdits(text, edits);
}

function indentOf(text: string): { insertSpaces: boolean; tabSize: number } {
  const indent = /\n([\t ]+)"/.exec(text)?.[1] ?? "  ";
  return { insertSpaces: !indent.startsWith("\t"), tabSize: indent.startsWith("\t") ? 4 : indent.length };
}
