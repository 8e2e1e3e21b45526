import { readManifest } from "../project/manifest.ts";
import { openProject } from "../project/open.ts";
import type { Backend } from "../understanding/schema.ts";
import { findSubject } from "../understanding/subject.ts";
import type { Phase, RunContext } from "./phase.ts";

/** Reads stack, commands, routes, models and practices. */
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
    return {
      result: "passed",
      summary: backend === null ? `a new application for ${adapter.name}` : describe(backend),
      adds: {
        ...subject,
        warnings: treeWarnings(context),
      },
    };
  },
};

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
