import type { Outcome } from "@backwright/core";
import type { Output } from "./output.ts";

/** What a shell offers when Tab is pressed. */
export type Completion = "file" | "folder" | "process" | { readonly choices: readonly string[] };

export interface ArgumentSpec {
  /** As help shows it, upper case: `TASK`. */
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly completion?: Completion;
}

export interface OptionSpec {
  /** Without the two dashes. */
  readonly name: string;
  readonly short?: string;
  readonly summary: string;
  /** Name of the value as help shows it; a flag has none. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** Shown in help; the command itself applies it. */
  readonly default?: string;
  readonly completion?: Completion;
}

/** What stood on the command line, checked against the command's table. */
export interface Invocation {
  readonly arguments: readonly string[];
  /** Everything behind `--`; `null` where there was no `--`. */
  readonly rest: readonly string[] | null;
  flag(name: string): boolean;
  value(name: string): string | null;
  values(name: string): readonly string[];
}

export interface Context {
  /** The project's folder, absolute. */
  readonly dir: string;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly output: Output;
  /** Aborted by SIGINT, SIGTERM and SIGHUP in commands that have something to clean up. */
  readonly signal: AbortSignal;
  readonly env: NodeJS.ProcessEnv;
}

/** One command. Help, completion and parsing are made from these fields alone. */
export interface Command {
  /** `["run"]`, `["steps", "run"]`. */
  readonly words: readonly [string, ...string[]];
  readonly summary: string;
  /** Further lines for the command's own help. */
  readonly details?: readonly string[];
  readonly arguments: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** What may follow `--`. */
  readonly rest?: { readonly name: string; readonly summary: string };
  /** Ends through `context.signal` instead of the signal's default, because it has something to clean up. */
  readonly abortable?: boolean;
  /** Says how it went, from which the exit code follows. Loads what it needs itself, so that no other command pays for it. */
  run(invocation: Invocation, context: Context): Promise<Outcome>;
}
