import type { Command, Commands, Detection, ProjectReader } from "@backwright/core";
import { applicationCommands } from "@backwright/language-node";

/** What package.json's scripts give; a JavaScript application without a start script is started by its entry. */
export function commands(project: ProjectReader, detection: Detection): Commands {
  const found = applicationCommands(project, detection.dir);
  return { ...found, start: found.start ?? startByEntry(detection) };
}

function startByEntry({ dir, entry, language }: Detection): Command | null {
  if (entry === null || language !== "javascript") {
    return null;
  }
  const path = dir === "." ? entry : entry.slice(dir.length + 1);
  return { argv: ["node", path], cwd: dir, env: {}, source: entry };
}
