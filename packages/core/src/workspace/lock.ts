import { readFileSync } from "node:fs";
import { bootId, identify, isAlive, isComparable, pidNamespace } from "@backwright/supervisor";
import * as z from "zod";
import { BackwrightError } from "../errors.ts";
import { createDurably, removeDurably } from "./durable.ts";

const holderSchema = z.object({
  runId: z.string(),
  pid: z.int(),
  start: z.string(),
  bootId: z.string(),
  pidNamespace: z.string(),
  since: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

/**
 * Holds one task and loop for this process, until `release`. A lock whose process is gone is taken over.
 *
 * @throws BackwrightError `RUN_HELD` naming the holder
 */
export function takeLock(file: string, runId: string): { release(): void } {
  const self = identify(process.pid);
  const holder: Holder = {
    runId,
    pid: process.pid,
    start: self?.start ?? "",
    bootId: bootId(),
    pidNamespace: pidNamespace(),
    since: new Date().toISOString(),
  };
  const text = `${JSON.stringify(holder)}\n`;
  for (let attempt = 0; attempt < 3; attempt++) {
    if (createDurably(file, text)) {
      return {
        release() {
          if (readHolder(file)?.runId === runId) {
            removeDurably(file);
          }
        },
      };
    }
    const other = readHolder(file);
    if (other !== null && mayLive(other)) {
      throw new BackwrightError("RUN_HELD", {
        message: `This task and loop is already run by process ${other.pid} (run ${other.runId}, since ${other.since}).`,
        hint: "Wait for it, end it with `backwright kill TASK-ID`, or give another --loop.",
      });
    }
    removeDurably(file);
  }
  throw new BackwrightError("RUN_HELD", { message: `Several runs reach for ${file} at once.`, hint: "Try again." });
}

/** A holder of another boot or process namespace cannot be compared; one of another boot is gone for certain. */
function mayLive(holder: Holder): boolean {
  return isComparable(holder) ? isAlive(holder) : holder.bootId === bootId();
}

function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}
