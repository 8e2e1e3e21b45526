import type { Command, ProjectReader } from "@backwright/core";
import { joinPath } from "../paths.ts";

const files = ["AGENTS.md", "CLAUDE.md", ".github/copilot-instructions.md"];
const wanted = {
  test: /^go test (?:-v )?\.\/\.\.\.$/,
  lint: /^golangci-lint run(?: \.\/\.\.\.)?$/,
  // With flags it would be one person's way to start it.
  start: /^go run (?!.*\s-)(?:\.|[\w./-]+)$/,
} as const;

/** A command that the instructions for agents name in a block of code; `null` where they do not. */
export function instructionCommand(project: ProjectReader, dir: string, purpose: keyof typeof wanted): Command | null {
  for (const path of files.map((name) => joinPath(dir, name))) {
    let inBlock = false;
    for (const [index, raw] of (project.read(path) ?? "").split("\n").entries()) {
      const line = raw.trim();
      inBlock = /^(```|~~~)/.test(line) ? !inBlock : inBlock;
      const plain = line.replace(/\s+#.*$/, "").replace(/^\$\s+/, "");
      if (inBlock && wanted[purpose].test(plain)) {
        const [program = "go", ...args] = plain.split(/\s+/);
        return { argv: [program, ...args], cwd: dir, env: {}, source: `${path}:${index + 1}` };
      }
    }
  }
  return null;
}
