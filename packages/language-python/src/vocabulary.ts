import type { ProjectReader } from "@backwright/core";
import { asyncStyles, errorStyles } from "./practice-styles.ts";
import { driverRules } from "./stack/driver-rules.ts";
import { textRules } from "./stack/text-rules.ts";
import { createWordFinder } from "./text/words.ts";

/** Words that rules of this package look for before they try their patterns, beside those in the rules themselves. */
export const bearerWords: readonly string[] = ["HTTPBearer", "Authorization"];
export const engineWords = { waiting: ["create_async_engine"], plain: ["create_engine", "sqlite3"] } as const;

const vocabulary = new Set([
  ...[...textRules, ...driverRules, ...errorStyles, ...asyncStyles].flatMap(({ words = [] }) => words),
  ...bearerWords,
  ...engineWords.waiting,
  ...engineWords.plain,
]);
const wordsIn = createWordFinder([...vocabulary]);

/** Whether a file has one of the words, where any are given. */
export function mentions(project: ProjectReader, file: string, words: readonly string[] | undefined): boolean {
  if (words === undefined) {
    return true;
  }
  const found = wordsIn(project, file);
  return words.some((word) => (vocabulary.has(word) ? found.has(word) : (project.read(file) ?? "").includes(word)));
}
