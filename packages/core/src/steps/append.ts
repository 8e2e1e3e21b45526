import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { BackwrightError } from "../errors.ts";
import { frame } from "./frame.ts";
import { splitSections, taskIdOf } from "./parse.ts";

export interface AppendOptions {
  /** verification_steps.md; made where it is missing. */
  file: string;
  taskId: string;
  /** As `renderSection` gives it. */
  section: string;
}

/**
 * Adds a section at the end, in one write, durably, and never touches what is there: other agents append too.
 * `unchanged` when the last section of the task says the same at another time.
 * Throws `DISK_FULL` when the write was cut short; readers skip what then stands there.
 */
export function appendSection({ file, taskId, section }: AppendOptions): "appended" | "unchanged" {
  const isNew = !existsSync(file);
  if (!isNew) {
    const last = lastSection(readFileSync(file), taskId);
    if (last !== null && withoutTime(last) === withoutTime(section)) return "unchanged";
  }
  mkdirSync(dirname(file), { recursive: true });
  const bytes = Buffer.from(frame(taskId, section));
  const descriptor = openSync(file, "a", 0o644);
  try {
    const written = writeSync(descriptor, bytes);
    if (written < bytes.length) {
      throw new BackwrightError("DISK_FULL", {
        message: `Only ${written} of ${bytes.length} bytes of the section could be written to ${file}.`,
        hint: "Make room on the disk and run the task again: the part that was written is skipped by readers.",
      });
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (isNew) syncFolder(dirname(file));
  return "appended";
}

function lastSection(content: Buffer, taskId: string): string | null {
  if (!content.includes(taskId)) return null;
  const { pieces } = splitSections(content);
  return pieces.findLast((piece) => taskIdOf(piece.text) === taskId)?.text ?? null;
}

/** A new name is durable once its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

function withoutTime(section: string): string {
  return section.replace(/^\| Timestamp \|.*\|$/m, "").trim();
}
