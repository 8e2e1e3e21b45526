import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openProject } from "../../src/index.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-list-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), "x\n");
  }
}

function rules(path: string, ...lines: string[]): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), `${lines.join("\n")}\n`);
}

function git(...args: string[]): string {
  const identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"];
  return execFileSync("git", [...identity, ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** What git itself lists, without what is gone and without folders. */
function asGit(dir = "."): string[] {
  const options = { cwd: join(root, dir), encoding: "utf8" } as const;
  const all = execFileSync("git", ["ls-files", "-z", "-c", "-o", "--exclude-standard"], options).split("\0");
  const gone = new Set(execFileSync("git", ["ls-files", "-z", "-d"], options).split("\0"));
  return [...new Set(all)].filter((path) => path !== "" && !path.endsWith("/") && !gone.has(path)).sort();
}

/** Rules of every kind, files that were added in spite of them, and a name with other letters. */
function furnish(): void {
  git("init", "--quiet");
  rules(
    ".gitignore",
    "*.log",
    "/build",
    "out/",
    "!keep.log",
    "**/cache/*",
    "!**/cache/important",
    "a?c.txt",
    "\\#x",
    "sub/*.tmp",
  );
  rules("deep/.gitignore", "!*.log", "only/", "*.gen.ts");
  rules("deep/er/.gitignore", "!x.gen.ts", "*");
  rules(".git/info/exclude", "private.txt");
  write(
    "a.ts",
    "b.log",
    "keep.log",
    "build/x.js",
    "deep/build/y.js",
    "out/z.js",
    "deep/out/z.js",
    "cache/a",
    "cache/important",
  );
  write("deep/cache/a", "abc.txt", "#x", "sub/a.tmp", "sub/sub/a.tmp", "deep/c.log", "deep/only/d", "deep/x.gen.ts");
  write(
    "deep/er/x.gen.ts",
    "deep/er/other",
    "private.txt",
    "näme ü.ts",
    "forced/out/in.js",
    "gone.ts",
    "deep/more/er/a.log",
  );
  git("add", "-f", "forced/out/in.js", "build/x.js", "b.log", "gone.ts", "deep/only/d");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  write("new.ts", "deep/new.log", "out/new.js", "build/new.js");
  rmSync(join(root, "gone.ts"));
  symlinkSync("deep", join(root, "link"));
}

describe("the list of files", () => {
  it.each(["2", "4"])("is git's own with rules of every kind, in an index of version %s", async (version) => {
    furnish();
    git("update-index", "--index-version", version);

    expect((await openProject(root)).list()).toEqual(asGit());
    expect(asGit()).toContain("build/x.js");
  });

  it("is git's own in a folder of a repository", async () => {
    furnish();

    expect((await openProject(join(root, "deep"))).list()).toEqual(asGit("deep"));
  });

  it("is git's own with files that are only intended to be added", async () => {
    furnish();
    git("add", "--intent-to-add", "new.ts");

    expect((await openProject(root)).list()).toEqual(asGit());
  });

  it("is git's own in a worktree", async () => {
    furnish();
    git("worktree", "add", "--quiet", "--detach", join(root, "out", "tree"));

    expect((await openProject(join(root, "out", "tree"))).list()).toEqual(asGit("out/tree"));
  });

  it("is git's own with an index of a kind that is not read here", async () => {
    furnish();
    git("update-index", "--split-index");

    expect((await openProject(root)).list()).toEqual(asGit());
  });

  it("leaves out a repository inside", async () => {
    furnish();
    mkdirSync(join(root, "inner"));
    execFileSync("git", ["init", "--quiet"], { cwd: join(root, "inner") });
    write("inner/a.ts");

    expect((await openProject(root)).list()).not.toContain("inner/a.ts");
  });

  it("holds everything in a folder that the repository around it ignores", async () => {
    furnish();

    expect((await openProject(join(root, "out"))).list()).toEqual(["new.js", "z.js"]);
  });

  it("does without the index where it is cut off", async () => {
    furnish();
    writeFileSync(join(root, ".git", "index"), "DIRC\0\0\0\x02\0\0\0\x05");

    expect((await openProject(root)).list()).toContain("a.ts");
  });
});
