import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { ChangeSet } from "@backwright/core";

export interface WrittenApp {
  readonly dir: string;
  /** Runs a command of the app to its end, at most five minutes. */
  run(...argv: [string, ...string[]]): { status: number | null; output: string };
  remove(): void;
}

/** An app on disk, with a change written into it. */
export function writtenApp(files: Readonly<Record<string, string>>, change: ChangeSet): WrittenApp {
  const dir = mkdtempSync(join(tmpdir(), "backwright-existing-"));
  const changed = change.files.map(({ path, content }) => [path, content] as const);
  for (const [path, content] of [...Object.entries(files), ...changed]) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return {
    dir,
    run(...[command, ...args]) {
      const { status, stdout, stderr } = spawnSync(command, args, {
        cwd: dir,
        encoding: "utf8",
        timeout: 300_000,
        env: { ...process.env, CI: "true", NO_COLOR: "1", NODE_ENV: "", NODE_OPTIONS: "" },
      });
      return { status, output: stdout + stderr };
    },
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
