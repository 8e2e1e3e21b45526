import type { CommandRun } from "../checks/command.ts";
import type { PhaseName } from "../events.ts";
import type { RunContext } from "./phase.ts";

export interface CommandRunOptions {
  readonly phase: PhaseName;
  readonly environment: Readonly<Record<string, string>>;
  /** Default: the repository. */
  readonly dir?: string;
}

/** Lets checks run commands for a phase. */
export function commandRun(context: RunContext, { phase, environment, dir }: CommandRunOptions): CommandRun {
  return {
    supervisor: context.supervisor,
    dir: dir ?? context.dir,
    environment,
    signal: context.signal,
    progress: (text) => context.emit({ type: "progress", phase, text }),
  };
}
