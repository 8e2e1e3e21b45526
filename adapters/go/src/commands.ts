import type { Commands, Detection, ProjectReader } from "@backwright/core";
import { readCommands } from "@backwright/language-go";

/** Targets of the Makefile, what is written for agents, then the conventions of Go. */
export function commands(project: ProjectReader, { dir, entry }: Detection): Commands {
  return readCommands({ project, dir, entry });
}
