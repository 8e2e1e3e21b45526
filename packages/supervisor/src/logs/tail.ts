const kept = 64 * 1024;

export interface Tail {
  push(text: string): void;
  read(): string;
}

/** The last 64 KiB of text, on a character's boundary. */
export function createTail(): Tail {
  let text = "";
  return {
    push(more) {
      text += more;
      if (text.length > 4 * kept) {
        text = lastPart(text);
      }
    },
    read() {
      return lastPart(text);
    },
  };
}

function lastPart(text: string): string {
  const bytes = Buffer.from(text.slice(-kept), "utf8");
  if (bytes.length <= kept) {
    return bytes.toString("utf8");
  }
  let start = bytes.length - kept;
  while (((bytes[start] ?? 0) & 0xc0) === 0x80) {
    start += 1;
  }
  return bytes.subarray(start).toString("utf8");
}
