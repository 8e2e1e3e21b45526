import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { freshCopy } from "../../src/steps/fresh-copy.ts";

let dir = "";

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "copy-test-"));
  for (const folder of ["src", "node_modules/a", ".orchestrator"]) mkdirSync(join(dir, folder), { recursive: true });
  writeFileSync(join(dir, "src/a.txt"), "tracked");
  writeFileSync(join(dir, "start.sh"), "#!/bin/sh\n");
  chmodSync(join(dir, "start.sh"), 0o755);
  symlinkSync("src/a.txt", join(dir, "link"));
  writeFileSync(join(dir, ".gitignore"), "node_modules\nsecret.env\n");
  writeFileSync(join(dir, "secret.env"), "ignored");
  writeFileSync(join(dir, "node_modules/a/index.js"), "module.exports = 1");
  writeFileSync(join(dir, ".orchestrator/notes.md"), "ours");
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function git(...args: string[]): void {
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: dir, stdio: "ignore" });
}

describe("freshCopy", () => {
  it("copies what is tracked and what would be, with modes and links, and nothing else", async () => {
    git("init");
    git("add", "src", "start.sh", "link", ".gitignore");
    git("commit", "-m", "a");
    writeFileSync(join(dir, "new.txt"), "not yet tracked");
    rmSync(join(dir, "src/a.txt"));
    writeFileSync(join(dir, "src/b.txt"), "b");

    const copy = await freshCopy({ dir });

    expect(readdirSync(copy.dir).toSorted()).toEqual([".gitignore", "link", "new.txt", "src", "start.sh"]);
    expect(readdirSync(join(copy.dir, "src"))).toEqual(["b.txt"]);
    expect(lstatSync(join(copy.dir, "start.sh")).mode & 0o777).toBe(0o755);
    expect(readlinkSync(join(copy.dir, "link"))).toBe("src/a.txt");
    await copy.remove();
    expect(existsSync(copy.dir)).toBe(false);
  });

  it("copies a folder without git", async () => {
    const copy = await freshCopy({ dir });

    expect(readFileSync(join(copy.dir, "src/a.txt"), "utf8")).toBe("tracked");
    expect(existsSync(join(copy.dir, "node_modules"))).toBe(false);
    expect(existsSync(join(copy.dir, ".orchestrator"))).toBe(false);
    await copy.remove();
  });

  it("reuses dependencies when asked, so that writing in the copy does not change the project", async () => {
    const copy = await freshCopy({ dir, reuse: ["node_modules", "not-there"] });

    writeFileSync(join(copy.dir, "node_modules/a/index.js"), "changed");

    expect(readFileSync(join(dir, "node_modules/a/index.js"), "utf8")).toBe("module.exports = 1");
    await copy.remove();
  });

  it("refuses a folder that is not there, and leaves none behind", async () => {
    await expect(freshCopy({ dir: join(dir, "none") })).rejects.toMatchObject({ code: "FOLDER_MISSING" });
  });
});
