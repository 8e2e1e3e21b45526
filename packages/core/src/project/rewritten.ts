import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { keepRewritten, readManifest, sha256, writeManifest } from "./manifest.ts";
import type { ChangeRecord } from "./undo.ts";

export interface WatchOptions {
  readonly root: string;
  readonly manifestFile: string;
  /** What the run wrote; gets the hashes of what its commands made of it, so that it can be undone. */
  readonly record: ChangeRecord;
}

/**
 * Does work in which commands may rewrite what a run has just written, as a linter does that repairs. Such files stay the
 * run's own; what somebody had changed before is left out.
 */
export async function watchRewritten<Result>(
  { root, manifestFile, record }: WatchOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  const ours = Object.entries(record.written).filter(([path, hash]) => hashOf(join(root, path)) === hash);
  try {
    return await work();
  } finally {
    const rewritten = ours.flatMap(([path, hash]) => {
      const now = hashOf(join(root, path));
      return now === null || now === hash ? [] : [[path, now] as const];
    });
    if (rewritten.length > 0) {
      const hashes = Object.fromEntries(rewritten);
      writeManifest(manifestFile, keepRewritten(readManifest(manifestFile), hashes));
      Object.assign(record.written, hashes);
    }
  }
}

function hashOf(file: string): string | null {
  return existsSync(file) ? sha256(readFileSync(file, "utf8")) : null;
}
