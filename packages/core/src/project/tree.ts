import { copyFileSync, existsSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { makeFolders } from "./folders.ts";
import { git } from "./git.ts";

/** What differs between two states of a working tree, whoever changed it. Paths are relative to the folder. */
export interface TreeChanges {
  readonly created: readonly string[];
  readonly modified: readonly string[];
  readonly deleted: readonly string[];
  readonly linesAdded: number;
  readonly linesRemoved: number;
}

/** States of a folder, kept in a git directory outside it; nothing is written into the user's repository. */
export interface TreeHistory {
  /** Whether the folder is a git repository of its own or inside one. */
  readonly repository: boolean;
  /** Whether something was not committed when the history was opened. */
  readonly dirty: boolean;
  /** Remembers the state of this moment; `null` where git cannot read the folder. */
  snapshot(): Promise<string | null>;
  /** The last commit's state; `null` without one. */
  head(): Promise<string | null>;
  changes(from: string, to: string): Promise<TreeChanges>;
  /** The text of a file in a state; `null` where there is none. */
  read(tree: string, path: string): Promise<string | null>;
  /** Forgets all states. */
  close(): void;
}

// A workspace that somebody committed is no change of the project's.
const ours = ["--", ".", ":(exclude).orchestrator"];

/**
 * Goes on with the states in `folder` where there are any.
 *
 * @returns `null` where git is not installed
 */
export async function openTreeHistory(dir: string, folder: string): Promise<TreeHistory | null> {
  makeFolders(folder);
  if ((await git(["init", "--quiet", "--bare", "--template=", folder], { cwd: folder })) === null) {
    rmSync(folder, { recursive: true, force: true });
    return null;
  }
  makeFolders(join(folder, "info"));
  writeFileSync(join(folder, "info", "exclude"), ".orchestrator/\nnode_modules/\n");
  const prefix = await git(["rev-parse", "--show-prefix"], { cwd: dir });
  const repository = prefix !== null;
  if (repository) {
    async function path(name: string): Promise<string> {
      return resolve(dir, (await git(["rev-parse", "--git-path", name], { cwd: dir })) ?? name);
    }
    writeFileSync(join(folder, "objects", "info", "alternates"), `${await path("objects")}\n`);
    const index = await path("index");
    if (prefix === "" && existsSync(index)) {
      copyFileSync(index, join(folder, "index"));
    }
  }
  const dirty = repository && (await git(["status", "--porcelain", ...ours], { cwd: dir })) !== "";
  function inside(...args: string[]): Promise<string | null> {
    return git(args, { cwd: dir, env: { GIT_DIR: folder, GIT_WORK_TREE: dir } });
  }
  return {
    repository,
    dirty,
    async snapshot() {
      const added = await inside("add", "--all", "--ignore-errors", "--", ".");
      return added === null ? null : inside("write-tree");
    },
    head: () =>
      repository
        ? git(["rev-parse", "--verify", "--quiet", prefix === "" ? "HEAD^{tree}" : `HEAD:${prefix}`], { cwd: dir })
        : Promise.resolve(null),
    read: (tree, path) =>
      git(["cat-file", "blob", `${tree}:${path}`], { cwd: dir, env: { GIT_DIR: folder }, whole: true }),
    async changes(from, to) {
      const status = (await inside("diff-tree", "-r", "--no-renames", "--name-status", "-z", from, to, ...ours)) ?? "";
      const counts = (await inside("diff-tree", "-r", "--no-renames", "--numstat", from, to, ...ours)) ?? "";
      return readChanges(status, counts);
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function readChanges(status: string, counts: string): TreeChanges {
  const words = status.split("\0");
  const pairs = words.flatMap((word, index) => {
    const path = words[index + 1];
    return index % 2 === 0 && path !== undefined ? [[word, path] as const] : [];
  });
  function paths(letter: string): string[] {
    return pairs.filter(([kind]) => kind === letter).map(([, path]) => path);
  }
  function sum(column: 0 | 1): number {
    return counts
      .split("\n")
      .reduce((total, line) => total + (Number.parseInt(line.split("\t")[column] ?? "", 10) || 0), 0);
  }
  return {
    created: paths("A"),
    modified: [...paths("M"), ...paths("T")],
    deleted: paths("D"),
    linesAdded: sum(0),
    linesRemoved: sum(1),
  };
}
