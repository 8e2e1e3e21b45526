import type { Command, ProjectReader } from "@backwright/core";
import {
  applicationSources,
  dirOf,
  foldersUp,
  lineAt,
  manifestDirs,
  moduleOf,
  relativeTo,
  wordsOf,
  writtenScripts,
} from "@backwright/language-python";
import type { ListenCall } from "@backwright/language-python";
import { application } from "./application.ts";
import { flaskApp } from "./entry.ts";

/** A script of the application's own folder, and how it is called to serve. */
export interface StartScript {
  readonly file: string;
  readonly line: number;
  readonly argv: Command["argv"];
}

const usual = ["main.py", "run.py", "serve.py", "server.py", "start.py", "app.py", "wsgi.py"];
const guarded = /^if\s+__name__\s*==\s*["']__main__["']/m;
const calledAtOnce = /^(?:[\w.()]+\.)?(?:run|serve\w*|main|start\w*|listen)\(/m;
/** Every text that `servers` fits has one of them. */
const servingWords = [".run", "serve", "Server", "run_simple", "WSGIContainer"];
const servers =
  /\b(?:WSGIServer|HTTPServer|WSGIContainer|run_simple|serve)\s*\(|\.run(?<=(?:app|socketio|\b(?:application|server))\.run)\s*\(/;

/** The script that runs the server: by what it does, by what starts it, by the package that it imports, or Flask-Script's. */
export function startScript(project: ProjectReader, dir: string): StartScript | null {
  return (
    listening(project, dir) ??
    written(project, dir) ??
    standingAlone(project, dir) ??
    running(project, dir) ??
    (flaskApp(project, dir) === null ? (importing(project, dir) ?? managing(project, dir)) : null)
  );
}

/** The file in the application's own folder that runs the server, unless `FLASK_APP` names it. */
function listening(project: ProjectReader, dir: string): StartScript | null {
  const depth = dir === "." ? 1 : dir.split("/").length + 1;
  return firstOf(project, dir, ({ file }) => file.split("/").length === depth && runsItself(project.read(file) ?? ""));
}

/** Whether the file serves when it is run: what stands in a function that nothing in it calls is for others. */
function runsItself(text: string): boolean {
  return guarded.test(text) || calledAtOnce.test(text);
}

/** A script further below that finds its modules beside itself: part of no package, and of no other application. */
function standingAlone(project: ProjectReader, dir: string): StartScript | null {
  const others = new Set(manifestDirs(project).filter((folder) => folder !== dir));
  return firstOf(
    project,
    dir,
    ({ file }) =>
      guarded.test(project.read(file) ?? "") &&
      moduleOf(project, dir, file).root === dirOf(file) &&
      !foldersUp(dirOf(file)).some((folder) => relativeTo(folder, dir) !== null && others.has(folder)),
  );
}

/** A script of the application's own folder that says it runs the server, whatever it gets the application from. */
function running(project: ProjectReader, dir: string): StartScript | null {
  const found = applicationSources(project, dir)
    .filter((path) => relativeTo(path, dir)?.includes("/") === false)
    .sort((a, b) => rank(a) - rank(b));
  for (const file of flaskApp(project, dir) === null ? found : []) {
    const text = project.read(file) ?? "";
    const guard = guarded.exec(text);
    if (guard !== null && servers.test(text.slice(guard.index))) {
      return script(dir, file, lineAt(text, guard.index));
    }
  }
  return null;
}

function firstOf(project: ProjectReader, dir: string, fits: (listen: ListenCall) => boolean): StartScript | null {
  const named = flaskApp(project, dir);
  const [found] = application
    .listens(project, dir)
    .filter((listen) => fits(listen) && !(named?.automatic === true && named.file === listen.file))
    .sort((a, b) => rank(a.file) - rank(b.file));
  return found === undefined ? null : script(dir, found.file, found.line);
}

function script(dir: string, file: string, line: number): StartScript {
  return { file, line, argv: ["python", relativeTo(file, dir) ?? file] };
}

function rank(path: string): number {
  const index = usual.indexOf(path.slice(path.lastIndexOf("/") + 1));
  return index === -1 ? usual.length : index;
}

/** What a container or Procfile starts; what the README starts only where it makes a server listen. */
function written(project: ProjectReader, dir: string): StartScript | null {
  const found = writtenScripts(project, dir).find(
    ({ file, document }) => !document || servers.test(project.read(file) ?? ""),
  );
  return found === undefined ? null : script(dir, found.file, 1);
}

function servesIn(text: string): boolean {
  return servingWords.some((word) => text.includes(word)) && servers.test(text);
}

/** A script beside a package that runs its own server. */
function importing(project: ProjectReader, dir: string): StartScript | null {
  const sources = applicationSources(project, dir);
  for (const file of sources.filter((path) => relativeTo(path, dir)?.includes("/") === false)) {
    const text = project.read(file) ?? "";
    const guard = guarded.exec(text);
    if (guard === null) {
      continue;
    }
    const packages = new Set([...text.matchAll(/^\s*(?:from|import)\s+(\w+)/gm)].map((match) => match[1] ?? ""));
    const inside = sources.filter((path) => packages.has(relativeTo(path, dir)?.split("/", 1)[0] ?? ""));
    const serves = inside.some((path) => servesIn(project.read(path) ?? ""));
    if (serves) {
      return script(dir, file, lineAt(text, guard.index));
    }
  }
  return null;
}

/** `manage.py runserver`, of Flask-Script or as the project's own words say it. */
function managing(project: ProjectReader, dir: string): StartScript | null {
  const file = applicationSources(project, dir).find((path) => relativeTo(path, dir) === "manage.py");
  if (file === undefined) {
    return null;
  }
  const text = project.read(file) ?? "";
  const own = /\bflask_script\b[\s\S]*^\w+\s*=\s*Manager\(/m.exec(text);
  const [said] = wordsOf(project).flatMap((path) => saidCommand.exec(project.read(path) ?? "") ?? []);
  if (said === undefined && own === null) {
    return null;
  }
  const alone = said?.includes("python") === false;
  const argv: Command["argv"] = alone ? ["./manage.py", "runserver"] : ["python", "manage.py", "runserver"];
  return { file, line: lineAt(text, own?.index ?? 0), argv };
}

const saidCommand = /(?:python3?[ \t]+)?(?:[\w./]*\/)?manage\.py[ \t]+runserver\b/;

/** `@manager.command def test(): …` of Flask-Script. */
export function scriptCommand(project: ProjectReader, dir: string, name: string): StartScript | null {
  const file = applicationSources(project, dir).find((path) => relativeTo(path, dir) === "manage.py");
  const text = file === undefined ? "" : (project.read(file) ?? "");
  const found = text.includes("flask_script")
    ? new RegExp(`^@manager\\.(?:command|option\\([^\\n]*)\\n(?:@[^\\n]*\\n)*def ${name}\\b`, "m").exec(text)
    : null;
  return file === undefined || found === null
    ? null
    : { file, line: lineAt(text, found.index), argv: ["python", "manage.py", name] };
}
