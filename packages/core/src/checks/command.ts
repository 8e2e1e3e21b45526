import { join } from "node:path";
import { SupervisorError } from "@backwright/supervisor";
import type { CommandResult, Supervisor } from "@backwright/supervisor";
import type { Check } from "../report/schema.ts";
import type { Command } from "../understanding/schema.ts";

/** How commands are run in a check: where, with which environment, and how one learns what goes on. */
export interface CommandRun {
  readonly supervisor: Supervisor;
  /** The repository; a command's `cwd` is relative to it. */
  readonly dir: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  progress(text: string): void;
}

export interface CommandCheck {
  /** build, lint, tests, install; also the name of its log. */
  readonly id: string;
  readonly title: string;
  readonly command: Command | null;
  readonly timeoutMs: number;
}

const tailLines = 20;

/** Runs a command to its end and says what was seen; without a command it could not run. */
export async function checkCommand(run: CommandRun, { id, title, command, timeoutMs }: CommandCheck): Promise<Check> {
  const base = { id, title, baseline: false };
  if (command === null) {
    return {
      ...base,
      result: "could_not_run",
      detail: "The project has no such command.",
      command: null,
      exit_code: null,
      duration_ms: 0,
    };
  }
  const words = command.argv.join(" ");
  run.progress(`${id}: ${words}`);
  try {
    const result = await run.supervisor.run(
      { name: id, argv: command.argv, cwd: join(run.dir, command.cwd), env: { ...run.environment, ...command.env } },
      { timeoutMs, signal: run.signal },
    );
    const passed = result.exitCode === 0 && !result.timedOut && !result.aborted;
    return {
      ...base,
      result: passed ? "passed" : "failed",
      detail: passed ? `exit code 0 after ${Math.round(result.durationMs)} ms` : describeFailure(result, timeoutMs),
      command: words,
      exit_code: result.exitCode,
      duration_ms: Math.round(result.durationMs),
    };
  } catch (cause) {
    if (cause instanceof SupervisorError && (cause.code === "COMMAND_NOT_FOUND" || cause.code === "FOLDER_MISSING")) {
      return {
        ...base,
        result: "could_not_run",
        detail: cause.message,
        command: words,
        exit_code: null,
        duration_ms: 0,
      };
    }
    throw cause;
  }
}

function describeFailure(result: CommandResult, timeoutMs: number): string {
  const tail = result.tail.trimEnd().split("\n").slice(-tailLines).join("\n");
  const how = result.timedOut
    ? `was ended after ${timeoutMs / 1000} s`
    : result.signal === null
      ? `exit code ${result.exitCode}`
      : `ended by ${result.signal}`;
  return tail === "" ? how : `${how}\n${tail}`;
}
