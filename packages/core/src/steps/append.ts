import { existsSync, readFileSync } from "node:fs";
import { appendDurably } from "../workspace/durable.ts";
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
 * Throws `DISK_FULL` where it does not fit, and then leaves the file as it was.
 */
export function appendSection({ file, taskId, section }: AppendOptions): "appended" | "unchanged" {
  if (existsSync(file)) {
    const last = lastSection(readFileSync(file), taskId);
    if (last !== null && withoutTime(last) === withoutTime(section)) return "unchanged";
  }
  appendDurably(file, frame(taskId, section));
  return "appended";
}

function lastSection(content: Buffer, taskId: string): string | null {
  if (!content.includes(taskId)) return null;
  const { pieces } = splitSections(content);
  return pieces.findLast((piece) => taskIdOf(piece.text) === taskId)?.text ?? null;
}

function withoutTime(section: string): string {
  return section.replace(/^\| Timestamp \|.*\|$/m, "").trim();
}
