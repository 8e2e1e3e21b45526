import type { Command, Commands, Detection, ProjectReader } from "@backwright/core";
import { applicationCommands, detectPackageManager, execArgv, startWithoutScript } from "@backwright/language-node";

/** What package.json's scripts give; without a start script, what the Dockerfile, `main` or the entry file starts. */
export function commands(project: ProjectReader, detection: Detection): Commands {
  const found = applicationCommands(project, detection.dir);
  return {
    ...found,
    migrate: found.migrate ?? migrateWithoutScript(project, detection),
    start: found.start ?? startWithoutScript(project, detection),
  };
}

/** Prisma's own command, where no script applies its migrations. */
function migrateWithoutScript(project: ProjectReader, { dir, orms }: Detection): Command | null {
  const prefix = dir === "." ? "" : `${dir}/`;
  const lock = project
    .list()
    .find((path) => path.startsWith(prefix) && path.endsWith("/migrations/migration_lock.toml"));
  return lock === undefined || !orms.includes("prisma")
    ? null
    : {
        argv: execArgv(detectPackageManager(project, dir), "prisma", "migrate", "deploy"),
        cwd: dir,
        env: {},
        source: lock,
      };
}
