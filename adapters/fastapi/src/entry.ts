import type { ProjectReader } from "@backwright/core";
import { moduleOf, writtenStarts } from "@backwright/language-python";
import { applicationFiles } from "./files.ts";
import { readApplication } from "./routes/read.ts";
import { routerIdOf } from "./routes/router.ts";

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

const usualFiles = ["main.py", "app.py", "server.py", "asgi.py", "api.py", "__init__.py"];

/** The variable that holds the application: as a start command names it, else by where it is made. */
export function chooseEntry(project: ProjectReader, dir: string): Entry | null {
  const { interpreter, builder } = readApplication(project, applicationFiles(project, dir));
  const found = interpreter.globals().flatMap(({ file, name, value }) => {
    const id = routerIdOf(value);
    return id !== null && builder.applications.has(id) ? [{ file, name }] : [];
  });
  const [written] = writtenStarts(project, dir).filter(({ program }) => program !== "waitress-serve");
  if (written !== undefined) {
    const { file, root, module } = written;
    const { variable, factory } = written;
    return { file, line: lineOf(project, file, variable), variable, module, root, written: true, factory };
  }
  const [best] = found.sort((a, b) => rank(a.file) - rank(b.file) || a.file.length - b.file.length);
  if (best !== undefined) {
    const { file, name } = best;
    const line = lineOf(project, file, name);
    return { file, line, variable: name, ...moduleOf(project, dir, file), written: false, factory: false };
  }
  return factoryEntry(project, dir);
}

/** A function that makes the application and that nothing in the code calls. */
function factoryEntry(project: ProjectReader, dir: string): Entry | null {
  for (const file of applicationFiles(project, dir)) {
    const text = project.read(file) ?? "";
    const match = /^(?:async )?def (\w*(?:app|application)\w*)\s*\(\s*\)/m.exec(text);
    if (match !== null && /\bFastAPI\s*\(/.test(text)) {
      const variable = match[1] ?? "";
      const line = lineOf(project, file, variable);
      return { file, line, variable, ...moduleOf(project, dir, file), written: false, factory: true };
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
  const found = lines.findIndex((line) => new RegExp(`^\\s*(?:def\\s+)?${variable}\\b\\s*[=:(]`).test(line));
  return found + 1 || 1;
}
