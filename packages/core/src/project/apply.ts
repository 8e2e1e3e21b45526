import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, posix, relative, sep } from "node:path";
import { diskError } from "../workspace/disk-error.ts";
import type { ChangeSet, FileChange } from "./change-set.ts";
import { makeFolders } from "./folders.ts";
import { sha256 } from "./manifest.ts";
import type { GeneratedManifest } from "./manifest.ts";
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

type Action = "create" | "modify" | "keep" | "conflict";
interface Step {
  readonly change: FileChange;
  readonly action: Action;
  readonly before: string | null;
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
  const steps = changeSet.files.map((change) => decide(root, change, manifest));
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

type Entry = GeneratedManifest["files"][string];

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

/** Whether the task wrote just this, and only commands or later tasks have changed it since. */
function isKept({ kind, content }: FileChange, before: string | null, entry: Entry | undefined): boolean {
  return (
    kind === "generated" &&
    before !== null &&
    entry?.sha256 === sha256(before) &&
    entry.written === sha256(content) &&
    before !== content
  );
}

function decide(root: string, change: FileChange, manifest: GeneratedManifest): Step {
  const file = locate(root, change.path);
  const before = readIfThere(file);
  return { change, before, action: actionFor(change, before, manifest) };
}

function actionFor(change: FileChange, before: string | null, manifest: GeneratedManifest): Action {
  if (before === null) {
    return "create";
  }
  if (before === change.content) {
    return "keep";
  }
  const entry = manifest.files[change.path];
  if (isKept(change, before, entry)) {
    return "keep";
  }
  const isExtended = (entry?.extendedBy ?? []).length > 0;
  return change.kind === "edit" || (entry?.sha256 === sha256(before) && !isExtended) ? "modify" : "conflict";
}

/** The file's place; throws where the path, or a link on its way, leaves the root. */
function locate(root: string, path: string): string {
  const outside = posix.isAbsolute(path) || posix.normalize(path) !== path || path.startsWith("../") || path === "..";
  if (outside || path.split("/")[0] === ".git") {
    throw new Error(`The change set names ${path}, which is not inside the project.`);
  }
  const file = join(root, path);
  let nearest = file;
  while (!existsSync(nearest)) {
    nearest = dirname(nearest);
  }
  const real = realpathSync(nearest);
  if (real !== realpathSync(root) && !real.startsWith(realpathSync(root) + sep)) {
    throw new Error(`The change set names ${path}, which a link leads out of the project.`);
  }
  return file;
}

function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
