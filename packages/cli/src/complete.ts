import { overviewOptions } from "./arguments.ts";
import type { Command, Completion, OptionSpec } from "./command.ts";
import * as shared from "./options.ts";

/** One word that a shell can offer, or an order to offer files, folders or names of processes. */
export type Candidate =
  | { readonly kind: "word"; readonly word: string; readonly summary: string }
  | { readonly kind: "file" | "folder" | "process" };

/** What can stand at the place of the last of `words`; those before it are whole. Always from the commands' tables. */
export function complete(words: readonly string[], commands: readonly Command[]): readonly Candidate[] {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (before.includes("--")) return [{ kind: "file" }];
  const all = commands.flatMap((command) => [...command.options]);
  const awaiting = valueOption(before, all);
  if (awaiting !== null) return fromCompletion(awaiting.completion);
  const given = positionals(before, all);
  const command = commands.find((item) => item.words.every((word, index) => given[index] === word));
  if (current.startsWith("-")) {
    const options = command === undefined ? overviewOptions : [...command.options, shared.help];
    return options.map((option) => ({ kind: "word", word: `--${option.name}`, summary: option.summary }));
  }
  if (command === undefined) return nextWords(given, commands);
  return fromCompletion(command.arguments[given.length - command.words.length]?.completion);
}

/** As lines for the shell scripts: `word<TAB>summary`, or `:file`, `:folder`, `:process`. */
export function candidateLines(candidates: readonly Candidate[]): readonly string[] {
  return candidates.map((item) => (item.kind === "word" ? `${item.word}\t${item.summary}` : `:${item.kind}`));
}

function valueOption(before: readonly string[], options: readonly OptionSpec[]): OptionSpec | null {
  // bash hands over `--name=value` as three words.
  const last = before.at(-1) === "=" ? before.at(-2) : before.at(-1);
  return options.find((option) => option.value !== undefined && `--${option.name}` === last) ?? null;
}

function positionals(before: readonly string[], options: readonly OptionSpec[]): readonly string[] {
  return before.filter((word, index) => {
    if (word.startsWith("-") || word === "=") return false;
    return valueOption(before.slice(0, index), options) === null;
  });
}

function nextWords(given: readonly string[], commands: readonly Command[]): readonly Candidate[] {
  const candidates = new Map<string, string>();
  for (const command of commands) {
    if (!given.every((word, index) => command.words[index] === word)) continue;
    const word = command.words[given.length];
    if (word !== undefined && !candidates.has(word)) candidates.set(word, command.summary);
  }
  return [...candidates].map(([word, summary]) => ({ kind: "word", word, summary }));
}

function fromCompletion(completion: Completion | undefined): readonly Candidate[] {
  if (completion === undefined) return [];
  if (typeof completion === "string") return [{ kind: completion }];
  return completion.choices.map((word) => ({ kind: "word", word, summary: "" }));
}
