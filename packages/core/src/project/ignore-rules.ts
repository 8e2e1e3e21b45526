import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import ignore from "ignore";
import type { Ignore } from "ignore";

/** One file of rules, and the folder that its patterns are seen from: relative to the repository, with a slash at its end. */
export interface IgnoreRules {
  readonly base: string;
  readonly rules: Ignore;
}

/** A git repository as it lies on the disk. */
export interface Repository {
  /** The folder of the working tree. */
  readonly top: string;
  readonly index: string;
  /** What holds for the whole repository, the weakest first. */
  readonly rules: readonly IgnoreRules[];
}

/** The repository that a folder stands in; `null` where it stands in none. */
export function findRepository(root: string): Repository | null {
  for (let top = root; ; top = dirname(top)) {
    const git = gitFolder(top);
    if (git !== null) {
      const common = readOptional(join(git, "commondir"))?.trim();
      const shared = common === undefined ? git : resolve(git, common);
      const files = [ownExcludes(), join(shared, "info", "exclude")];
      return { top, index: join(git, "index"), rules: files.flatMap((file) => readRules(file, "") ?? []) };
    }
    if (top === dirname(top)) {
      return null;
    }
  }
}

/** The rules of a file; `null` where there is none. */
export function readRules(file: string, base: string): IgnoreRules | null {
  const text = readOptional(file);
  if (text === null) {
    return null;
  }
  // Compiled when first asked: where all is tracked, nothing is.
  let rules: Ignore | undefined;
  return {
    base,
    get rules() {
      return (rules ??= ignore().add(text));
    },
  };
}

/** Whether a path is ignored: the strongest file that says anything about it decides. A folder's path ends with a slash. */
export function isIgnored(path: string, rules: readonly IgnoreRules[]): boolean {
  for (let index = rules.length - 1; index >= 0; index--) {
    const { base, rules: own } = rules[index] as IgnoreRules;
    const found = own.test(path.slice(base.length));
    if (found.ignored || found.unignored) {
      return found.ignored;
    }
  }
  return false;
}

/** `.git`, or where it points to: a worktree's or a submodule's own. */
function gitFolder(top: string): string | null {
  const path = join(top, ".git");
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) {
    return existsSync(join(path, "HEAD")) ? path : null;
  }
  const target = stat?.isFile() === true ? /^gitdir: (.+)/.exec(readOptional(path) ?? "")?.[1] : undefined;
  return target === undefined ? null : resolve(top, target.trim());
}

/** The user's own file of rules. */
function ownExcludes(): string {
  const set = /^\s*excludesfile\s*=\s*"?([^"\n]+?)"?\s*$/im.exec(
    readOptional(join(homedir(), ".gitconfig")) ?? "",
  )?.[1];
  const base = process.env["XDG_CONFIG_HOME"];
  return set === undefined
    ? join(base !== undefined && base !== "" ? base : join(homedir(), ".config"), "git", "ignore")
    : set.replace(/^~(?=\/)/, homedir());
}

function readOptional(file: string): string | null {
  try {
    // Most are not there, and to throw takes longer than to look.
    return existsSync(file) ? readFileSync(file, "utf8") : null;
  } catch {
    return null;
  }
}
