import type { Readable } from "node:stream";

import { createLineStream, type LineStream } from "../logs/line-stream.ts";
import { openLogFile } from "../logs/log-file.ts";
import { createTail } from "../logs/tail.ts";

/** Where the output of one process goes: redacted into its log, its tail, and to a listener. */
export interface Output {
  attach(stream: Readable): void;
  tail: () => string;
  bytes: () => number;
  /** Writes what is left and closes the log. */
  close: () => void;
}

export function openOutput(options: {
  logFile: string;
  maxLogBytes: number;
  redact: (text: string) => string;
  /** Gets redacted text that ends with a newline. */
  onOutput: (text: string) => void;
}): Output {
  const log = openLogFile(options.logFile, options.maxLogBytes);
  const tail = createTail();
  const streams: LineStream[] = [];
  let bytes = 0;

  function emit(text: string): void {
    if (text !== "") {
      log.write(text);
      tail.push(text);
      options.onOutput(text);
    }
  }

  return {
    attach(stream) {
      const lines = createLineStream(options.redact);
      streams.push(lines);
      stream.on("error", () => {});
      stream.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        emit(lines.push(chunk));
      });
    },
    tail: () => tail.read(),
    bytes: () => bytes,
    close() {
      for (const lines of streams) {
        emit(lines.end());
      }
      log.close();
    },
  };
}
