import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { tiedToParent } from "@backwright/supervisor";

const run = promisify(execFile);

/** The files that git itself names, those that it would track too; `null` where it does not answer. */
export async function askGit(root: string): Promise<string[] | null> {
  // A repository's own configuration must not start a program.
  function git(...args: string[]): Promise<{ stdout: string }> {
    const words = [...tiedToParent(), "git", "-c", "core.fsmonitor=false", "ls-files", "-z", ...args];
    return run(words[0] ?? "git", words.slice(1), { cwd: root, maxBuffer: 256 * 1024 * 1024, timeout: 60_000 });
  }
  try {
    const [listed, deleted] = await Promise.all([git("-c", "-o", "--exclude-standard"), git("-d")]);
    const gone = new Set(deleted.stdout.split("\0"));
    return [...new Set(listed.stdout.split("\0"))].filter((path) => path !== "" && !gone.has(path));
  } catch {
    return null;
  }
}
