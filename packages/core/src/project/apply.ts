import { dirname, join, relative } from "node:path";
import { diskError } from "../workspace/disk-error.ts";
import type { ChangeSet } from "./change-set.ts";
import { decideChange, isKept, locate, readIfThere } from "./decide.ts";
import type { Action, Step } from "./decide.ts";
import { makeFolders } from "./folders.ts";
import { sha256 } from "./manifest.ts";
import type { Entry, GeneratedManifest } from "./manifest.ts";
import { undoChange, writeWhole } from "./undo.ts";
import type { ChangeRecord } from "./undo.ts";

export interface Conflict {
  readonly path: string;
  readonly reason: string;
}

export interface Applied {
  readonly created: readonly string[];
  readonly modified: readonly string[];
  readonly unchanged: readonly string[];
  /** Files that were left as they are, since a hand edit stands in them. */
  readonly conflicts: readonly Conflict[];
  readonly record: ChangeRecord;
  /** Puts back what stood there, but not over what somebody wrote since. Throws like `undoChange`. */
  undo(): void;
}

export interface ApplyOptions {
  readonly root: string;
  readonly taskId: string;
  readonly changeSet: ChangeSet;
  readonly manifest: GeneratedManifest;
  /** The change makes the application of the task in an empty folder. */
  readonly makesApplication: boolean;
}

/**
 * Writes a change set, all of it or nothing.
 *
 * @returns what was done, and the manifest with the new hashes
 * @throws Error when a path leaves the root; BackwrightError `DISK_FULL`, `FOLDER_READ_ONLY`
 */
export function applyChangeSet(options: ApplyOptions): { applied: Applied; manifest: GeneratedManifest } {
  const { root, changeSet, manifest, taskId } = options;
  const application = options.makesApplication && !manifest.applications.includes(taskId) ? taskId : null;
  const steps = changeSet.files.map((change) => decideChange(root, change, manifest));
  const before = new Map(steps.map((step) => [step.change.path, step.before]));
  changeSet.derived.forEach((path) => before.set(path, readIfThere(locate(root, path))));
  const written: Record<string, string> = {};
  const folders: string[] = [];
  const files: Record<string, GeneratedManifest["files"][string] | null> = {};
  const record = { written, folders, derived: changeSet.derived, manifestBefore: { files, application } };
  function undo(): void {
    undoChange({ root, record, before: (path) => before.get(path) ?? null });
  }
  try {
    for (const { change } of steps.filter(({ action }) => action === "create" || action === "modify")) {
      folders.push(...makeFolders(dirname(join(root, change.path))).map((folder) => relative(root, folder)));
      writeWhole(join(root, change.path), change.content);
      written[change.path] = sha256(change.content);
      files[change.path] = manifest.files[change.path] ?? null;
    }
  } catch (cause) {
    undo();
    throw diskError(root, cause);
  }
  function paths(action: Action): string[] {
    return steps.filter((step) => step.action === action).map(({ change }) => change.path);
  }
  const recorded = steps.flatMap((step) => {
    const entry = entryAfter(step, { taskId, manifest });
    return entry === null ? [] : [[step.change.path, entry] as const];
  });
  return {
    applied: {
      created: paths("create"),
      modified: paths("modify"),
      unchanged: paths("keep"),
      conflicts: paths("conflict").map((path) => ({ path, reason: reasonFor(path, options) })),
      record,
      undo,
    },
    manifest: {
      ...manifest,
      applications: [...manifest.applications, ...(application === null ? [] : [application])],
      files: { ...manifest.files, ...Object.fromEntries(recorded) },
    },
  };
}

function reasonFor(path: string, { root, manifest }: ApplyOptions): string {
  const entry = manifest.files[path];
  const isOurs = entry !== undefined && entry.sha256 === sha256(readIfThere(locate(root, path)) ?? "");
  return isOurs
    ? `a later task (${(entry.extendedBy ?? []).join(", ")}) has added to it; that was kept, and what would have been written was not`
    : "it was edited by hand; the edit was kept, and what would have been written was not";
}

/** What the manifest says of a file once a step is done; `null` where it says nothing new. */
function entryAfter(
  { change, action, before }: Step,
  { taskId, manifest }: Pick<ApplyOptions, "taskId" | "manifest">,
): Entry | null {
  const entry = manifest.files[change.path];
  const hash = sha256(change.content);
  if (action === "conflict" || isKept(change, before, entry)) {
    return null;
  }
  if (change.kind === "generated") {
    return { sha256: hash, task: taskId };
  }
  if (entry === undefined || before === null || entry.sha256 !== sha256(before) || before === change.content) {
    return null;
  }
  // What was generated stays so when a task adds to it.
  const by = [...new Set([...(entry.extendedBy ?? []), ...(entry.task === taskId ? [] : [taskId])])];
  return {
    ...entry,
    sha256: hash,
    written: entry.written ?? entry.sha256,
    ...(by.length === 0 ? {} : { extendedBy: by }),
  };
}
