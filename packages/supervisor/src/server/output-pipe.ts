import { spawnSync } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Readable } from "node:stream";

import { pipeName } from "../containment/marker.ts";
import { systemProgram } from "../containment/programs.ts";
import { removeFile } from "../records/durable.ts";
import { hasProc } from "../system/proc.ts";

export interface OutputPipe {
  /** For the `stdio` of a spawn. */
  writeEnd: number;
  readEnd: Readable;
  /** After the spawn: only the child may keep it open. */
  closeWriteEnd(): void;
}

/**
 * A real pipe. What Node calls one is a pair of sockets, and on Linux a script that writes to `/dev/stderr` cannot open a
 * socket by that name. `null` where the file system has no named pipes; the sockets must do there.
 */
export function openOutputPipe({ folder, marker }: { folder: string; marker: string }): OutputPipe | null {
  const mkfifo = hasProc ? systemProgram("mkfifo") : null;
  if (mkfifo === null) {
    return null;
  }
  const path = join(folder, pipeName(marker));
  if (spawnSync(mkfifo, ["-m", "600", path], { stdio: "ignore", timeout: 2_000 }).status !== 0) {
    return null;
  }
  try {
    // The reader first and without waiting: opening the writer waits for a reader.
    const read = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(path, constants.O_WRONLY);
    return {
      writeEnd,
      readEnd: new Socket({ fd: read, readable: true, writable: false }),
      closeWriteEnd: () => closeSync(writeEnd),
    };
  } finally {
    removeFile(path);
  }
}
