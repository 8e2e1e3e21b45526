import type { Command, ProjectReader } from "@backwright/core";
import {
  detectPackageManager,
  dirOf,
  documentedConsole,
  findDependency,
  runArgv,
  scriptArgv,
  writtenConsole,
  writtenStarts,
} from "@backwright/language-python";
import type { WrittenStart } from "@backwright/language-python";
import { entryOf } from "./entry.ts";
import { application } from "./application.ts";

/** A command or a program of its own that is written down, else a script that runs the server, else a program that the README starts, else the server with the application's variable. */
export function startCommand(project: ProjectReader, dir: string): Command | null {
  const manager = detectPackageManager(project, dir);
  const entry = entryOf(project, dir);
  const [written] = writtenStarts(project, dir);
  const installed = written === undefined || written.document ? writtenConsole(project, dir) : null;
  const found = written === undefined || written.document ? startScript(project, dir) : null;
  // A script inside of a package is what the program that it installs runs.
  const script = found !== null && installed !== null && dirOf(found.file) !== dir ? null : found;
  if (script !== null) {
    const argv = runArgv(manager, scriptArgv(project, dir, script.file));
    return { argv, cwd: dir, env: {}, source: `${script.file}:${script.line}` };
  }
  const console = installed ?? (written === undefined ? documentedConsole(project, dir) : null);
  if (console !== null) {
    return { argv: runArgv(manager, [...console.argv]), cwd: dir, env: {}, source: console.source };
  }
  if (entry === null) {
    return null;
  }
  const target = `${entry.module}:${entry.variable}`;
  const source = written?.source ?? `${entry.file}:${entry.line}`;
  const argv = serverArgv({ project, dir, target, factory: entry.factory, written: written ?? null });
  return { argv: runArgv(manager, argv), cwd: entry.root, env: {}, source };
}

interface Serving {
  readonly project: ProjectReader;
  readonly dir: string;
  readonly target: string;
  readonly factory: boolean;
  /** The command that somebody wrote down. */
  readonly written: WrittenStart | null;
}

function serverArgv({ project, dir, target, factory, written }: Serving): Command["argv"] {
  const program = written?.program ?? null;
  function has(name: string): boolean {
    return findDependency(project, dir, [name]) !== null;
  }
  if (written?.bare === true) {
    return ["fastapi", "run"];
  }
  if (program === "fastapi" && !factory) {
    const [module = "", variable = "app"] = target.split(":");
    return ["fastapi", "run", `${module.replaceAll(".", "/")}.py`, ...(variable === "app" ? [] : ["--app", variable])];
  }
  if (program === "granian" || (!has("uvicorn") && has("granian"))) {
    return ["granian", "--interface", "asgi", ...(factory ? ["--factory"] : []), target];
  }
  if (program === "hypercorn" || (!has("uvicorn") && has("hypercorn"))) {
    return ["hypercorn", target];
  }
  return ["uvicorn", ...(factory ? ["--factory"] : []), target];
}

/** The file nearest to the root that runs a server when it is started itself. */
function startScript(project: ProjectReader, dir: string): { file: string; line: number } | null {
  const scripts = application
    .listens(project, dir)
    .filter(({ file }) => /__name__\s*==\s*["']__main__["']/.test(project.read(file) ?? ""))
    .filter(({ file }) => /uvicorn\.run/.test(project.read(file) ?? ""))
    .sort((a, b) => depth(a.file) - depth(b.file) || rank(a.file) - rank(b.file));
  return scripts[0] ?? null;
}

function depth(path: string): number {
  return path.split("/").length;
}

const usual = ["main.py", "run.py", "__main__.py", "server.py", "start.py", "app.py"];

function rank(path: string): number {
  const index = usual.indexOf(path.slice(path.lastIndexOf("/") + 1));
  return index === -1 ? usual.length : index;
}
