import { styleText } from "node:util";

export type Paint = (style: Parameters<typeof styleText>[0], text: string) => string;

/** The two streams; the only way anything is printed. */
export interface Output {
  /** Results, to standard output. A newline is added. */
  result(text: string): void;
  /** A part of a result, as it is. */
  part(text: string): void;
  /** The one document of `--json`, to standard output. */
  document(value: unknown): void;
  /** All else, to standard error. A newline is added. */
  note(text: string): void;
  /** Colours for standard output; leaves the text alone where it is no terminal, and under NO_COLOR. */
  readonly paint: Paint;
  readonly paintNote: Paint;
  /** Aborted when nobody reads standard output any more. */
  readonly unread: AbortSignal;
  /** Waits until everything has been handed over. */
  flush(): Promise<void>;
}

/**
 * Prints to the process's own streams. A reader that goes away (`backwright … | head -1`) is no error: what is still
 * to be printed is dropped, and the work and its exit code stay as they are.
 */
export function createOutput(): Output {
  const gone = new Set<NodeJS.WriteStream>();
  const unread = new AbortController();
  const used = new Set<NodeJS.WriteStream>();
  // Node makes a stream when it is first asked for, and most commands print to one alone.
  function write(stream: NodeJS.WriteStream, text: string): void {
    if (!used.has(stream)) {
      used.add(stream);
      stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
        gone.add(stream);
        if (stream === process.stdout) unread.abort();
      });
    }
    if (!gone.has(stream)) stream.write(text);
  }
  return {
    result: (text) => write(process.stdout, `${text}\n`),
    part: (text) => write(process.stdout, text),
    document: (value) => write(process.stdout, `${JSON.stringify(value, null, 2)}\n`),
    note: (text) => write(process.stderr, `${text}\n`),
    paint: (style, text) => styleText(style, text, { stream: process.stdout }),
    paintNote: (style, text) => styleText(style, text, { stream: process.stderr }),
    unread: unread.signal,
    flush: async () => {
      await Promise.all([...used].map(drained));
    },
  };
}

function drained(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    else stream.write("", () => resolve());
  });
}
