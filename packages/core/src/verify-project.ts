import { randomUUID } from "node:crypto";
import { openSupervisor, sweepStale } from "@backwright/supervisor";
import type { ContainmentReport } from "@backwright/supervisor";
import type { AdapterCatalog } from "./adapter/discover.ts";
import { commandEnvironment } from "./checks/environment.ts";
import { blocks } from "./checks/quality.ts";
import { checkSuite } from "./checks/suite.ts";
import type { RunListener } from "./events.ts";
import { given } from "./phases/phase.ts";
import { routeScenario } from "./probes/routes.ts";
import type { Check } from "./report/schema.ts";
import { requireBackend, understandWith } from "./understanding/understand.ts";
import { takeTree } from "./workspace/tree-lock.ts";
import { prepareWorkspace } from "./workspace/workspace.ts";

export interface VerifyOptions {
  readonly dir: string;
  readonly catalog: AdapterCatalog;
  readonly adapter?: string;
  readonly signal: AbortSignal;
  readonly onEvent: RunListener;
}

export interface VerifyOutcome {
  readonly checks: readonly Check[];
  /** No check failed; one that could not run does not count as passed, and does not fail either. */
  readonly passed: boolean;
  readonly containment: ContainmentReport;
  /** What was left out, and why. */
  readonly assumptions: readonly string[];
}

/** Installs, builds, lints and tests a project as it stands, starts it, and asks every GET route without parameters. */
export async function verifyProject(options: VerifyOptions): Promise<VerifyOutcome> {
  const { catalog, signal, onEvent } = options;
  const understood = await understandWith({
    dir: options.dir,
    catalog,
    ...(options.adapter === undefined ? {} : { adapter: options.adapter }),
  });
  const backend = requireBackend(understood.understanding, catalog);
  const adapter = given(understood.selected[0]?.adapter ?? null, "adapter");
  const workspace = prepareWorkspace(options.dir);
  await sweepStale(workspace.root);
  const runId = randomUUID();
  const tree = await takeTree(workspace, { taskId: "verify", loop: "1", runId }, { signal, onEvent });
  const supervisor = await openSupervisor({ workspace: workspace.root, runId }).catch((cause: unknown) => {
    tree.release();
    throw cause;
  });
  try {
    const scenario = routeScenario(backend.routes);
    const run = {
      supervisor,
      dir: workspace.dir,
      environment: commandEnvironment(),
      signal,
      progress: (text: string): void => onEvent({ type: "progress", phase: "verify", text }),
    };
    const checks = await checkSuite(run, {
      project: understood.project,
      adapter,
      backend,
      given: {},
      baseline: [],
      changed: new Set(understood.project.list()),
      scenario,
      onCheck: (check) => onEvent({ type: "check", phase: "verify", check }),
    });
    signal.throwIfAborted();
    return {
      checks,
      passed: !checks.some(blocks),
      containment: supervisor.containment,
      assumptions: scenario.assumptions,
    };
  } finally {
    await supervisor.close();
    tree.release();
  }
}
