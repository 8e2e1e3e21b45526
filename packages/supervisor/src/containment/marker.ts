import { hasProc, procEnvironment, procOutputs } from "../system/proc.ts";
import { listProcessTable } from "../system/process-table.ts";
import type { ProcessIdentity } from "../types.ts";
import { markerName } from "./tier.ts";

/** The pipe that takes a tree's output. It is removed at once, and its name stays with whoever writes into it. */
export function pipeName(marker: string): string {
  return `.${marker}.tmp`;
}

/**
 * Whether a process carries the marker: in its environment, or by the pipe that it writes to. `null` in the middle of an
 * exec, when its environment is empty for a moment.
 */
export function isMarked(pid: number, marker: string): boolean | null {
  const environment = procEnvironment(pid);
  const marked =
    environment.includes(`${markerName}=${marker}`) ||
    procOutputs(pid).some((target) => target.includes(`/${pipeName(marker)}`));
  return marked || (environment.join("") === "" ? null : false);
}

/** The living processes that carry the marker; none where the system does not show environments. */
export function markedProcesses(marker: string): ProcessIdentity[] {
  return hasProc ? listProcessTable().filter(({ pid, zombie }) => !zombie && isMarked(pid, marker) === true) : [];
}
