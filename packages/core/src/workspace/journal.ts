import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { appendDurably } from "./durable.ts";

export interface JournalEntry {
  readonly at: string;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** What a run did, one JSON line an event, each durable before the run goes on. */
export interface Journal {
  append(event: string, details?: Readonly<Record<string, unknown>>): void;
  /** A run that is being ended waits for no disk: what comes now is written and not synced. */
  hurry(): void;
}

/**
 * Goes on in the file where there is one, so that the loops of a task read as one story. A line that a crash cut off
 * does not take the first one behind it.
 */
export function openJournal(file: string): Journal {
  let start = isCutOff(file) ? "\n" : "";
  let sync = true;
  return {
    append(event, details = {}) {
      appendDurably(file, `${start}${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`, { sync });
      start = "";
    },
    hurry() {
      sync = false;
    },
  };
}

function isCutOff(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, "r");
  } catch {
    return false;
  }
  try {
    const last = Buffer.alloc(1);
    const { size } = fstatSync(file);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(file);
  }
}

/** Every whole line; a last line that a crash cut off is left out. `[]` where there is no journal. */
export function readJournal(file: string): readonly JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as JournalEntry];
    } catch {
      return [];
    }
  });
}
