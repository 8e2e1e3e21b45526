import { existsSync } from "node:fs";
import { join } from "node:path";
import type { AdapterCatalog } from "../adapter/discover.ts";
import type { KnownFramework } from "../adapter/known.ts";
import { readManifest } from "../project/manifest.ts";
import { openProject } from "../project/open.ts";
import type { ProjectReader } from "../project/reader.ts";
import { isMissing } from "../project/target.ts";
import type { LoadedTask } from "../task/file.ts";
import { saysApi } from "../task/schema.ts";
import type { Understanding } from "../understanding/schema.ts";
import { findSubject } from "../understanding/subject.ts";
import type { Subject } from "../understanding/subject.ts";
import { workspaceOf } from "../workspace/workspace.ts";
import { plannedOperations } from "./planned.ts";
import { planTask } from "./planner.ts";
import type { PlanContext } from "./planner.ts";
import { renderOpenapi, renderPlan } from "./render.ts";
import type { Plan } from "./schema.ts";

export interface MakePlanOptions {
  readonly dir: string;
  readonly task: LoadedTask;
  readonly catalog: AdapterCatalog;
  readonly adapter?: string;
  readonly known?: readonly KnownFramework[];
}

export interface MadePlan {
  readonly plan: Plan;
  readonly understanding: Understanding;
  /** The page for people. */
  readonly markdown: string;
  readonly openapiYaml: string;
}

/**
 * Plans a task without running or writing anything; a folder that a run would make is not made.
 *
 * @throws BackwrightError `PLAN_CONTRADICTION`, and whatever understanding the project throws
 */
export async function makePlan(options: MakePlanOptions): Promise<MadePlan> {
  const { plan, subject } = await planFor(options);
  return { plan, understanding: subject.understanding, markdown: renderPlan(plan), openapiYaml: renderOpenapi(plan) };
}

/** The plan of a task and what it is about. Throws like `makePlan`. */
export async function planFor(options: MakePlanOptions): Promise<{ readonly plan: Plan; readonly subject: Subject }> {
  const { dir, task, catalog } = options;
  const { manifestFile } = workspaceOf(dir);
  const subject = await findSubject({
    dir,
    project: await openTarget(options),
    catalog,
    adapter: options.adapter ?? task.task.adapter ?? null,
    known: options.known ?? [],
    madeByTask: readManifest(manifestFile).applications.includes(task.task.id),
  });
  const plan = await planSubject(subject, {
    task,
    generated: generatedFiles({ dir, taskId: task.task.id, manifestFile }),
    generatedByAny: generatedFiles({ dir, taskId: null, manifestFile }),
  });
  return { plan, subject };
}

/** A folder that a run would make is empty until then. */
async function openTarget({ dir, task }: MakePlanOptions): Promise<ProjectReader> {
  const isMade = isMissing(dir) && saysApi(task.task);
  return isMade ? { list: () => [], has: () => false, read: () => null } : openProject(dir);
}

/** The plan of a task for what it is about, with errors as the application reports them. */
export async function planSubject(
  subject: Omit<Subject, "understanding">,
  { task, ...made }: { readonly task: LoadedTask } & Required<Pick<PlanContext, "generated" | "generatedByAny">>,
): Promise<Plan> {
  const { adapter, project, backend } = subject;
  const errors = (await adapter.verification?.errors(project, backend)) ?? null;
  const store = backend === null ? "tables" : ((await adapter.verification?.store?.(project, backend)) ?? "tables");
  const { file, lineOf, columnOf, contract = null } = task;
  const place = columnOf === undefined ? { file, lineOf } : { file, lineOf, columnOf };
  const accounts = backend === null ? [] : ((await adapter.blueprint?.accountFiles?.(project, backend)) ?? []);
  const generatedByAny = new Set([...made.generatedByAny, ...accounts]);
  const plan = planTask(task.task, { backend, errors, store, ...place, contract, ...made, generatedByAny });
  const { generated } = made;
  if (backend === null || generated === "all" || plannedOperations(plan).length === 0) {
    return plan;
  }
  const application = await adapter.blueprint?.decisions?.({ project, plan, detection: backend, generated });
  return { ...plan, application: [...(application ?? [])] };
}

/** Files that earlier runs of a task generated and that later tasks have added to. */
export function extendedFiles({
  taskId,
  manifestFile,
}: {
  readonly taskId: string;
  readonly manifestFile: string;
}): ReadonlySet<string> {
  const entries = Object.entries(readManifest(manifestFile).files);
  return new Set(
    entries.flatMap(([path, { task, extendedBy = [] }]) => (task === taskId && extendedBy.length > 0 ? [path] : [])),
  );
}

/** Files that earlier runs of a task, or of any, generated and that still stand. */
export function generatedFiles(of: {
  readonly dir: string;
  readonly taskId: string | null;
  readonly manifestFile: string;
}): ReadonlySet<string> {
  const { files } = readManifest(of.manifestFile);
  return new Set(
    Object.keys(files).filter(
      (path) => (of.taskId === null || files[path]?.task === of.taskId) && existsSync(join(of.dir, path)),
    ),
  );
}
