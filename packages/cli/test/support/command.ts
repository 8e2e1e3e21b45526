import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface CommandOutput {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** The real command, from source. */
export const entry: string = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** What starts it; further arguments follow. */
export const commandLine: readonly [string, ...string[]] = [
  process.execPath,
  "--conditions=@backwright/source",
  "--disable-warning=ExperimentalWarning",
  entry,
];

/** Runs the real command to its end, at most 60 seconds. */
export function backwright(args: readonly string[], options: CommandOptions = {}): Promise<CommandOutput> {
  const [program, ...first] = commandLine;
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...args], {
      cwd: options.cwd,
      env: { ...process.env, NO_COLOR: "1", ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 60_000,
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.on("error", reject);
    child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
}
