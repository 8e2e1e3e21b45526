import { rmSync } from "node:fs";
import { openSupervisor, sweepStale } from "@backwright/supervisor";
import type { Supervisor } from "@backwright/supervisor";
import type { AdapterCatalog } from "./adapter/discover.ts";
import type { KnownFramework } from "./adapter/known.ts";
import { BackwrightError } from "./errors.ts";
import type { RunListener } from "./events.ts";
import type { ImplementerName, RunContext } from "./phases/phase.ts";
import { targetFolder } from "./project/target.ts";
import { openTreeHistory } from "./project/tree.ts";
import type { TreeHistory } from "./project/tree.ts";
import type { LoadedTask } from "./task/file.ts";
import { crashedRun, taskFingerprint } from "./resume.ts";
import { checkTaskId } from "./task/check.ts";
import { openJournal, readJournal } from "./workspace/journal.ts";
import type { Journal, JournalEntry } from "./workspace/journal.ts";
import { takeLock } from "./workspace/lock.ts";
import { clearStaleMarkers } from "./workspace/markers.ts";
import { takeTree } from "./workspace/tree-lock.ts";
import { prepareWorkspace } from "./workspace/workspace.ts";
import type { Workspace } from "./workspace/workspace.ts";

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

export interface HoldOptions {
  readonly dir: string;
  readonly taskId: string;
  readonly loop: string;
  readonly runId: string;
  /** Make the target where nothing stands there. */
  readonly make: boolean;
  readonly resume: boolean;
}

/** A task and loop that is this process's alone, until `release`. */
export interface HeldRun {
  /** The real path of the target. */
  readonly dir: string;
  readonly workspace: Workspace;
  readonly journal: Journal;
  /** What a crashed run wrote down, where this one goes on; else `[]`. */
  readonly earlier: readonly JournalEntry[];
  /** Safe to call twice. */
  release(): void;
}

/** A run that holds its supervisor until `close`. */
export interface OpenRun {
  readonly context: RunContext;
  readonly earlier: readonly JournalEntry[];
  /** Gives the hold back as well. Safe to call twice. */
  close(): Promise<void>;
}

/**
 * Takes the task, in whatever loop, since its loops share their markers; nothing is started yet.
 *
 * @throws BackwrightError `RUN_HELD`, `INPUT_INVALID`, `TASK_ID_INVALID`, `FOLDER_MISSING`, `WORKSPACE_UNSAFE`,
 * `FOLDER_READ_ONLY`, `DISK_FULL`, `DISK_FAILED`
 */
export function holdRun(options: HoldOptions): HeldRun {
  const { taskId, loop, runId } = options;
  checkTaskId(taskId);
  if (!/^\d{1,9}$/.test(loop)) {
    throw new BackwrightError("INPUT_INVALID", {
      message: `The loop ${loop} is no number.`,
      hint: "Give --loop as digits, like 1 or 001.",
    });
  }
  const dir = targetFolder(options.dir, { make: options.make });
  const workspace = prepareWorkspace(dir);
  const lock = takeLock(workspace.lockFile(taskId), { taskId, loop, runId });
  try {
    const journalFile = workspace.journalFile(taskId, loop);
    const earlier = options.resume ? readJournal(journalFile) : [];
    const journal = openJournal(journalFile);
    clearStaleMarkers(workspace, taskId, journal);
    return { dir, workspace, journal, earlier, release: lock.release };
  } catch (cause) {
    lock.release();
    throw cause;
  }
}

/** Takes what a run needs besides, in the order in which giving it back is safe. */
export async function openRun(held: HeldRun, options: RunTaskOptions): Promise<OpenRun> {
  const { dir, workspace, journal, earlier } = held;
  const { task, loop, runId } = options;
  const { id } = task.task;
  if (crashedRun(earlier).length === 0) {
    rmSync(workspace.historyFolder(id, loop), { recursive: true, force: true });
    const fingerprint = taskFingerprint(task.task);
    journal.append("run-started", { runId, task: task.file, fingerprint, implementer: options.implementer });
  } else {
    journal.append("run-resumed", { runId });
  }
  await sweepStale(workspace.root);
  const tree = await takeTree(workspace, { taskId: id, loop, runId }, options);
  const { history, supervisor } = await openDoors(held, { id, loop, runId }).catch((cause: unknown) => {
    tree.release();
    throw cause;
  });
  const stop = new AbortController();
  supervisor.onKill(() => stop.abort(new BackwrightError("KILLED", { message: `The kill file of ${id} appeared.` })));
  const signal = AbortSignal.any([options.signal, stop.signal]);
  signal.addEventListener("abort", () => journal.hurry(), { once: true });
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
      try {
        tree.release();
      } finally {
        held.release();
      }
    },
  };
}

/** Both at once, because a kill file can end neither of them before they are open. */
async function openDoors(
  { dir, workspace }: HeldRun,
  { id, loop, runId }: { readonly id: string; readonly loop: string; readonly runId: string },
): Promise<{ history: TreeHistory | null; supervisor: Supervisor }> {
  const killFile = workspace.marker(id, "kill");
  const [history, supervisor] = await Promise.allSettled([
    openTreeHistory(dir, workspace.historyFolder(id, loop)),
    openSupervisor({ workspace: workspace.root, runId, killFile }),
  ]);
  if (history.status === "rejected") {
    await (supervisor.status === "fulfilled" ? supervisor.value.close() : null);
    throw history.reason;
  }
  if (supervisor.status === "rejected") {
    history.value?.close();
    throw supervisor.reason;
  }
  return { history: history.value, supervisor: supervisor.value };
}
