import { importsOf } from "../imports.ts";
import { dirOf, joinPath, relativePath } from "../manifest.ts";
import { nodesOf, parseSource } from "../syntax.ts";
import { applyEdits } from "./text.ts";
import type { TextEdit } from "./text.ts";

/** Where modules go, and under which name they give what they export there. */
export interface Relocation {
  /** The new path of a module, with its ending; `null` where it stays. */
  pathOf(path: string): string | null;
  /** The name of an export at the new place; `null` where it keeps its name. */
  nameOf?(path: string, name: string): string | null;
  readonly importEnding: ".js" | ".ts" | "";
}

/** The text of a module at its new path: every relative import, also a dynamic one, leads to where that module is now. */
export function relocateModule(text: string, from: string, relocation: Relocation): string {
  const source = parseSource(from, text);
  const to = relocation.pathOf(from) ?? from;
  const edits: TextEdit[] = [];
  for (const record of source === null ? [] : importsOf(source)) {
    if (!record.specifier.startsWith(".")) {
      continue;
    }
    const target = joinPath(dirOf(from), record.specifier);
    const moved = relocation.pathOf(target) ?? target;
    const literal = nodesOf(record.node, "string").at(-1)?.range();
    if (literal !== undefined) {
      const specifier = withEnding(relativePath(dirOf(to), moved), relocation.importEnding);
      edits.push({ start: literal.start.index + 1, end: literal.end.index - 1, text: specifier });
    }
    for (const node of nodesOf(record.node, "import_specifier")) {
      const name = node.field("name");
      const renamed = name === null ? null : (relocation.nameOf?.(target, name.text()) ?? null);
      if (name !== null && renamed !== null) {
        const range = name.range();
        const alias = node.field("alias") === null ? ` as ${name.text()}` : "";
        edits.push({ start: range.start.index, end: range.end.index, text: renamed + alias });
      }
    }
  }
  return applyEdits(text, edits);
}

/** The specifier of a module with the ending that the app writes. */
export function withEnding(specifier: string, ending: ".js" | ".ts" | ""): string {
  return specifier.replace(/\.[cm]?[jt]s$/, ending);
}
