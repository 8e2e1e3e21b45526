import type { Command, Commands, Detection, ProjectReader } from "@backwright/core";
import {
  detectPackageManager,
  documentedConsole,
  dirOf,
  findDependency,
  findText,
  foldersUp,
  joinPath,
  readCommands,
  runArgv,
  wordsOf,
} from "@backwright/language-python";
import { managePath } from "./entry.ts";

/** What the project's own targets give, and what `manage.py` offers. */
export function commands(project: ProjectReader, { dir }: Detection): Commands {
  return readCommands({
    project,
    dir,
    known: {
      start: ownProgram(project, dir) ?? manageCommand(project, dir, "runserver"),
      test: usesPytest(project, dir) ? null : manageCommand(project, dir, "test"),
      migrate: manageCommand(project, dir, "migrate"),
    },
  });
}

/** The project's own program, where `manage.py` is part of a package that people install. */
function ownProgram(project: ProjectReader, dir: string): Command | null {
  const path = managePath(project, dir);
  const installed = path !== null && project.has(joinPath(dirOf(path), "__init__.py"));
  const program = installed ? documentedConsole(project, dir) : null;
  const manager = detectPackageManager(project, dir);
  return program === null
    ? null
    : { argv: runArgv(manager, [...program.argv]), cwd: dir, env: {}, source: program.source };
}

export function manageCommand(project: ProjectReader, dir: string, name: string): Command | null {
  const path = managePath(project, dir);
  if (path === null) {
    return null;
  }
  const manager = detectPackageManager(project, dir);
  const said = manager.name === "uv" ? saidScript(project, name) : null;
  const script: Command["argv"] = said === null ? ["python", "manage.py", name] : [said, name];
  return { argv: runArgv(manager, script), cwd: dirOf(path), env: {}, source: `${path}:1` };
}

/** `manage.py` or `./manage.py` where the project's own words leave out `python`, which uv adds by itself: for this command, else for any. */
function saidScript(project: ProjectReader, name: string): string | null {
  const texts = wordsOf(project).map((path) => project.read(path) ?? "");
  const [own] = texts.flatMap((text) => [
    ...text.matchAll(new RegExp(`\\b(python3?|uv run(?: --)?) ((?:\\./)?manage\\.py) ${name}\\b`, "g")),
  ]);
  if (own !== undefined) {
    return own[1]?.startsWith("uv") === true ? (own[2] ?? null) : null;
  }
  const [other] = texts.flatMap((text) => /\buv run(?: --)? ((?:\.\/)?manage\.py)\b/.exec(text)?.[1] ?? []);
  return other ?? null;
}

/** Whether pytest is told of the project's settings. */
function usesPytest(project: ProjectReader, dir: string): boolean {
  const files = foldersUp(dir).flatMap((folder) =>
    ["pytest.ini", "pyproject.toml", "setup.cfg", "tox.ini", "conftest.py"].map((name) => joinPath(folder, name)),
  );
  return (
    findDependency(project, dir, ["pytest-django"]) !== null ||
    findText({ project, files }, /DJANGO_SETTINGS_MODULE|^\[pytest\]|^\[tool:pytest\]|django\.setup\(/m) !== null
  );
}
