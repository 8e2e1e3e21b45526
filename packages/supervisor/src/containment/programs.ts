import { spawnSync } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";

const systemFolders = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin"];

/** The full path of a system program; `null` when there is none. Looks where systems keep them, never in the caller's PATH. */
export function systemProgram(name: string): string | null {
  return systemFolders.map((folder) => join(folder, name)).find(isExecutable) ?? null;
}

/** Finds a command as a shell would: with a slash from its folder, else on the PATH of its environment. */
export function resolveCommand(
  command: string,
  options: { cwd: string; env: Readonly<Record<string, string>> },
): string | null {
  if (command.includes("/")) {
    const path = isAbsolute(command) ? command : resolve(options.cwd, command);
    return isExecutable(path) ? path : null;
  }
  const path = options.env["PATH"] ?? systemFolders.join(delimiter);
  return (
    path
      .split(delimiter)
      .map((folder) => resolve(options.cwd, folder, command))
      .find(isExecutable) ?? null
  );
}

/** Runs a short trial; `null` when it succeeds, else why not. */
export function trial(argv: readonly string[]): string | null {
  const [program, ...args] = argv;
  const result = spawnSync(program ?? "", args, { encoding: "utf8", timeout: 3_000, env: {}, killSignal: "SIGKILL" });
  if (result.error !== undefined) {
    return result.error.message;
  }
  const said = result.stderr.trim().split("\n").at(-1) ?? "";
  return result.status === 0 ? null : said || `it ended with ${String(result.status ?? result.signal)}`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
