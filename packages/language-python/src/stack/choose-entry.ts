import type { ProjectReader } from "@backwright/core";
import { moduleOf } from "./entry.ts";

/** What a server is started with. */
export interface Entry {
  readonly file: string;
  readonly line: number;
  readonly variable: string;
  /** The module's name, seen from `root`. */
  readonly module: string;
  readonly root: string;
  /** Whether somebody wrote it down, rather than only the code being so. */
  readonly written: boolean;
  /** True for a function that makes the application. */
  readonly factory: boolean;
}

export interface EntryRequest {
  readonly project: ProjectReader;
  readonly dir: string;
  /** A start command or setting that names the variable. */
  readonly written: Pick<Entry, "file" | "root" | "module" | "variable" | "factory"> | null;
  /** The variables at the top of modules that hold an application. */
  readonly variables: readonly { readonly file: string; readonly name: string }[];
  /** Files that may hold a factory, and how it makes an application. */
  readonly files: readonly string[];
  readonly makes: RegExp;
}

const usualFiles = ["main.py", "app.py", "wsgi.py", "asgi.py", "server.py", "run.py", "api.py", "__init__.py"];

/** The variable that holds the application: as somebody wrote it down, else by where it is made, else a factory. */
export function chooseEntry(request: EntryRequest): Entry | null {
  const { project, dir, written } = request;
  if (written !== null) {
    const { file, root, module, variable, factory } = written;
    return { file, line: lineOf(project, file, variable), variable, module, root, written: true, factory };
  }
  const [best] = request.variables.toSorted((a, b) => rank(a.file) - rank(b.file) || a.file.length - b.file.length);
  const chosen = best === undefined ? factoryIn(request) : { ...best, factory: false };
  if (chosen === null) {
    return null;
  }
  const { file, name, factory } = chosen;
  const line = lineOf(project, file, name);
  return { file, line, variable: name, ...moduleOf(project, dir, file), written: false, factory };
}

/** A function that makes the application. */
function factoryIn({ project, files, makes }: EntryRequest): { file: string; name: string; factory: true } | null {
  for (const file of files) {
    const text = project.read(file) ?? "";
    const match = /^(?:async )?def (\w*(?:app|application)\w*)\s*\(/m.exec(text);
    if (match !== null && makes.test(text)) {
      return { file, name: match[1] ?? "", factory: true };
    }
  }
  return null;
}

function rank(file: string): number {
  const index = usualFiles.indexOf(file.slice(file.lastIndexOf("/") + 1));
  return (index === -1 ? usualFiles.length : index) + file.split("/").length * 2;
}

function lineOf(project: ProjectReader, file: string, variable: string): number {
  const lines = (project.read(file) ?? "").split("\n");
  const bound = new RegExp(`^\\s*(?:async\\s+)?(?:def\\s+)?${variable}\\b\\s*[=:(]`);
  const found = lines.findIndex((line) => bound.test(line));
  return found + 1 || 1;
}
