import type { Command, Commands, Detection, ProjectReader } from "@backwright/core";
import {
  detectPackageManager,
  dirOf,
  findDependency,
  findText,
  foldersUp,
  joinPath,
  readCommands,
} from "@backwright/language-python";
import { managePath } from "./entry.ts";

/** What the project's own targets give, and what `manage.py` offers. */
export function commands(project: ProjectReader, { dir }: Detection): Commands {
  return readCommands({
    project,
    dir,
    known: {
      start: manageCommand(project, dir, "runserver"),
      test: usesPytest(project, dir) ? null : manageCommand(project, dir, "test"),
      migrate: manageCommand(project, dir, "migrate"),
    },
  });
}

export function manageCommand(project: ProjectReader, dir: string, name: string): Command | null {
  const path = managePath(project, dir);
  if (path === null) {
    return null;
  }
  const manager = detectPackageManager(project, dir).name;
  const prefix = manager === "pip" ? ["python"] : manager === "uv" ? ["uv", "run"] : [manager, "run", "python"];
  const [program = "python", ...rest] = prefix;
  return { argv: [program, ...rest, "manage.py", name], cwd: dirOf(path), env: {}, source: `${path}:1` };
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
