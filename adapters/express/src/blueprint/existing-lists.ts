import { appendEntries, applyEdits, nodesOf, objectEntries, parseSource, stringValue } from "@backwright/language-node";
import type { Style, SyntaxNode, TextEdit } from "@backwright/language-node";

export interface WantedLists {
  /** Texts that lists of the configuration have to hold, by key. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
  /** Numbers that the configuration gets where it says nothing. */
  readonly numbers?: Readonly<Record<string, number>>;
  readonly style: Style;
}

/** Adds texts to lists of a configuration; `null` where it is not written as an object literal with literal lists. */
export function extendLists(path: string, text: string, { lists, numbers = {}, style }: WantedLists): string | null {
  const root = parseSource(path, text)?.root;
  const config = root && exportedObject(root);
  if (!config) {
    return null;
  }
  const quote = style.singleQuote ? "'" : '"';
  const present = objectEntries(config);
  const added: string[] = [];
  const edits: TextEdit[] = [];
  for (const [key, values] of Object.entries(lists)) {
    const list = present.get(key);
    if (list !== undefined && list.kind() !== "array" && list.kind() !== "string") {
      return null;
    }
    const held =
      list === undefined ? [] : list.kind() === "array" ? list.children().map(stringValue) : [stringValue(list)];
    const missing = values.filter((value) => !held.includes(value)).map((value) => quote + value + quote);
    if (missing.length === 0) {
      continue;
    }
    if (list === undefined) {
      added.push(`${key}: [${missing.join(", ")}]`);
    } else if (list.kind() === "array") {
      edits.push(appendEntries(list, missing));
    } else {
      const { start, end } = list.range();
      edits.push({ start: start.index, end: end.index, text: `[${[list.text(), ...missing].join(", ")}]` });
    }
  }
  added.push(...Object.entries(numbers).flatMap(([key, value]) => (present.has(key) ? [] : [`${key}: ${value}`])));
  return applyEdits(text, added.length > 0 ? [...edits, appendEntries(config, added)] : edits);
}

/** Adds an entry to a configuration in JavaScript; `null` where it is not written as an object literal. */
export function extendObject(path: string, text: string, entry: string): string | null {
  const root = parseSource(path, text)?.root;
  const config = root && exportedObject(root);
  return config ? applyEdits(text, [appendEntries(config, [entry])]) : null;
}

/** The object in `module.exports = { … }`, `export default { … }`, or in a variable that is exported so. */
function exportedObject(root: SyntaxNode): SyntaxNode | null {
  const assigned = nodesOf(root, "assignment_expression").find(
    (node) => node.field("left")?.text() === "module.exports",
  );
  const exported = nodesOf(root, "export_statement").find((node) =>
    node.children().some((child) => child.kind() === "default"),
  );
  const value = assigned?.field("right") ?? exported?.field("value") ?? null;
  if (value?.kind() !== "identifier") {
    return value?.kind() === "object" ? value : null;
  }
  const declared = nodesOf(root, "variable_declarator").find((node) => node.field("name")?.text() === value.text());
  const object = declared?.field("value") ?? null;
  return object?.kind() === "object" ? object : null;
}
