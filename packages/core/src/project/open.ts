import { closeSync, constants, lstatSync, openSync, readFileSync, readSync, realpathSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import { BackwrightError } from "../errors.ts";
import { listFiles } from "./list.ts";
import type { ProjectReader } from "./reader.ts";

const maxBytes = 2 * 1024 * 1024;

/**
 * Opens a folder for reading. The list of files is made once; texts are read when asked for, once each.
 *
 * @throws BackwrightError `FOLDER_MISSING`
 */
export async function openProject(dir: string): Promise<ProjectReader> {
  const root = realRoot(dir);
  const files = await listFiles(root);
  const known = new Set(files);
  const texts = new Map<string, string | null>();
  return {
    list: () => files,
    has: (path) => known.has(path),
    read(path) {
      let text = texts.get(path);
      if (text === undefined) {
        text = known.has(path) ? readText(root, path) : null;
        texts.set(path, text);
      }
      return text;
    },
  };
}

function realRoot(dir: string): string {
  try {
    const root = realpathSync(resolve(dir));
    if (statSync(root).isDirectory()) {
      return root;
    }
  } catch (cause) {
    throw new BackwrightError("FOLDER_MISSING", { message: `There is no folder ${dir}.`, hint: "Check --dir.", cause });
  }
  throw new BackwrightError("FOLDER_MISSING", { message: `${dir} is not a folder.`, hint: "Check --dir." });
}

function readText(root: string, path: string): string | null {
  const file = root + sep + path;
  return readPlain(file) ?? readAny(root, file);
}

const room = Buffer.allocUnsafeSlow(maxBytes + 1);
// Not every system has the flags. Without them a link would be followed, or what is no file waited for.
const flags =
  "O_NOFOLLOW" in constants && "O_NONBLOCK" in constants
    ? constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK
    : null;

/** The text of a file that is no link, not too large and in plain UTF-8, which nearly all are: at less cost than to ask what it is first. */
function readPlain(file: string): string | null {
  let handle: number | null = null;
  try {
    handle = flags === null ? null : openSync(file, flags);
    const length = handle === null ? room.length : fill(handle);
    // What gives nothing may be no file at all.
    const text = length === 0 || length === room.length ? "\0" : room.toString("utf8", 0, length);
    return text.includes("\0") || text.startsWith("\ufeff") || text.startsWith("\ufffd") ? null : text;
  } catch {
    return null;
  } finally {
    if (handle !== null) {
      closeSync(handle);
    }
  }
}

/** How much of the buffer a file fills. */
function fill(handle: number): number {
  let length = 0;
  for (let read = -1; read !== 0 && length < room.length; length += read) {
    read = readSync(handle, room, length, room.length - length, null);
  }
  return length;
}

function readAny(root: string, file: string): string | null {
  try {
    const own = lstatSync(file);
    if (own.isSymbolicLink() && !realpathSync(file).startsWith(root + sep)) {
      return null;
    }
    const stat = own.isSymbolicLink() ? statSync(file) : own;
    return stat.isFile() && stat.size <= maxBytes ? readDecoded(file) : null;
  } catch {
    return null;
  }
}

/** UTF-8, or UTF-16 where a byte order mark says so, without the mark; `null` for anything with a zero byte. */
function readDecoded(file: string): string | null {
  const text = readFileSync(file, "utf8");
  // The marks of UTF-16 are no UTF-8.
  if (text.startsWith("\ufffd")) {
    return decodeBytes(readFileSync(file));
  }
  return text.includes("\0") ? null : text.startsWith("\ufeff") ? text.slice(1) : text;
}

function decodeBytes(bytes: Buffer): string | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes.subarray(2).toString("utf16le");
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, bytes.length - (bytes.length % 2)))
      .swap16()
      .toString("utf16le");
  }
  return bytes.includes(0) ? null : bytes.toString("utf8");
}
