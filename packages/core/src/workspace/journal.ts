import { readFileSync } from "node:fs";
import { appendDurably } from "./durable.ts";

export interface JournalEntry {
  readonly at: string;
  readonly event: string;
  readonly [detail: string]: unknown;
}

/** What a run did, one JSON line an event, each durable before the run goes on. */
export interface Journal {
  append(event: string, details?: Readonly<Record<string, unknown>>): void;
}

/** Goes on in the file where there is one, so that the loops of a task read as one story. */
export function openJournal(file: string): Journal {
  return {
    append(event, details = {}) {
      appendDurably(file, `${JSON.stringify({ at: new Date().toISOString(), event, ...details })}\n`);
    },
  };
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
