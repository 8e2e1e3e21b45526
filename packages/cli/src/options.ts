import type { ArgumentSpec, OptionSpec } from "./command.ts";

export const help: OptionSpec = { name: "help", short: "h", summary: "Show this help." };

export const dir: OptionSpec = {
  name: "dir",
  value: "FOLDER",
  summary: "The project's folder.",
  default: "the current one",
  completion: "folder",
};

/** The same as an argument, where a command is about nothing but a folder; it wins over the option. */
export const folder: ArgumentSpec = {
  name: "FOLDER",
  summary: "The project's folder; as --dir.",
  required: false,
  completion: "folder",
};

export const json: OptionSpec = {
  name: "json",
  summary: "Print one JSON document on standard output, and everything else on standard error.",
};

export const quiet: OptionSpec = { name: "quiet", summary: "Show no progress." };

export const adapter: OptionSpec = {
  name: "adapter",
  value: "NAME",
  summary: "Read the project with this adapter instead of choosing one.",
};

export const loop: OptionSpec = { name: "loop", value: "N", summary: "The loop's number, as in 1 or 001." };
