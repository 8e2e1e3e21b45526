import { closest, distance } from "fastest-levenshtein";

/** The word that was probably meant; `null` where none is near. */
export function nearest(word: string, words: readonly string[]): string | null {
  if (words.length === 0) return null;

  const lower = word.toLowerCase();
  const best = closest(
    lower,
    words.map((candidate) => candidate.toLowerCase()),
  );
  const found = words.find((candidate) => candidate.toLowerCase() === best) ?? null;
  const allowed = Math.max(1, Math.floor((Math.max(word.length, best.length) + 1) / 3));
  return distance(lower, best) <= allowed ? found : null;
}

/** `; did you mean `x`?`, or nothing. */
export function didYouMean(word: string, words: readonly string[]): string {
  const found = nearest(word, words);
  return found === null ? "" : `; did you mean \`${found}\`?`;
}

/** `a, b or c`. */
export function wordList(words: readonly string[]): string {
  const quoted = words.map((word) => `\`${word}\``);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}
