import { readFileSync } from "node:fs";

const header = 12;
const fileKinds = new Set([0b1000, 0b1010]);

/**
 * The paths of files that a git index names, in its order; `null` where it is of a kind that only git itself reads: split,
 * sparse, or of another hash than SHA-1.
 */
export function readGitIndex(file: string): string[] | null {
  const bytes = readFileSync(file);
  const version = bytes.length < header ? 0 : bytes.readUInt32BE(4);
  if (bytes.toString("latin1", 0, 4) !== "DIRC" || version < 2 || version > 4) {
    return null;
  }
  const paths: string[] = [];
  let at = header;
  let path = "";
  for (let left = bytes.readUInt32BE(8); left > 0; left--) {
    const kind = (bytes.readUInt32BE(at + 24) >>> 12) & 0xf;
    if (kind === 0b0100) {
      return null;
    }
    const start = at + 62 + ((bytes.readUInt16BE(at + 60) & 0x4000) === 0 ? 0 : 2);
    const name = version === 4 ? afterPrefix(bytes, start, path) : { start, kept: "" };
    const end = bytes.indexOf(0, name.start);
    if (end === -1) {
      return null;
    }
    path = name.kept + bytes.toString("utf8", name.start, end);
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
    if (fileKinds.has(kind) && path !== paths.at(-1)) {
      paths.push(path);
    }
  }
  return hasOnlyKnownParts(bytes, at) ? paths : null;
}

/** Version 4 says how much of the path before to cut off, as git writes offsets. */
function afterPrefix(bytes: Buffer, start: number, before: string): { start: number; kept: string } {
  let byte = bytes[start] ?? 0;
  let at = start + 1;
  let cut = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[at++] ?? 0;
    cut = ((cut + 1) << 7) | (byte & 0x7f);
  }
  const whole = Buffer.from(before);
  return { start: at, kept: whole.toString("utf8", 0, Math.max(0, whole.length - cut)) };
}

/** What follows the entries up to the checksum: parts that may be passed over begin with a capital letter. */
function hasOnlyKnownParts(bytes: Buffer, start: number): boolean {
  const checksum = 20;
  let at = start;
  while (at + 8 <= bytes.length - checksum) {
    const first = bytes[at] ?? 0;
    if (first < 0x41 || first > 0x5a) {
      return false;
    }
    at += 8 + bytes.readUInt32BE(at + 4);
  }
  return at === bytes.length - checksum;
}
