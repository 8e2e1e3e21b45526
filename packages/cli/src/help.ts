import { overviewOptions } from "./arguments.ts";
import type { ArgumentSpec, Command, OptionSpec } from "./command.ts";
import * as shared from "./options.ts";

const exits =
  "Exit codes: 0 done, 1 checks failed, 2 the input is wrong, 3 try again later, 4 something needed is missing, 5 killed.";

/** The page that `backwright --help` prints. */
export function overviewHelp(commands: readonly Command[]): string {
  return page([
    "Usage: backwright COMMAND [OPTIONS]",
    "",
    "A backend engineer for one task at a time: it understands the project, plans, implements, proves the result, and leaves nothing running.",
    "",
    "Commands:",
    ...columns(commands.map((command) => [synopsis(command), command.summary])),
    "",
    "Options:",
    ...columns(overviewOptions.map(optionRow)),
    "",
    "Run `backwright COMMAND --help` for the options of one command.",
    exits,
    "NO_COLOR turns colours off.",
  ]);
}

/** The page that `backwright COMMAND --help` prints. */
export function commandHelp(command: Command): string {
  const behind = command.rest === undefined ? [] : [[`-- ${command.rest.name}`, command.rest.summary] as const];
  const named = [...command.arguments.map((argument) => [argument.name, argument.summary] as const), ...behind];
  return page([
    `Usage: backwright ${synopsis(command)} [OPTIONS]`,
    "",
    command.summary,
    ...(command.details === undefined ? [] : ["", ...command.details]),
    ...(named.length === 0 ? [] : ["", "Arguments:", ...columns(named)]),
    "",
    "Options:",
    ...columns([...command.options, shared.help].map(optionRow)),
    "",
    exits,
  ]);
}

function synopsis(command: Command): string {
  const behind = command.rest === undefined ? [] : [`[-- ${command.rest.name}]`];
  return [...command.words, ...command.arguments.map(argumentForm), ...behind].join(" ");
}

function argumentForm(argument: ArgumentSpec): string {
  return argument.required ? argument.name : `[${argument.name}]`;
}

function optionRow(option: OptionSpec): readonly [string, string] {
  const long = option.value === undefined ? `--${option.name}` : `--${option.name} ${option.value}`;
  const form = option.short === undefined ? long : `-${option.short}, ${long}`;
  const notes = [
    typeof option.completion === "object" ? `One of ${option.completion.choices.join(", ")}.` : "",
    option.repeatable === true ? "May be given several times." : "",
    option.default === undefined ? "" : `Default: ${option.default}.`,
  ];
  return [form, [option.summary, ...notes].filter((note) => note !== "").join(" ")];
}

function columns(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}

function page(lines: readonly string[]): string {
  return `${lines.join("\n")}\n`;
}
