import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join, posix, sep } from "node:path";
import type { FileChange } from "./change-set.ts";
import { sha256 } from "./manifest.ts";
import type { Entry, GeneratedManifest } from "./manifest.ts";

export type Action = "create" | "modify" | "keep" | "conflict";

/** What becomes of one change, with the text that stands there; `null` where none does. */
export interface Step {
  readonly change: FileChange;
  readonly action: Action;
  readonly before: string | null;
}

/** Says what applying a change would do. Throws where its path leaves the root. */
export function decideChange(root: string, change: FileChange, manifest: GeneratedManifest): Step {
  const file = locate(root, change.path);
  const before = readIfThere(file);
  return { change, before, action: actionFor(change, before, manifest) };
}

/** Whether the task wrote just this, and only commands or later tasks have changed it since. */
export function isKept({ kind, content }: FileChange, before: string | null, entry: Entry | undefined): boolean {
  return (
    kind === "generated" &&
    before !== null &&
    entry?.sha256 === sha256(before) &&
    entry.written === sha256(content) &&
    before !== content
  );
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
export function locate(root: string, path: string): string {
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

export function readIfThere(file: string): string | null {
  return existsSync(file) ? readFileSync(file, "utf8") : null;
}
