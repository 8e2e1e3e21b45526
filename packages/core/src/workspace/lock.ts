import { randomUUID } from "node:crypto";
import { readFileSync, renameSync } from "node:fs";
import { dirname, join } from "node:path";
import { bootId, identify, isAlive, isComparable, pidNamespace } from "@backwright/supervisor";
import * as z from "zod";
import { BackwrightError } from "../errors.ts";
import { diskError } from "./disk-error.ts";
import { createDurably, removeDurably } from "./durable.ts";

const holderSchema = z.object({
  taskId: z.string(),
  runId: z.string(),
  loop: z.string(),
  pid: z.int(),
  start: z.string(),
  bootId: z.string(),
  pidNamespace: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/** Which run takes a lock. */
export type LockedRun = Pick<Holder, "taskId" | "loop" | "runId">;

export interface Lock {
  release(): void;
}

/**
 * Holds one task for this process, until `release`. A lock whose process is gone is taken over.
 *
 * @throws BackwrightError `RUN_HELD` naming the holder
 */
export function takeLock(file: string, run: LockedRun): Lock {
  const { lock, holder } = tryLock(file, run);
  if (lock === null) {
    if (holder === null) {
      throw new BackwrightError("RUN_HELD", { message: `Several runs reach for ${file} at once.`, hint: "Try again." });
    }
    throw new BackwrightError("RUN_HELD", {
      message: `This task is already run by process ${holder.pid} (loop ${holder.loop}, run ${holder.runId}, since ${holder.since}).`,
      hint: "Wait for it, or end it with `backwright kill TASK-ID`.",
    });
  }
  return lock;
}

/** Takes a lock, or says who holds it: nobody yet, where several reach for it. One whose process is gone is taken over. */
export function tryLock(
  file: string,
  { taskId, runId, loop }: LockedRun,
): { readonly lock: Lock | null; readonly holder: Holder | null } {
  const self = identify(process.pid);
  const holder: Holder = {
    taskId,
    runId,
    loop,
    pid: process.pid,
    start: self?.start ?? "",
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify(holder)}\n`;
  for (let attempt = 0; attempt < 3; attempt++) {
    const there = readText(file);
    const other = parseHolder(there);
    if (other !== null && mayLive(other)) {
      return { lock: null, holder: other };
    }
    if (there !== null) {
      takeAway(file, there);
    }
    if (createDurably(file, text)) {
      return { lock: { release: () => release(file, text) }, holder: null };
    }
  }
  return { lock: null, holder: null };
}

function release(file: string, text: string): void {
  if (readText(file) === text) {
    removeDurably(file);
  }
}

/** A holder of another boot or process namespace cannot be compared; one of another boot is gone for certain. */
function mayLive(holder: Holder): boolean {
  return isComparable(holder) ? isAlive(holder) : holder.bootId === bootId();
}

/**
 * Removes a stale lock, but not the one that another run has put in its place in the meantime: takes it away first, and
 * looks what it has taken.
 */
function takeAway(file: string, stale: string): void {
  if (readText(file) !== stale) {
    return;
  }
  const taken = join(dirname(file), `.${randomUUID()}.tmp`);
  try {
    renameSync(file, taken);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") {
      return;
    }
    throw diskError(file, cause);
  }
  const found = readText(taken);
  if (found !== null && found !== stale) {
    createDurably(file, found);
  }
  removeDurably(taken);
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}

function parseHolder(text: string | null): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(text ?? ""));
  } catch {
    return null;
  }
}
