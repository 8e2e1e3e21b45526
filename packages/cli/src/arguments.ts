import { parseArgs } from "node:util";
import type { Command, Completion, Invocation, OptionSpec } from "./command.ts";
import { nearest } from "./nearest.ts";
import * as shared from "./options.ts";
import { UsageError } from "./usage-error.ts";

/** What the command line asks for. */
export type Request =
  | { readonly kind: "overview" }
  | { readonly kind: "version" }
  | { readonly kind: "help"; readonly command: Command }
  | { readonly kind: "run"; readonly command: Command; readonly invocation: Invocation };

interface Words {
  readonly positionals: readonly string[];
  readonly rest: readonly string[] | null;
  readonly options: ReadonlyMap<string, readonly (string | null)[]>;
}

const version: OptionSpec = { name: "version", short: "V", summary: "Show the version." };

/** The options that need no command. */
export const overviewOptions: readonly OptionSpec[] = [shared.help, version];

/** Reads the command line by the commands' tables; throws `UsageError`. */
export function parseCommandLine(argv: readonly string[], commands: readonly Command[]): Request {
  const words = split(argv, commands);
  if (words.options.has("version")) return { kind: "version" };
  const command = findCommand(words.positionals, commands);
  if (command === null) return overview(words, commands);
  if (words.options.has("help")) return { kind: "help", command };
  checkOptions(words.options, command);
  const given = words.positionals.slice(command.words.length);
  checkArguments(given, command);
  if (words.rest !== null && command.rest === undefined) {
    throw new UsageError(`\`${name(command)}\` takes nothing behind \`--\`.`, usage(command));
  }
  return { kind: "run", command, invocation: invocation(given, words) };
}

function split(argv: readonly string[], commands: readonly Command[]): Words {
  const known = [...overviewOptions, ...commands.flatMap((command) => [...command.options])];
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    tokens: true,
    options: Object.fromEntries(
      known.map((option) => [
        option.name,
        { type: option.value === undefined ? "boolean" : "string", ...(option.short && { short: option.short }) },
      ]),
    ),
  });
  const positionals: string[] = [];
  const options = new Map<string, (string | null)[]>();
  let rest: readonly string[] | null = null;
  for (const token of tokens) {
    if (token.kind === "option-terminator") {
      rest = argv.slice(token.index + 1);
      break;
    }
    if (token.kind === "positional") positionals.push(token.value);
    else {
      if (token.value?.startsWith("-") === true && token.inlineValue !== true) {
        throw new UsageError(
          `${token.rawName} needs a value, and \`${token.value}\` looks like an option.`,
          `Write it as ${token.rawName}=${token.value} if it really is the value.`,
        );
      }
      options.set(token.name, [...(options.get(token.name) ?? []), token.value ?? null]);
    }
  }
  return { positionals, rest, options };
}

function findCommand(positionals: readonly string[], commands: readonly Command[]): Command | null {
  return commands.find((command) => command.words.every((word, index) => positionals[index] === word)) ?? null;
}

function overview(words: Words, commands: readonly Command[]): Request {
  const first = words.positionals[0];
  if (first === undefined) {
    if (words.options.has("help")) return { kind: "overview" };
    throw new UsageError("No command was given.", "Run `backwright --help` for the list.");
  }
  if (first === "help") return { kind: "overview" };
  const group = commands.filter((command) => command.words[0] === first);
  if (group.length > 0) {
    const choices = group.map((command) => `\`backwright ${command.words.join(" ")}\``).join(", ");
    throw new UsageError(`\`${first}\` is not a whole command.`, `Write ${choices}.`);
  }
  const meant = nearest(
    first,
    commands.map((command) => command.words[0]),
  );
  const list = "Run `backwright --help` for the list.";
  throw new UsageError(
    `There is no command \`${first}\`.`,
    meant === null ? list : `Did you mean \`backwright ${meant}\`? ${list}`,
  );
}

function checkOptions(given: Words["options"], command: Command): void {
  const known = [...command.options, shared.help];
  for (const [optionName, values] of given) {
    const option = known.find((candidate) => candidate.name === optionName);
    if (option === undefined) {
      const meant = nearest(
        optionName,
        known.map((candidate) => candidate.name),
      );
      const hint = meant === null ? usage(command) : `Did you mean --${meant}? ${usage(command)}`;
      throw new UsageError(`\`${name(command)}\` has no option --${optionName}.`, hint);
    }
    for (const value of values) checkValue(option, value, command);
  }
}

function checkValue(option: OptionSpec, value: string | null, command: Command): void {
  if (option.value === undefined) {
    if (value !== null) throw new UsageError(`--${option.name} takes no value.`, `Write --${option.name} alone.`);
    return;
  }
  if (value === null || value === "") {
    throw new UsageError(
      `--${option.name} needs a value.`,
      `Write --${option.name} ${option.value}. ${usage(command)}`,
    );
  }
  checkChoice(`--${option.name}`, value, option.completion);
}

function checkArguments(given: readonly string[], command: Command): void {
  const missing = command.arguments.slice(given.length).find((argument) => argument.required);
  if (missing !== undefined) {
    throw new UsageError(`\`${name(command)}\` needs ${missing.name}: ${missing.summary}`, usage(command));
  }
  const extra = given[command.arguments.length];
  if (extra !== undefined) {
    throw new UsageError(`\`${name(command)}\` does not know what to do with \`${extra}\`.`, usage(command));
  }
  for (const [index, argument] of command.arguments.entries()) {
    const value = given[index];
    if (value !== undefined) checkChoice(argument.name, value, argument.completion);
  }
}

function checkChoice(label: string, value: string, completion: Completion | undefined): void {
  if (typeof completion !== "object" || completion.choices.includes(value)) return;
  const meant = nearest(value, completion.choices);
  const list = `It is one of ${completion.choices.join(", ")}.`;
  throw new UsageError(`${label} cannot be \`${value}\`.`, meant === null ? list : `Did you mean ${meant}? ${list}`);
}

function invocation(given: readonly string[], words: Words): Invocation {
  return {
    arguments: given,
    rest: words.rest,
    flag: (option) => words.options.has(option),
    value: (option) => words.options.get(option)?.at(-1) ?? null,
    values: (option) => (words.options.get(option) ?? []).filter((value) => value !== null),
  };
}

function name(command: Command): string {
  return `backwright ${command.words.join(" ")}`;
}

function usage(command: Command): string {
  return `Run \`${name(command)} --help\`.`;
}
