import type { Commands, Detection, ProjectReader } from "@backwright/core";
import { detectPackageManager, filesIn, findDependency, readCommands, runArgv } from "@backwright/language-python";
import { ownCommand, startCommand } from "./start.ts";

/** What the project's own targets and commands give, and Flask's server. */
export function commands(project: ProjectReader, { dir }: Detection): Commands {
  const start = startCommand(project, dir);
  return readCommands({
    project,
    dir,
    known: {
      start,
      test: ownCommand(project, dir, "test"),
      lint: ownCommand(project, dir, "lint"),
      migrate: migrateCommand(project, dir, start?.env ?? {}),
    },
  });
}

/** Flask-Migrate keeps Alembic's settings among its migrations. */
function migrateCommand(
  project: ProjectReader,
  dir: string,
  env: Readonly<Record<string, string>>,
): Commands["migrate"] {
  const settings = filesIn(project, dir).find((path) => /(^|\/)migrations\/alembic\.ini$/.test(path));
  if (settings === undefined || findDependency(project, dir, ["flask-migrate"]) === null) {
    return null;
  }
  const argv = runArgv(detectPackageManager(project, dir), ["flask", "db", "upgrade"]);
  return { argv, cwd: dir, env: { ...env }, source: `${settings}:1` };
}
