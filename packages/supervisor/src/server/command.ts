import { existsSync } from "node:fs";

import { resolveCommand } from "../containment/programs.ts";
import { SupervisorError } from "../errors.ts";
import { checkName } from "../records/paths.ts";
import type { CommandSpec } from "../types.ts";

/** Throws `NAME_INVALID`, `FOLDER_MISSING` or `COMMAND_NOT_FOUND`. */
export function checkCommand(command: CommandSpec): void {
  checkName(command.name);
  if (!existsSync(command.cwd)) {
    throw new SupervisorError("FOLDER_MISSING", { message: `The folder ${command.cwd} does not exist.` });
  }
  if (resolveCommand(command.argv[0], command) === null) {
    throw new SupervisorError("COMMAND_NOT_FOUND", {
      message: `The command "${command.argv[0]}" was not found.`,
      hint: "Install it, or put its folder on the PATH.",
    });
  }
}

/** One line that a person can paste, whatever the arguments hold. */
export function quote(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(" ")
    .replace(/[\r\n]+/g, " ");
}
