import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import { diskError } from "../workspace/disk-error.ts";
import type { ChangeSet, FileChange } from "./change-set.ts";
import { sha256 } from "./manifest.ts";
import type { GeneratedManifest } from "./manifest.ts";

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
  readonly manifest: GeneratedManifest;
  /** Puts back what stood there, but not over what somebody wrote since. */
  undo(): void;
}

export interface ApplyOptions {
  readonly root: string;
  readonly taskId: string;
  readonly changeSet: ChangeSet;
  readonly manifest: GeneratedManifest;
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
 * @throws Error when a path leaves the root; BackwrightError `DISK_FULL`, `FOLDER_READ_ONLY`
 */
export function applyChangeSet(options: ApplyOptions): Applied {
  const { root, changeSet, manifest, taskId } = options;
  const steps = changeSet.files.map((change) => decide(root, change, manifest));
  const written: Step[] = [];
  const madeFolders: string[] = [];
  const derived = changeSet.derived.map((path) => remember(locate(root, path)));
  const undo = (): void => {
    for (const restore of derived.splice(0)) {
      restore();
    }
    for (const step of written.splice(0).reverse()) {
      putBack(root, step);
    }
    for (const folder of madeFolders.splice(0).reverse()) {
      removeIfEmpty(folder);
    }
  };
  try {
    for (const step of steps.filter(({ action }) => action === "create" || action === "modify")) {
      const file = join(root, step.change.path);
      madeFolders.push(...makeFolders(dirname(file)));
      writeWhole(file, step.change.content);
      written.push(step);
    }
  } catch (cause) {
    undo();
    throw diskError(root, cause);
  }
  const paths = (action: Action): string[] =>
    steps.filter((step) => step.action === action).map(({ change }) => change.path);
  const recorded = steps
    .filter(({ change, action }) => change.kind === "generated" && action !== "conflict")
    .map(({ change }) => [change.path, { sha256: sha256(change.content), task: taskId }] as const);
  return {
    created: paths("create"),
    modified: paths("modify"),
    unchanged: paths("keep"),
    conflicts: paths("conflict").map((path) => ({
      path,
      reason: "it was edited by hand; the edit was kept, and what would have been written was not",
    })),
    manifest: { ...manifest, files: { ...manifest.files, ...Object.fromEntries(recorded) } },
    undo,
  };
}

function decide(root: string, change: FileChange, manifest: GeneratedManifest): Step {
  const file = locate(root, change.path);
  const before = existsSync(file) ? readFileSync(file, "utf8") : null;
  return { change, before, action: actionFor(change, before, manifest) };
}

function actionFor(change: FileChange, before: string | null, manifest: GeneratedManifest): Action {
  if (before === null) {
    return "create";
  }
  if (before === change.content) {
    return "keep";
  }
  const untouched = change.kind === "edit" || manifest.files[change.path]?.sha256 === sha256(before);
  return untouched ? "modify" : "conflict";
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

function makeFolders(folder: string): string[] {
  const first = mkdirSync(folder, { recursive: true });
  const made: string[] = [];
  for (let current = folder; first !== undefined && current.startsWith(first); current = dirname(current)) {
    made.unshift(current);
  }
  return made;
}

function writeWhole(file: string, content: string): void {
  const mode = existsSync(file) ? lstatSync(file).mode : undefined;
  const temporary = `${file}.backwright-tmp`;
  try {
    writeFileSync(temporary, content, { flush: true, ...(mode === undefined ? {} : { mode }) });
    renameSync(temporary, file);
  } finally {
    rmSync(temporary, { force: true });
  }
}

function putBack(root: string, { change, before }: Step): void {
  const file = join(root, change.path);
  if (!existsSync(file) || readFileSync(file, "utf8") !== change.content) {
    return;
  }
  if (before === null) {
    rmSync(file);
  } else {
    writeWhole(file, before);
  }
}

/** Returns how to put a file back as it is at this moment. */
function remember(file: string): () => void {
  const before = existsSync(file) ? readFileSync(file, "utf8") : null;
  return () => {
    if (before === null) {
      rmSync(file, { force: true });
    } else if (!existsSync(file) || readFileSync(file, "utf8") !== before) {
      writeWhole(file, before);
    }
  };
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Somebody else's file stands in it.
  }
}
