import { adapterFailed } from "../adapter/load.ts";
import { applyChangeSet } from "../project/apply.ts";
import type { ApplyOptions } from "../project/apply.ts";
import { readManifest, writeManifest } from "../project/manifest.ts";
import { given } from "./phase.ts";
import type { Phase, PhaseOutcome, RunContext, RunState } from "./phase.ts";
import { blueprintInput } from "./plan.ts";

/** Lets the implementer say what shall change, and applies it: all of it or nothing. */
export const implementPhase: Phase = {
  name: "implement",
  async run(context, state) {
    if (context.implementer === "none") {
      return somebodyElse(context, state);
    }
    const baseline = await state.baseline;
    const broken = baseline.filter(({ result }) => result === "failed");
    const warnings = broken.map(
      ({ id, command }) => `${id} failed before the change${command === null ? "" : ` (${command})`}.`,
    );

    const adapter = given(state.adapter, "adapter");
    const blueprint = given(adapter.blueprint ?? null, "blueprint");
    const changeSet = await blueprint.write(blueprintInput(context, state));
    const treeBefore = state.treeBefore ?? (await context.history?.snapshot()) ?? null;
    context.signal.throwIfAborted();
    context.journal.append("change-begins", { treeBefore, baseline });
    const taskId = context.task.task.id;
    const { manifestFile } = context.workspace;
    const { applied, manifest } = apply(adapter.name, {
      root: context.dir,
      taskId,
      changeSet,
      manifest: readManifest(manifestFile),
      makesApplication: state.backend === null,
    });
    try {
      writeManifest(manifestFile, manifest);
    } catch (cause) {
      applied.undo();
      throw cause;
    }
    const { created, modified, unchanged, conflicts } = applied;
    return {
      result: "passed",
      summary: `${created.length} files created, ${modified.length} modified, ${unchanged.length} unchanged${conflicts.length === 0 ? "" : `, ${conflicts.length} kept as edited by hand`}`,
      adds: {
        notes: changeSet.notes,
        changed: new Set(changeSet.files.map(({ path }) => path)),
        applied,
        treeBefore,
        warnings: [...state.warnings, ...warnings, ...conflicts.map(({ path, reason }) => `${path}: ${reason}.`)],
        assumptions: [...state.assumptions, ...changeSet.notes.assumptions],
      },
    };
  },
};

const impossiblePaths = new Set([undefined, "EEXIST", "EISDIR", "ENOTDIR"]);

/** A change set with paths that cannot be is a fault of the adapter that made it. */
function apply(adapterName: string, options: ApplyOptions): ReturnType<typeof applyChangeSet> {
  try {
    return applyChangeSet(options);
  } catch (cause) {
    const isImpossible = cause instanceof Error && impossiblePaths.has((cause as NodeJS.ErrnoException).code);
    throw isImpossible ? adapterFailed(adapterName, "asked for a change that cannot be made", cause) : cause;
  }
}

/** The change is what differs from the last commit. */
async function somebodyElse({ history }: RunContext, state: RunState): Promise<PhaseOutcome> {
  const treeBefore = (await history?.head()) ?? null;
  const now = (await history?.snapshot()) ?? null;
  const summary = "the code is somebody else's";
  if (history === null || treeBefore === null || now === null) {
    const warning = "There is no commit to compare with, so what was changed is not known.";
    return { result: "skipped", summary, adds: { warnings: [...state.warnings, warning] } };
  }
  const { created, modified } = await history.changes(treeBefore, now);
  return { result: "skipped", summary, adds: { treeBefore, changed: new Set([...created, ...modified]) } };
}
