import { randomUUID } from "node:crypto";
import { openSupervisor, sweepStale } from "@backwright/supervisor";
import { runSteps as runSections } from "./steps/run.ts";
import type { StepsEvent, StepsResult } from "./steps/run.ts";
import { prepareWorkspace } from "./workspace/workspace.ts";

export interface StepsOptions {
  readonly dir: string;
  /** Only the section of this task; default the last of each. */
  readonly taskId?: string;
  readonly signal: AbortSignal;
  readonly onEvent: (event: StepsEvent) => void;
}

/**
 * Runs the sections of verification_steps.md under a supervisor of their own, whoever wrote them.
 *
 * @throws BackwrightError `STEPS_MISSING`, `STEPS_UNREADABLE`
 */
export async function runSteps(options: StepsOptions): Promise<StepsResult> {
  const workspace = prepareWorkspace(options.dir);
  await sweepStale(workspace.root);
  const supervisor = await openSupervisor({ workspace: workspace.root, runId: randomUUID() });
  try {
    const result = await runSections({ ...options, dir: workspace.dir, supervisor });
    options.signal.throwIfAborted();
    return result;
  } finally {
    await supervisor.close();
  }
}
