import { PassThrough } from "node:stream";
import type { Output } from "../../src/output.ts";

function bare(_style: unknown, text: string): string {
  return text;
}

export interface Recording {
  readonly output: Output;
  readonly notes: string[];
}

/** An output that keeps the notes instead of printing them; each note is also handed to `onNote`. */
export function recordingOutput(onNote: (text: string) => void = () => undefined): Recording {
  const notes: string[] = [];
  const output: Output = {
    result: () => undefined,
    part: () => undefined,
    document: () => undefined,
    note: (text) => {
      notes.push(text);
      onNote(`${text}\n`);
    },
    paint: bare,
    paintNote: bare,
    unread: new AbortController().signal,
    flush: () => Promise.resolve(),
  };
  return { output, notes };
}

/** A stream that looks like a terminal of this width and keeps what was written. */
export function terminal(columns: number): { stream: NodeJS.WriteStream; text(): string } {
  const stream = Object.assign(new PassThrough(), { columns, isTTY: true });
  let text = "";
  stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}
