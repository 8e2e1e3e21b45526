import { existsSync, utimesSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Isolation } from "../adapter/contract.ts";
import type { Check } from "../report/schema.ts";
import { checkCommand } from "./command.ts";
import type { CommandRun } from "./command.ts";

const twoMinutes = 120_000;

interface Isolated {
  /** `null` where the application needs none. */
  readonly isolation: Isolation | null;
  /** The application's folder, relative to the repository. */
  readonly dir: string;
}

/** The same run, whose commands find the programs of the application's own folder first. */
export function isolate(run: CommandRun, { isolation, dir }: Isolated): CommandRun {
  if (isolation === null) {
    return run;
  }
  const programs = join(run.dir, dir, isolation.programs);
  const path = run.environment["PATH"];
  return {
    ...run,
    environment: { ...run.environment, PATH: path === undefined ? programs : programs + delimiter + path },
  };
}

/**
 * Makes the folder where it is missing, then installs. An installation that did not end well leaves the folder looking
 * old, so that the next one does not pass it over.
 */
export async function installIsolated(
  run: CommandRun,
  { isolation, dir }: Isolated,
  install: () => Promise<Check>,
): Promise<Check> {
  if (isolation === null) {
    return install();
  }
  const folder = join(run.dir, dir, isolation.path);
  if (!existsSync(folder)) {
    const made = await checkCommand(run, {
      id: "install",
      title: "Dependencies install",
      command: { argv: [...isolation.create], cwd: dir, env: {}, source: "convention" },
      timeoutMs: twoMinutes,
    });
    if (made.result !== "passed") {
      return made;
    }
    hideFromGit(folder);
  }
  utimesSync(folder, 0, 0);
  const check = await install();
  if (check.result === "passed") {
    const now = new Date();
    utimesSync(folder, now, now);
  }
  return check;
}

/** What tools make for themselves is not to be committed; newer ones say so on their own. */
function hideFromGit(folder: string): void {
  const file = join(folder, ".gitignore");
  if (existsSync(folder) && !existsSync(file)) {
    writeFileSync(file, "*\n");
  }
}
