import { existsSync, readdirSync } from "node:fs";
import type { Dirent } from "node:fs";
import { join, relative, sep } from "node:path";
import { readGitIndex } from "./git-index.ts";
import { findRepository, isIgnored, readRules } from "./ignore-rules.ts";
import type { IgnoreRules, Repository } from "./ignore-rules.ts";

const never = new Set(["node_modules", ".git", ".orchestrator"]);
const made = new Set(["dist", ".venv", "__pycache__"]);

/**
 * Every file that git tracks or would track and that is there, sorted; without git, every file but what tools make. Git
 * itself is only asked where its index is of a rare kind: starting it takes longer than reading most projects.
 */
export async function listFiles(root: string): Promise<readonly string[]> {
  const repository = findRepository(root);
  const listed = repository === null ? null : (listOwn(root, repository) ?? (await listGit(root)));
  // Nothing at all: most likely a folder that the repository around it ignores.
  return (listed === null || listed.length === 0 ? walk({ root, above: "", rules: [], tracked: null }) : listed).sort();
}

/** `null` where only git itself can tell. */
function listOwn(root: string, repository: Repository): string[] | null {
  const inside = relative(repository.top, root).split(sep).join("/");
  const above = inside === "" ? "" : `${inside}/`;
  const tracked = readTracked(repository.index);
  if (tracked === null) {
    return null;
  }
  const rules = [...repository.rules];
  let folder = "";
  for (const name of inside === "" ? [] : inside.split("/")) {
    const own = readRules(join(repository.top, folder, ".gitignore"), folder);
    rules.push(...(own === null ? [] : [own]));
    folder += `${name}/`;
    if (isIgnored(folder, rules)) {
      return [];
    }
  }
  const own =
    above === "" ? tracked : tracked.filter((path) => path.startsWith(above)).map((path) => path.slice(above.length));
  return walk({ root, above, rules, tracked: new Set(own) });
}

async function listGit(root: string): Promise<string[] | null> {
  // It loads what starts processes, which hardly any project needs.
  const { askGit } = await import("./ask-git.ts");
  const listed = await askGit(root);
  return listed?.filter((path) => !path.split("/").some((name) => never.has(name))) ?? null;
}

/** A repository without an index tracks nothing yet. */
function readTracked(index: string): string[] | null {
  if (!existsSync(index)) {
    return [];
  }
  try {
    return readGitIndex(index);
  } catch {
    return null;
  }
}

interface Walk {
  readonly root: string;
  /** The folder as the repository sees it, with a slash at its end. */
  readonly above: string;
  readonly rules: readonly IgnoreRules[];
  /** What is listed even where a rule ignores it; `null` without git. */
  readonly tracked: ReadonlySet<string> | null;
}

function walk({ root, above, rules: outer, tracked }: Walk): string[] {
  const files: string[] = [];
  const holding = tracked === null ? null : foldersOf(tracked);
  const stack: { folder: string; rules: readonly IgnoreRules[] }[] = [{ folder: "", rules: outer }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { folder } = next;
    const entries = entriesOf(folder === "" ? root : `${root}${sep}${folder}`);
    // A repository in a repository is another project.
    if (folder !== "" && tracked !== null && entries.some(({ name }) => name === ".git")) {
      continue;
    }
    const own =
      tracked !== null && entries.some(({ name }) => name === ".gitignore")
        ? readRules(join(root, folder, ".gitignore"), above + folder)
        : null;
    const rules = own === null ? next.rules : [...next.rules, own];
    for (const entry of entries) {
      const path = folder + entry.name;
      if (entry.isDirectory()) {
        if (never.has(entry.name) || (tracked === null && made.has(entry.name))) {
          continue;
        }
        // What is tracked stays listed even in a folder that a rule ignores; for the rest rules look at folders too.
        if (holding?.has(path) === true || rules.length === 0 || !isIgnored(`${above}${path}/`, rules)) {
          stack.push({ folder: `${path}/`, rules });
        }
      } else if (
        (entry.isFile() || entry.isSymbolicLink()) &&
        entry.name !== ".git" &&
        (rules.length === 0 || tracked?.has(path) === true || !isIgnored(above + path, rules))
      ) {
        files.push(path);
      }
    }
  }
  return files;
}

/** Every folder that holds one of the files, at whatever depth. */
function foldersOf(files: ReadonlySet<string>): Set<string> {
  const folders = new Set<string>();
  for (const file of files) {
    let end = file.lastIndexOf("/");
    while (end > 0) {
      const folder = file.slice(0, end);
      if (folders.has(folder)) {
        break;
      }
      folders.add(folder);
      end = folder.lastIndexOf("/");
    }
  }
  return folders;
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
