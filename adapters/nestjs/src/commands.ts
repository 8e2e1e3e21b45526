import type { Commands, Detection, ProjectReader } from "@backwright/core";
import { applicationCommands, startWithoutScript } from "@backwright/language-node";

/** What package.json's scripts give; without a start script, what the Dockerfile or the `main` field starts. */
export function commands(project: ProjectReader, detection: Detection): Commands {
  const found = applicationCommands(project, detection.dir);
  return { ...found, start: found.start ?? startWithoutScript(project, detection) };
}
