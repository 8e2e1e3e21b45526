import type { ProjectReader } from "@backwright/core";
import { asyncStyles, errorStyles } from "./practice-styles.ts";
import { driverRules } from "./stack/driver-rules.ts";
import { textRules } from "./stack/text-rules.ts";
import { createWordFinder } from "./text/words.ts";
import type { WordFinder } from "./text/words.ts";

/** Words that rules of this package look for before they try their patterns, beside those in the rules themselves. */
export const bearerWords: readonly string[] = ["HTTPBearer", "Authorization"];
export const engineWords = { waiting: ["create_async_engine"], plain: ["create_engine", "sqlite3"] } as const;

const vocabulary: readonly string[] = [
  ...[...textRules, ...driverRules, ...errorStyles, ...asyncStyles].flatMap(({ words = [] }) => words),
  ...bearerWords,
  ...engineWords.waiting,
  ...engineWords.plain,
];
const general = createWordFinder(vocabulary);
const extended = new Map<string, WordFinder>();
const finders = new WeakMap<ProjectReader, WordFinder>();

/** Looks for the words of a framework's own rules too, in the same pass over each text. */
export function extendVocabulary(project: ProjectReader, words: readonly string[]): void {
  if (words.length > 0) {
    const key = words.join("\n");
    const finder = extended.get(key) ?? createWordFinder([...vocabulary, ...words]);
    extended.set(key, finder);
    finders.set(project, finder);
  }
}

/** Whether a file has one of the words, where any are given. */
export function mentions(project: ProjectReader, file: string, words: readonly string[] | undefined): boolean {
  if (words === undefined) {
    return true;
  }
  const finder = finders.get(project) ?? general;
  const found = finder.wordsIn(project, file);
  return words.some((word) => (finder.knows(word) ? found.has(word) : (project.read(file) ?? "").includes(word)));
}
