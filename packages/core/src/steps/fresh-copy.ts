import { constants } from "node:fs";
import { copyFile, cp, lstat, mkdir, mkdtemp, readlink, realpath, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { openProject } from "../project/open.ts";

export interface FreshCopyOptions {
  dir: string;
  /** Ignored folders to copy as well, such as `node_modules`, where installing again would prove nothing more. */
  reuse?: readonly string[];
  /** Ends the copying, and takes back what was copied. */
  signal?: AbortSignal;
}

export interface FreshCopy {
  readonly dir: string;
  remove(): Promise<void>;
}

/** A copy of the project as git would clone it after a commit of everything, in a temporary folder, without `.orchestrator`. */
export async function freshCopy({ dir, reuse = [], signal }: FreshCopyOptions): Promise<FreshCopy> {
  const project = await openProject(dir);
  const target = await realpath(await mkdtemp(join(tmpdir(), "backwright-copy-")));
  async function remove(): Promise<void> {
    await rm(target, { recursive: true, force: true, maxRetries: 3 });
  }
  try {
    for (const path of project.list()) {
      signal?.throwIfAborted();
      await copyOne(join(dir, path), join(target, path));
    }
    for (const path of reuse) await copyFolder(join(dir, path), join(target, path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { dir: target, remove };
}

async function copyOne(from: string, to: string): Promise<void> {
  const stat = await lstat(from);
  await mkdir(dirname(to), { recursive: true });
  if (stat.isSymbolicLink()) await symlink(await readlink(from), to);
  else if (stat.isFile()) await copyFile(from, to, constants.COPYFILE_FICLONE);
}

/** Shares blocks where the file system can, and never a file: what the copy writes, the project keeps as it was. */
async function copyFolder(from: string, to: string): Promise<void> {
  const isThere = await lstat(from).then(
    (stat) => stat.isDirectory(),
    () => false,
  );
  if (!isThere) return;
  await cp(from, to, { recursive: true, verbatimSymlinks: true, mode: constants.COPYFILE_FICLONE });
}
