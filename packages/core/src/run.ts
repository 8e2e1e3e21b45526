import { rmSync } from "node:fs";
import { openSupervisor, sweepStale } from "@backwright/supervisor";
import type { AdapterCatalog } from "./adapter/discover.ts";
import type { KnownFramework } from "./adapter/known.ts";
import { BackwrightError } from "./errors.ts";
import type { RunListener } from "./events.ts";
import type { ImplementerName, RunContext } from "./phases/phase.ts";
import { targetFolder } from "./project/target.ts";
import { openTreeHistory } from "./project/tree.ts";
import type { LoadedTask } from "./task/file.ts";
import { crashedRun, refuseOtherRun, taskFingerprint } from "./resume.ts";
import { openJournal, readJournal } from "./workspace/journal.ts";
import type { JournalEntry } from "./workspace/journal.ts";
import { takeLock } from "./workspace/lock.ts";
import { clearStaleMarkers, isKillRequested } from "./workspace/markers.ts";
import { prepareWorkspace } from "./workspace/workspace.ts";

export interface RunTaskOptions {
  /** The target repository. Made where it does not exist and the run is to build an application. */
  readonly dir: string;
  readonly task: LoadedTask;
  readonly catalog: AdapterCatalog;
  readonly adapter?: string;
  /** Frameworks that are recognised without an adapter. */
  readonly known?: readonly KnownFramework[];
  readonly implementer: ImplementerName;
  /** As the caller wrote it, `1` or `001`. */
  readonly loop: string;
  readonly runId: string;
  /** Goes on behind the last phase that a crashed run of the same task and loop completed. */
  readonly resume?: boolean;
  readonly signal: AbortSignal;
  readonly onEvent: RunListener;
}

/** A run that holds its lock and its supervisor until `close`. */
export interface OpenRun {
  readonly context: RunContext;
  /** What a crashed run wrote down, where this one goes on; else `[]`. */
  readonly earlier: readonly JournalEntry[];
  /** Safe to call twice. */
  close(): Promise<void>;
}

/** Takes what a run needs, in the order in which giving it back is safe. */
export async function openRun(options: RunTaskOptions): Promise<OpenRun> {
  const { task, loop, runId } = options;
  if (!/^\d{1,9}$/.test(loop)) {
    throw new BackwrightError("INPUT_INVALID", {
      message: `The loop ${loop} is no number.`,
      hint: "Give --loop as digits, like 1 or 001.",
    });
  }
  const makes = options.implementer !== "none" && task.task.resources !== undefined;
  const dir = targetFolder(options.dir, { make: makes });
  const workspace = prepareWorkspace(dir);
  const { id } = task.task;
  if (isKillRequested(workspace, id)) {
    throw new BackwrightError("KILLED", {
      message: `A kill file for ${id} was there before the run began, so nothing was started.`,
      hint: `Remove ${workspace.marker(id, "kill")} to run the task.`,
    });
  }
  const lock = takeLock(workspace.lockFile(id, loop), runId);
  try {
    const journalFile = workspace.journalFile(id, loop);
    const earlier = options.resume === true ? readJournal(journalFile) : [];
    refuseOtherRun(earlier, { task: task.task, implementer: options.implementer });
    const journal = openJournal(journalFile);
    if (crashedRun(earlier).length === 0) {
      rmSync(workspace.historyFolder(id, loop), { recursive: true, force: true });
      const fingerprint = taskFingerprint(task.task);
      journal.append("run-started", { runId, task: task.file, fingerprint, implementer: options.implementer });
    } else {
      journal.append("run-resumed", { runId });
    }
    clearStaleMarkers(workspace, id, journal);
    await sweepStale(workspace.root);
    const history = await openTreeHistory(dir, workspace.historyFolder(id, loop));
    const supervisor = await openSupervisor({
      workspace: workspace.root,
      runId,
      killFile: workspace.marker(id, "kill"),
    });
    const stop = new AbortController();
    supervisor.onKill(() => stop.abort(new BackwrightError("KILLED", { message: `The kill file of ${id} appeared.` })));
    const signal = AbortSignal.any([options.signal, stop.signal]);
    const context: RunContext = {
      dir,
      task,
      catalog: options.catalog,
      adapterName: options.adapter ?? null,
      known: options.known ?? [],
      implementer: options.implementer,
      loop,
      runId,
      workspace,
      supervisor,
      journal,
      history,
      signal,
      emit: options.onEvent,
    };
    return {
      context,
      earlier,
      async close() {
        await supervisor.close();
        history?.close();
        lock.release();
      },
    };
  } catch (cause) {
    lock.release();
    throw cause;
  }
}
