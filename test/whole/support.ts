import { execFile, execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Report } from "@backwright/core";
import { onTestFinished } from "vitest";

export const repository: string = fileURLToPath(new URL("../..", import.meta.url));
/** The built command. */
export const command: string = join(repository, "packages", "cli", "dist", "main.js");

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a person's shell has: nothing of the test runner, and the Node of the tests first, as the applications need it. */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV$|NODE_OPTIONS$|npm_)/.test(name));
  return { ...Object.fromEntries(own), PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` };
}

/** Runs the built command to its end. */
export function backwright(
  args: readonly string[],
  options: { cwd?: string; signal?: AbortSignal } = {},
): Promise<Ended> {
  return new Promise((resolve) => {
    const env = { ...plainEnvironment(), NO_COLOR: "1" };
    const child = execFile(
      process.execPath,
      [command, ...args],
      { env, cwd: options.cwd ?? repository, timeout: 280_000, killSignal: "SIGTERM", maxBuffer: 64 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
    options.signal?.addEventListener("abort", () => child.kill("SIGTERM"), { once: true });
  });
}

/** A temporary folder that is removed when the test ends. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "backwright-whole-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** A copy of an example app, committed as a repository of its own. */
export function exampleApp(name: string): string {
  const dir = join(temporaryFolder(), name);
  const left = /\/(node_modules|dist|\.orchestrator)(\/|$)/;
  const from = join(repository, "examples", name);
  cpSync(from, dir, { recursive: true, filter: (file) => !left.test(file.slice(from.length)) });
  git(dir, "init", "--quiet");
  commit(dir);
  return dir;
}

export function git(dir: string, ...args: string[]): string {
  return execFileSync("git", args, { cwd: dir, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

export function commit(dir: string): void {
  git(dir, "add", "--all", "--", ".", ":(exclude).orchestrator");
  git(
    dir,
    "-c",
    "user.name=Test",
    "-c",
    "user.email=test@example.com",
    "-c",
    "commit.gpgsign=false",
    "commit",
    "--quiet",
    "--message",
    "state",
  );
}

export function readReportFile(dir: string, name: string): Report {
  return JSON.parse(readFileSync(join(dir, ".orchestrator", "reports", name), "utf8")) as Report;
}

/** Hash of every file by path, without what is installed, built or the workspace's. */
export function hashTree(dir: string): Record<string, string> {
  const entries = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(dir.length + 1))
    .filter((path) => !/^(node_modules|dist|\.orchestrator|\.git)\//.test(path))
    .sort();
  return Object.fromEntries(
    entries.map((path) => [
      path,
      createHash("sha256")
        .update(readFileSync(join(dir, path)))
        .digest("hex"),
    ]),
  );
}

/** Command lines of living processes that work in a folder or name it. */
export function processesIn(dir: string): string[] {
  if (!existsSync("/proc/self/stat")) {
    return execFileSync("ps", ["-axo", "command="], { encoding: "utf8" })
      .split("\n")
      .filter((line) => line.includes(dir));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const words = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
        return words.includes(dir) || realpathSync(`/proc/${pid}/cwd`).startsWith(dir) ? [`${pid} ${words}`] : [];
      } catch {
        return [];
      }
    });
}

/** The bash programs of a section, as they stand in the file. */
export function bashBlocks(dir: string, taskId: string): string[] {
  const text = readFileSync(join(dir, ".orchestrator", "verification_steps.md"), "utf8");
  const section = text.slice(text.lastIndexOf(`## ${taskId}`));
  return [...section.matchAll(/^(`{3,})bash\n([\s\S]*?)\n\1$/gm)].map((match) => match[2] ?? "");
}
