import { commandEnvironment } from "./checks/environment.ts";
import { extendedFiles, generatedFiles, planFor } from "./plan/make.ts";
import type { MakePlanOptions } from "./plan/make.ts";
import { supportingBlueprint } from "./plan/refuse.ts";
import type { Plan } from "./plan/schema.ts";
import { decideChange } from "./project/decide.ts";
import type { Step } from "./project/decide.ts";
import { readManifest } from "./project/manifest.ts";
import { isMissing } from "./project/target.ts";
import { workspaceOf } from "./workspace/workspace.ts";

/** What a run would write. */
export interface Preview {
  readonly plan: Plan;
  /** Every file that would change, and those that would not since somebody has edited them. */
  readonly changes: readonly PreviewedChange[];
}

export interface PreviewedChange {
  readonly path: string;
  readonly action: "create" | "modify" | "conflict";
  /** A unified diff that `git apply` takes; empty for a conflict. */
  readonly patch: string;
}

/**
 * Says what a run would write, and writes nothing.
 *
 * @throws BackwrightError `IMPLEMENTER_UNSUPPORTED`, and whatever `makePlan` throws
 */
export async function previewRun(options: MakePlanOptions): Promise<Preview> {
  const { dir, task } = options;
  const { plan, subject } = await planFor(options);
  const { manifestFile } = workspaceOf(dir);
  const taskId = task.task.id;
  const input = {
    project: subject.project,
    plan,
    detection: subject.backend,
    generated: generatedFiles({ dir, taskId, manifestFile }),
    environment: commandEnvironment(task.task.env),
    extended: extendedFiles({ taskId, manifestFile }),
  };
  const blueprint = await supportingBlueprint(subject.adapter, input);
  const { files } = await blueprint.write(input);
  const manifest = readManifest(manifestFile);
  const isMade = isMissing(dir);
  const steps = files.map((change): Step =>
    isMade ? { change, action: "create", before: null } : decideChange(dir, change, manifest),
  );
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import("diff");
  const changes = steps.flatMap(({ change: { path, content }, action, before }): PreviewedChange[] => {
    if (action === "keep") {
      return [];
    }
    const from = before === null ? "/dev/null" : `a/${path}`;
    const patch =
      action === "conflict"
        ? ""
        : createTwoFilesPatch(from, `b/${path}`, before ?? "", content, undefined, undefined, {
            headerOptions: FILE_HEADERS_ONLY,
          });
    return [{ path, action, patch }];
  });
  return { plan, changes };
}
