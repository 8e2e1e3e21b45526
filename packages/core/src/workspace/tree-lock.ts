import { setTimeout as sleep } from "node:timers/promises";
import { BackwrightError } from "../errors.ts";
import type { RunListener } from "../events.ts";
import { tryLock } from "./lock.ts";
import type { Lock, LockedRun } from "./lock.ts";
import { isKillRequested } from "./markers.ts";
import type { Workspace } from "./workspace.ts";

const lookEveryMs = 50;

export interface TreeWait {
  readonly signal: AbortSignal;
  readonly onEvent: RunListener;
}

/**
 * Takes the working tree. Two that install, build and test in one folder at once would break each other's checks, so the
 * second waits for as long as the first lives.
 *
 * @throws BackwrightError `KILLED` where the kill file appears, or the signal comes, before that
 */
export async function takeTree(workspace: Workspace, run: LockedRun, { signal, onEvent }: TreeWait): Promise<Lock> {
  let told = "";
  for (;;) {
    const isKilled = isKillRequested(workspace, run.taskId);
    if (isKilled || signal.aborted) {
      const why = isKilled ? `The kill file of ${run.taskId} appeared` : "It was ended from outside";
      throw new BackwrightError("KILLED", { message: `${why} before the run could begin.` });
    }
    const { lock, holder } = tryLock(workspace.treeLockFile, run);
    if (lock !== null) {
      return lock;
    }
    if (holder !== null && holder.runId !== told) {
      told = holder.runId;
      const who = `${holder.taskId} (process ${holder.pid}) works in this folder, says ${workspace.treeLockFile}`;
      onEvent({ type: "warning", text: `${who}; ${run.taskId} waits for its end.` });
    }
    await sleep(lookEveryMs);
  }
}
