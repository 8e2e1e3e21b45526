import { createHash } from "node:crypto";

/** Text of the file, with the 1-based line in it where the text begins. */
export interface Piece {
  readonly text: string;
  readonly line: number;
  /** It stood between a begin and an end line and is whole. */
  readonly framed: boolean;
}

/** A part of the file that nobody should run. */
export interface Skipped {
  readonly line: number;
  readonly reason: string;
}

export interface Split {
  readonly pieces: readonly Piece[];
  readonly skipped: readonly Skipped[];
}

const beginLine = /^<!-- begin ([A-Za-z0-9._-]+) bytes=(\d+) sha256=([0-9a-f]{64}) -->\r?\n$/;
const endLine = "<!-- end -->\n";

/**
 * The section between two lines that carry its length and hash, so that one that was cut off in front of it or behind it
 * never takes part of this one. Begins with a line end, whatever the file ends with.
 */
export function frame(taskId: string, section: string): string {
  const bytes = Buffer.byteLength(section);
  return `\n<!-- begin ${taskId} bytes=${bytes} sha256=${hashOf(Buffer.from(section))} -->\n${section}${endLine}`;
}

/** Takes the framed sections out first. What lies between them is given back as text that anybody may have written. */
export function splitFrames(content: Uint8Array): Split {
  // One character a byte, so that lengths in bytes are positions.
  const raw = Buffer.from(content).toString("latin1");
  const pieces: Piece[] = [];
  const skipped: Skipped[] = [];
  let at = 0;
  let line = 1;
  let looseFrom = 0;
  let looseLine = 1;

  function takeLoose(): void {
    const text = decode(raw.slice(looseFrom, at));
    if (text.trim() !== "") pieces.push({ text, line: looseLine, framed: false });
  }

  while (at < raw.length) {
    const next = raw.indexOf("\n", at) + 1 || raw.length;
    const match = beginLine.exec(raw.slice(at, next));
    if (match === null) {
      at = next;
      line += 1;
      continue;
    }
    takeLoose();
    const [, taskId = "", size = "", hash] = match;
    const section = raw.slice(next, next + Number(size));
    const behind = next + section.length;
    if (hashOf(Buffer.from(section, "latin1")) === hash && raw.startsWith(endLine, behind)) {
      pieces.push({ text: decode(section), line: line + 1, framed: true });
      at = behind + endLine.length;
      line += section.split("\n").length + 1;
    } else {
      skipped.push({ line, reason: `the section ${taskId} is cut off or was changed` });
      // Without its own heading, what is left of it can pass for no section.
      const heading = raw.slice(next, raw.indexOf("\n", next) + 1 || raw.length);
      const isHeading = heading.startsWith(`## ${taskId}`);
      at = isHeading ? next + heading.length : next;
      line += isHeading ? 2 : 1;
    }
    looseFrom = at;
    looseLine = line;
  }
  takeLoose();
  return { pieces, skipped };
}

function decode(raw: string): string {
  return Buffer.from(raw, "latin1").toString("utf8");
}

function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
