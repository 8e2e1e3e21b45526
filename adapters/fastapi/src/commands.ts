import type { Commands, Detection, ProjectReader } from "@backwright/core";
import { readCommands } from "@backwright/language-python";
import { startCommand } from "./start.ts";

/** What the project's own targets give, and a server for the application. */
export function commands(project: ProjectReader, { dir }: Detection): Commands {
  return readCommands({ project, dir, known: { start: startCommand(project, dir) } });
}
