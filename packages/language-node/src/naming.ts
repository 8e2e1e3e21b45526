/** How files or identifiers join their words. */
export type WordCase = "kebab" | "snake" | "camel" | "pascal";

/** Splits `BlogPost`, `blogPost`, `blog-post` and `blog_post` into their words, in lower case. */
export function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, "$1 $2")
    .split(/[\s._-]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

/** Writes a name in another case. */
export function inCase(name: string, wordCase: WordCase): string {
  const words = wordsOf(name);
  const capitals = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  switch (wordCase) {
    case "kebab":
      return words.join("-");
    case "snake":
      return words.join("_");
    case "pascal":
      return capitals.join("");
    case "camel":
      return [words[0] ?? "", ...capitals.slice(1)].join("");
  }
}

/** The case that most of the names with several words are in; `kebab` where none has. */
export function caseOf(names: readonly string[]): WordCase {
  const votes = { kebab: 0, snake: 0, camel: 0, pascal: 0 };
  for (const name of names) {
    if (name.includes("-")) {
      votes.kebab += 1;
    } else if (name.includes("_")) {
      votes.snake += 1;
    } else if (/^[A-Z].*[a-z]/.test(name)) {
      votes.pascal += 1;
    } else if (/[a-z][A-Z]/.test(name)) {
      votes.camel += 1;
    }
  }
  const [best] = (Object.keys(votes) as WordCase[]).sort((a, b) => votes[b] - votes[a]);
  return best ?? "kebab";
}
