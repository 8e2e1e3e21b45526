import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";

export interface LogFile {
  readonly path: string;
  write(text: string): void;
  close(): void;
}

/**
 * A log of at most `maxBytes`, and one older part of the same size in `<path>.1`. A log that is already there becomes the
 * older part. A disk that is full or fails loses lines, and never
 * fails the process that is logged.
 */
export function openLogFile(path: string, maxBytes: number): LogFile {
  mkdirSync(dirname(path), { recursive: true });
  let file = openSync(path, "a", 0o600);
  let size = fstatSync(file).size;
  if (size > 0) {
    rotate();
  }

  function rotate(): void {
    closeSync(file);
    renameSync(path, `${path}.1`);
    file = openSync(path, "w", 0o600);
    size = 0;
  }

  function append(text: string): void {
    const bytes = Buffer.from(text, "utf8");
    for (let offset = 0; offset < bytes.length;) {
      if (size >= maxBytes) {
        rotate();
      }
      const end = Math.min(bytes.length, offset + maxBytes - size);
      const written = writeSync(file, bytes, offset, end - offset);
      size += written;
      offset += written;
    }
  }

  return {
    path,
    write(text) {
      try {
        append(text);
      } catch (error) {
        if (!(error instanceof Error && "code" in error)) {
          throw error;
        }
      }
    },
    close() {
      closeSync(file);
    },
  };
}
