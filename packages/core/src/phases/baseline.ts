import type { Adapter } from "../adapter/contract.ts";
import { commandEnvironment } from "../checks/environment.ts";
import { checkInstall } from "../checks/install.ts";
import { isolate } from "../checks/isolation.ts";
import { checkQuality } from "../checks/quality.ts";
import type { Check } from "../report/schema.ts";
import type { Backend } from "../understanding/schema.ts";
import { commandRun } from "./command-run.ts";
import type { RunContext } from "./phase.ts";

export interface BaselineOf {
  readonly adapter: Adapter;
  /** `null` for an empty folder, which has none. */
  readonly backend: Backend | null;
}

/**
 * Build, lint and tests of the application as it was. They begin once it is certain that something will be written, and
 * go on beside the writing of it; whoever awaits them learns of a failure.
 */
export function measureBaseline(context: RunContext, { adapter, backend }: BaselineOf): Promise<readonly Check[]> {
  if (backend === null || context.implementer === "none") {
    return Promise.resolve([]);
  }
  const measured = measure(context, { adapter, backend });
  measured.catch(() => undefined);
  return measured;
}

async function measure(
  context: RunContext,
  { adapter, backend }: { readonly adapter: Adapter; readonly backend: Backend },
): Promise<readonly Check[]> {
  const { task } = context.task;
  const isolation = (await adapter.verification?.isolation?.(backend)) ?? null;
  const outer = commandRun(context, { phase: "plan", environment: commandEnvironment(task.env) });
  const run = isolate(outer, { isolation, dir: backend.dir });
  const install = await checkInstall(run, { adapter, backend, isolation });
  const failed = install.some(({ result }) => result === "failed");
  return failed
    ? install
    : [...install, ...(await checkQuality(run, { commands: backend.commands, given: task.commands ?? {} }))];
}
