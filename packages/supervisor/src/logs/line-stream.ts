import { StringDecoder } from "node:string_decoder";

const longestLine = 64 * 1024;
/** Kept back when an endless line is cut, so that a secret across the cut is still seen whole. */
const overlap = 4 * 1024;

export interface LineStream {
  /** The redacted text that is complete with this chunk; ends with a newline, or is empty. */
  push(chunk: Buffer): string;
  /** What is left at the end. */
  end(): string;
}

/** Cuts a byte stream into redacted lines, in memory bounded by the longest line that is kept whole. */
export function createLineStream(redact: (text: string) => string): LineStream {
  const decoder = new StringDecoder("utf8");
  let pending = "";

  function take(): string {
    const end = pending.lastIndexOf("\n") + 1;
    const complete = redactLines(pending.slice(0, end), redact);
    pending = pending.slice(end);
    if (pending.length <= longestLine) {
      return complete;
    }
    const redacted = redact(pending);
    pending = redacted.slice(-overlap);
    return complete + redacted.slice(0, -overlap) + "\n";
  }

  return {
    push(chunk) {
      pending += decoder.write(chunk);
      return take();
    },
    end() {
      pending += decoder.end();
      const rest = redactLines(pending, redact);
      pending = "";
      return rest === "" || rest.endsWith("\n") ? rest : `${rest}\n`;
    },
  };
}

/** Line by line, so that a pattern never reaches across lines, but plain blocks in one go where nothing is found. */
function redactLines(text: string, redact: (text: string) => string): string {
  return text === "" ? "" : text.split("\n").map(redact).join("\n");
}
