import { statSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Where package managers put the programs that a project brings along. */
const programFolders = ["node_modules/.bin", ".venv/bin", "venv/bin"];

/** The environment in which a project's own programs come first on PATH, nearest folder first. */
export function withProjectPrograms(env: NodeJS.ProcessEnv, folders: readonly string[]): NodeJS.ProcessEnv {
  const own = [...new Set(folders)].flatMap((folder) => programFolders.map((name) => join(folder, name)));
  const there = own.filter((path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true);
  const rest = env["PATH"] === undefined ? [] : [env["PATH"]];
  return there.length === 0 ? env : { ...env, PATH: [...there, ...rest].join(delimiter) };
}
