import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { backwright, commandLine } from "./support/command.ts";
import { folderWith } from "./support/folder.ts";

const bashScript = fileURLToPath(new URL("../completions/backwright.bash", import.meta.url));

/** What a real bash offers for these words, the last of which is being typed. */
function bashOffers(words: readonly string[], folder: string): readonly string[] {
  const tools = folderWith({
    backwright: `#!/bin/sh\nexec ${commandLine.map((part) => `"${part}"`).join(" ")} "$@"\n`,
  });
  const command = join(tools, "backwright");
  chmodSync(command, 0o755);
  const program = [
    'source "$1"; shift',
    'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))',
    '_backwright; printf "%s\\n" "${COMPREPLY[@]}"',
  ].join("\n");

  const bash = spawnSync("bash", ["-c", program, "bash", bashScript, command, ...words], {
    cwd: folder,
    encoding: "utf8",
    timeout: 30_000,
  });

  expect(bash.stderr).toBe("");
  return bash.stdout.split("\n").filter((word) => word !== "");
}

describe("completion", () => {
  test.each(["bash", "zsh", "fish"])("prints a script for %s", async (shell) => {
    const { code, stdout } = await backwright(["completion", shell]);

    expect(code).toBe(0);
    expect(stdout).toContain("--complete");
  });

  test.each<[readonly string[], readonly string[]]>([
    [["ver"], ["verify"]],
    [["steps", ""], ["run"]],
    [["run", "--impl"], ["--implementer"]],
    [
      ["run", "--implementer", ""],
      ["blueprint", "none"],
    ],
    [["run", "--implementer", "=", "n"], ["none"]],
    [
      ["run", "--implementer", "="],
      ["blueprint", "none"],
    ],
    [["run", "t"], ["task.yaml"]],
    [["ps", "--dir", "o"], ["other"]],
    [
      ["stop", ""],
      ["api", "worker"],
    ],
    [["stop", "w"], ["worker"]],
    [["logs", "x"], []],
  ])("bash offers for %j: %j", (words, expected) => {
    const folder = folderWith({
      "task.yaml": "",
      "other/file": "",
      ".orchestrator/pids/api.pid": "1\n",
      ".orchestrator/pids/worker.pid": "2\n",
    });

    expect(bashOffers(words, folder).toSorted()).toEqual(expected);
  });
});
