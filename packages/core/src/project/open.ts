import { execFile } from "node:child_process";
import { lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { promisify } from "node:util";
import { tiedToParent } from "@backwright/supervisor";
import fastGlob from "fast-glob";
import { BackwrightError } from "../errors.ts";
import type { ProjectReader } from "./reader.ts";

const run = promisify(execFile);
const maxBytes = 2 * 1024 * 1024;
const outside = /(^|\/)(\.orchestrator|node_modules|\.git)\//;

/**
 * Opens a folder for reading. The list of files is made once; texts are read when asked for, once each.
 *
 * @throws BackwrightError `FOLDER_MISSING`
 */
export async function openProject(dir: string): Promise<ProjectReader> {
  const root = realRoot(dir);
  const files = ((await listWithGit(root)) ?? (await listWithoutGit(root)))
    .filter((path) => !outside.test(path))
    .sort();
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

/** What git tracks or would track and what is still there; `null` where git does not answer. */
async function listWithGit(root: string): Promise<string[] | null> {
  // A repository's own configuration must not start a program.
  function git(...args: string[]): Promise<{ stdout: string }> {
    const words = [...tiedToParent(), "git", "-c", "core.fsmonitor=false", "ls-files", "-z", ...args];
    return run(words[0] ?? "git", words.slice(1), {
      cwd: root,
      maxBuffer: 256 * 1024 * 1024,
      timeout: 60_000,
    });
  }
  try {
    const [listed, deleted] = await Promise.all([git("-c", "-o", "--exclude-standard"), git("-d")]);
    const gone = new Set(deleted.stdout.split("\0"));
    const files = [...new Set(listed.stdout.split("\0"))].filter((path) => path !== "" && !gone.has(path));
    // Nothing at all: most likely a folder that the repository around it ignores.
    return files.length === 0 ? null : files;
  } catch {
    return null;
  }
}

function listWithoutGit(root: string): Promise<string[]> {
  return fastGlob("**", {
    cwd: root,
    dot: true,
    followSymbolicLinks: false,
    suppressErrors: true,
    ignore: ["**/node_modules/**", "**/.git/**", "**/dist/**", "**/.venv/**", "**/__pycache__/**", ".orchestrator/**"],
  });
}

function readText(root: string, path: string): string | null {
  try {
    const file = join(root, path);
    if (lstatSync(file).isSymbolicLink() && !realpathSync(file).startsWith(root + sep)) {
      return null;
    }
    const stat = statSync(file);
    return stat.isFile() && stat.size <= maxBytes ? decode(readFileSync(file)) : null;
  } catch {
    return null;
  }
}

/** UTF-8, or UTF-16 where a byte order mark says so; `null` for anything with a zero byte. */
function decode(bytes: Buffer): string | null {
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
