import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openProject } from "../../src/index.ts";

let root = "";
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "backwright-open-"));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

describe("openProject", () => {
  it("lists what git tracks or would track, without what is gone or ignored", async () => {
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    write(".gitignore", "secret.txt\n");
    write("secret.txt", "x");
    write("b/new.ts", "new");
    write("a.ts", "a");
    write("gone.ts", "gone");
    execFileSync("git", ["add", "a.ts", "gone.ts", ".gitignore"], { cwd: root });
    rmSync(join(root, "gone.ts"));
    write("node_modules/x/index.js", "x");
    write(".orchestrator/task_queue.md", "x");

    const project = await openProject(root);

    expect(project.list()).toEqual([".gitignore", "a.ts", "b/new.ts"]);
    expect(project.read("secret.txt")).toBeNull();
  });

  it("lists a folder without git", async () => {
    write("src/a.ts", "a");
    write("node_modules/x/index.js", "x");

    const project = await openProject(root);

    expect(project.list()).toEqual(["src/a.ts"]);
    expect([project.has("src/a.ts"), project.has("src")]).toEqual([true, false]);
  });

  it("reads UTF-16 and byte order marks, and gives null for what is not text or too large", async () => {
    write("wide.txt", Buffer.from("\uFEFFflask\n", "utf16le"));
    write("marked.json", "\uFEFF{}");
    write("image.png", Buffer.from([1, 0, 2]));
    write("large.json", " ".repeat(2 * 1024 * 1024 + 1));

    const project = await openProject(root);

    expect(["wide.txt", "marked.json", "image.png", "large.json", "none"].map((path) => project.read(path))).toEqual([
      "flask\n",
      "{}",
      null,
      null,
      null,
    ]);
  });

  it("does not follow a link out of the folder", async () => {
    const outside = mkdtempSync(join(tmpdir(), "backwright-outside-"));
    writeFileSync(join(outside, "key"), "secret");
    execFileSync("git", ["init", "--quiet"], { cwd: root });
    symlinkSync(join(outside, "key"), join(root, "key"));
    symlinkSync(root, join(root, "loop"));

    const project = await openProject(root);
    const texts = project.list().map((path) => project.read(path));
    rmSync(outside, { recursive: true });

    expect(project.list()).toContain("key");
    expect(texts.every((text) => text === null)).toBe(true);
  });

  it("says that a folder is missing", async () => {
    await expect(openProject(join(root, "none"))).rejects.toMatchObject({ code: "FOLDER_MISSING" });
  });
});
