import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { SupervisorError } from "../errors.ts";

/** Where a workspace keeps what concerns processes. */
export interface WorkspacePaths {
  pids: string;
  manifest: string;
  logs: string;
  records: string;
}

export function workspacePaths(workspace: string): WorkspacePaths {
  const pids = join(workspace, "pids");
  return {
    pids,
    manifest: join(pids, "manifest.log"),
    logs: join(workspace, "process-logs"),
    records: join(workspace, "backwright", "processes"),
  };
}

/** Throws `WORKSPACE_UNWRITABLE` where the folders cannot be made. */
export function makeWorkspaceFolders(workspace: string): WorkspacePaths {
  const paths = workspacePaths(workspace);
  try {
    for (const folder of [paths.pids, paths.logs, paths.records]) {
      mkdirSync(folder, { recursive: true });
    }
  } catch (error) {
    throw new SupervisorError("WORKSPACE_UNWRITABLE", {
      message: `The folders for process records cannot be made in ${workspace}.`,
      hint: "Make the folder writable, or choose another one.",
      cause: error,
    });
  }
  return paths;
}

/** Throws `NAME_INVALID` for a name that could leave its folder or hide in it. */
export function checkName(name: string): void {
  if (!/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}$/.test(name)) {
    throw new SupervisorError("NAME_INVALID", {
      message: `"${name}" cannot name a process.`,
      hint: "Use letters, digits, dot, underscore and hyphen, at most 64, not starting with a dot.",
    });
  }
}
