import { commandEnvironment } from "../checks/environment.ts";
import { checkInstall, checkQuality } from "../checks/quality.ts";
import { readManifest } from "../project/manifest.ts";
import { openProject } from "../project/open.ts";
import type { Check } from "../report/schema.ts";
import type { Backend } from "../understanding/schema.ts";
import { findSubject } from "../understanding/subject.ts";
import { commandRun } from "./command-run.ts";
import type { Phase, RunContext } from "./phase.ts";

/** Reads stack, commands, routes, models and practices, and lets the baseline of build, lint and tests begin. */
export const understandPhase: Phase = {
  name: "understand",
  async run(context) {
    const { task } = context.task;
    const subject = await findSubject({
      dir: context.dir,
      project: await openProject(context.dir),
      catalog: context.catalog,
      adapter: context.adapterName ?? task.adapter ?? null,
      known: context.known,
      madeByTask: readManifest(context.workspace.manifestFile).applications.includes(task.id),
    });
    const { backend, adapter } = subject;
    const measured = backend !== null && context.implementer !== "none";
    return {
      result: "passed",
      summary: backend === null ? `a new application for ${adapter.name}` : describe(backend),
      adds: {
        ...subject,
        ...(measured ? { baseline: measureBaseline(context, backend) } : {}),
        warnings: treeWarnings(context),
      },
    };
  },
};

/** Begins at once and goes on beside the phases that only read; whoever awaits it learns of a failure. */
export function measureBaseline(context: RunContext, backend: Backend): Promise<readonly Check[]> {
  const measured = runBaseline(context, backend);
  measured.catch(() => undefined);
  return measured;
}

async function runBaseline(context: RunContext, { commands }: Backend): Promise<readonly Check[]> {
  const { task } = context.task;
  const run = commandRun(context, { phase: "understand", environment: commandEnvironment(task.env) });
  const install = await checkInstall(run, commands);
  return install.result === "failed"
    ? [install]
    : [install, ...(await checkQuality(run, { commands, given: task.commands ?? {} }))];
}

function treeWarnings({ history }: RunContext): string[] {
  if (history === null) {
    return ["git is not installed: changed files are taken from what was written, and lines are not counted."];
  }
  if (!history.repository) {
    return [
      "The folder is not in a git repository: nothing can be restored from its history, and a fresh clone is only imitated.",
    ];
  }
  return history.dirty
    ? [
        "The working tree held changes that were not committed; they were kept, and what was written stands beside them.",
      ]
    : [];
}

function describe(backend: Backend): string {
  const { framework, language, databases, orms } = backend;
  const version = framework.version === null ? "" : ` ${framework.version}`;
  const data = [...databases, ...orms].join(", ");
  return `${framework.name}${version}, ${language}${data === "" ? "" : `, ${data}`}, ${backend.routes.length} routes`;
}
