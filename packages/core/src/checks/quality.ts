import type { Check } from "../report/schema.ts";
import type { Command, Commands } from "../understanding/schema.ts";
import { checkCommand } from "./command.ts";
import type { CommandRun } from "./command.ts";

const minute = 60_000;

export interface QualityCommands {
  readonly commands: Commands;
  /** Commands that the task or the queue gives; they win. */
  readonly given?: { readonly [name in "build" | "lint" | "test"]?: string | undefined };
}

/** A command that a person wrote as one line, which is a shell's business. */
export function shellCommand(line: string, source: string): Command {
  return { argv: ["sh", "-c", line], cwd: ".", env: {}, source };
}

/** Build, lint and tests, one after the other, since the later ones may need what the earlier wrote. */
export async function checkQuality(run: CommandRun, { commands, given }: QualityCommands): Promise<Check[]> {
  function chosen(name: "build" | "lint" | "test"): Command | null {
    return given?.[name] === undefined ? commands[name] : shellCommand(given[name], "task");
  }
  return [
    await checkCommand(run, {
      id: "build",
      title: "The project builds",
      command: chosen("build"),
      timeoutMs: 10 * minute,
    }),
    await checkCommand(run, {
      id: "lint",
      title: "The linter is content",
      command: chosen("lint"),
      timeoutMs: 10 * minute,
    }),
    await checkCommand(run, { id: "tests", title: "The tests pass", command: chosen("test"), timeoutMs: 20 * minute }),
  ];
}

/** Marks failures that were there before the change: they are listed, and not this task's. */
export function compareWithBaseline(checks: readonly Check[], before: readonly Check[]): Check[] {
  const failedBefore = new Set(before.filter(({ result }) => result === "failed").map(({ id }) => id));
  return checks.map((check) =>
    check.result === "failed" && failedBefore.has(check.id) ? { ...check, baseline: true } : check,
  );
}

/** Whether a check speaks against the change. */
export function blocks(check: Check): boolean {
  return check.result === "failed" && !check.baseline;
}
