import { rememberByKey } from "@backwright/core";
import type { ProjectReader } from "@backwright/core";

/** Whether a text has one of the words. */
export function hasOne(text: string, words: readonly string[]): boolean {
  return words.some((word) => text.includes(word));
}

/** Looks for words in files, all at once, since each by itself would cost several times as much. */
export interface WordFinder {
  /** Whether it looks for this word. */
  knows(word: string): boolean;
  /** Which of its words the text of a file has. */
  wordsIn(project: ProjectReader, file: string): ReadonlySet<string>;
}

export function createWordFinder(words: readonly string[]): WordFinder {
  const all = new Set(words);
  const longestFirst = [...all].sort((a, b) => b.length - a.length);
  const inside = new Map(longestFirst.map((word) => [word, longestFirst.filter((other) => word.includes(other))]));
  const any = new RegExp(longestFirst.map((word) => word.replace(/[^\w]/g, "\\$&")).join("|"), "g");
  return {
    knows: (word) => all.has(word),
    wordsIn: rememberByKey((project, file) => {
      const text = project.read(file) ?? "";
      const found = new Set<string>();
      any.lastIndex = 0;
      for (let match = any.exec(text); match !== null; match = any.exec(text)) {
        if (!found.has(match[0])) {
          inside.get(match[0])?.forEach((word) => found.add(word));
        }
        // The next one may begin inside of it.
        any.lastIndex = match.index + 1;
      }
      return found;
    }),
  };
}
