import { existsSync, lstatSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { BackwrightError } from "../errors.ts";
import { makeFolders } from "../project/folders.ts";
import { diskError } from "./disk-error.ts";
import { temporaryName } from "./durable.ts";

const longestWriteMs = 60_000;
const ownFolders = ["backwright", "backwright/runs", "backwright/locks", "backwright/plans"];

/** The paths of `.orchestrator/`: what orchestrator and agents share, and below `backwright/` what is ours alone. */
export interface Workspace {
  /** The target repository. */
  readonly dir: string;
  /** `.orchestrator`. */
  readonly root: string;
  readonly queueFile: string;
  readonly stepsFile: string;
  readonly manifestFile: string;
  reportFile(taskId: string, loop: string): string;
  marker(taskId: string, kind: "done" | "failed" | "kill"): string;
  planFile(taskId: string, ending: "json" | "openapi.yaml" | "md"): string;
  journalFile(taskId: string, loop: string): string;
  /** Git directory in which the states of the working tree are kept while a run goes on. */
  historyFolder(taskId: string, loop: string): string;
  lockFile(taskId: string): string;
  /** Held by the one that changes and checks the working tree. */
  readonly treeLockFile: string;
}

/** Names the paths; makes nothing. */
export function workspaceOf(dir: string): Workspace {
  const root = join(dir, ".orchestrator");
  const own = join(root, "backwright");
  return {
    dir,
    root,
    queueFile: join(root, "task_queue.md"),
    stepsFile: join(root, "verification_steps.md"),
    manifestFile: join(own, "manifest.json"),
    reportFile: (taskId, loop) => join(root, "reports", `${taskId}-loop-${loop}.json`),
    marker: (taskId, kind) => join(root, "complete", `${taskId}.${kind}`),
    planFile: (taskId, ending) => join(own, "plans", `${taskId}.${ending}`),
    journalFile: (taskId, loop) => join(own, "runs", `${taskId}-loop-${loop}.jsonl`),
    historyFolder: (taskId, loop) => join(own, "runs", `${taskId}-loop-${loop}.git`),
    lockFile: (taskId) => join(own, "locks", `${taskId}.lock`),
    treeLockFile: join(own, "tree.lock"),
  };
}

/**
 * Makes the folders.
 *
 * @throws BackwrightError `WORKSPACE_UNSAFE` where one of them is a link, which could lead a write out of the repository;
 * `FOLDER_READ_ONLY`, `DISK_FULL`
 */
export function prepareWorkspace(dir: string): Workspace {
  const workspace = workspaceOf(dir);
  for (const name of ["", "reports", "complete", "pids", "process-logs", ...ownFolders]) {
    const folder = join(workspace.root, name);
    if (existsSync(folder) && !lstatSync(folder).isDirectory()) {
      throw new BackwrightError("WORKSPACE_UNSAFE", {
        message: `${folder} is not a folder of its own but a link or a file.`,
        hint: "Remove or rename it; reports and markers are written only to real folders inside the repository.",
      });
    }
    try {
      makeFolders(folder);
      removeLeftovers(folder);
    } catch (cause) {
      throw diskError(folder, cause);
    }
  }
  return workspace;
}

/** Removes what a crash left between two steps of a write: files that only live for a moment, and are older. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder).filter((one) => temporaryName.test(one))) {
    const path = join(folder, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (Date.now() - mtimeMs > longestWriteMs) {
      rmSync(path, { force: true });
    }
  }
}
