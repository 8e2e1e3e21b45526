import { SupervisorError } from "../errors.ts";
import type { ProcessIdentity } from "../types.ts";
import { isAlive } from "./identity.ts";

const largestPid = 2 ** 22;

export type Signal = "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT";

/**
 * The only place that signals. One process, never a group, never init, never this one; only while its start time matches.
 * Returns whether the signal was delivered. Throws `PID_INVALID` for an id that could mean more than one process.
 */
export function signalProcess(identity: ProcessIdentity, signal: Signal): boolean {
  const { pid } = identity;
  if (!Number.isSafeInteger(pid) || pid <= 1 || pid > largestPid || pid === process.pid) {
    throw new SupervisorError("PID_INVALID", { message: `Process id ${String(pid)} cannot be signalled.` });
  }
  if (identity.start === "" || !isAlive(identity)) {
    return false;
  }
  try {
    return process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM")) {
      return false;
    }
    throw error;
  }
}

export function signalAll(identities: readonly ProcessIdentity[], signal: Signal): void {
  for (const identity of identities) {
    signalProcess(identity, signal);
  }
}
