import { tiedToParent } from "@backwright/supervisor";

// A repository's own configuration must not start a program.
const safe = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "advice.addEmbeddedRepo=false"];

export interface GitOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly whole?: boolean;
}

/** What git printed, without its last line feed unless `whole`; `null` where git is missing or says no. Bounded to a minute, and to the life of this process. */
export async function git(args: readonly string[], options: GitOptions): Promise<string | null> {
  // Loading it takes longer than most commands of git.
  const { execa } = await import("execa");
  const [program = "git", ...words] = [...tiedToParent(), "git", ...safe, ...args];
  const result = await execa(program, words, {
    cwd: options.cwd,
    env: { GIT_TERMINAL_PROMPT: "0", GIT_OPTIONAL_LOCKS: "0", ...options.env },
    stdin: "ignore",
    stripFinalNewline: options.whole !== true,
    reject: false,
    timeout: 60_000,
    maxBuffer: 256 * 1024 * 1024,
  });
  return result.failed ? null : result.stdout;
}
