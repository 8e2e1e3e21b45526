import type { ProjectReader } from "@backwright/core";
import { lineAt } from "../syntax.ts";
import type { WordFinder } from "../text/words.ts";

export interface TextSearch {
  readonly project: ProjectReader;
  readonly files: readonly string[];
  /** Knows all of the words that patterns are looked for with. */
  readonly wordsIn?: WordFinder;
}

/** The first line of the application's code or settings that fits; comments do not count. Every text that fits has one of the words. */
export function findText(
  search: TextSearch,
  pattern: RegExp,
  words?: readonly string[],
): { file: string; line: number } | null {
  for (const file of search.files) {
    const text = mentions(search, file, words) ? (search.project.read(file) ?? "") : "";
    const match = text === "" ? null : pattern.exec(text);
    if (match !== null && !/^\s*#/.test(text.slice(text.lastIndexOf("\n", match.index) + 1))) {
      return { file, line: lineAt(text, match.index) };
    }
  }
  return null;
}

/** Whether a file has one of the words, where any are given. */
export function mentions(
  { project, wordsIn }: TextSearch,
  file: string,
  words: readonly string[] | undefined,
): boolean {
  if (words === undefined) {
    return true;
  }
  const found = wordsIn?.(project, file);
  const text = found === undefined ? (project.read(file) ?? "") : "";
  return words.some((word) => (found === undefined ? text.includes(word) : found.has(word)));
}
