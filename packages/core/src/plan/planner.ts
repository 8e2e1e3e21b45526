import type { Contract } from "../contract/contract.ts";
import type { Task } from "../task/schema.ts";
import type { ColumnOf, LineOf } from "../task/yaml-source.ts";
import type { Backend } from "../understanding/schema.ts";
import { planAuth } from "./auth.ts";
import { sharedBasePath } from "./base-path.ts";
import { databaseConsiderations, securityChecklist } from "./checklists.ts";
import { findContradictions, refuseContradictions } from "./contradictions.ts";
import { planEntities } from "./entities.ts";
import { openapiDocument } from "./openapi.ts";
import { planOperations } from "./operations.ts";
import { problemDetails } from "./problem-details.ts";
import { planRateLimits } from "./rate-limits.ts";
import { planWholeApi } from "./whole-api.ts";
import type { ErrorConvention, Plan } from "./schema.ts";

export interface PlanContext {
  /** The application to add to; `null` for an empty folder. */
  readonly backend: Backend | null;
  /** How the application reports errors; `null` where its adapter cannot tell, then as RFC 9457 says. */
  readonly errors: ErrorConvention | null;
  /** What keeps the rows. Default: `tables`. */
  readonly store?: Plan["store"];
  /** How errors call the file of the task. */
  readonly file: string;
  readonly lineOf: LineOf;
  readonly columnOf?: ColumnOf;
  /** The OpenAPI document that the task names. */
  readonly contract?: Contract | null;
  /**
   * Files that earlier runs of this task made: what they hold does not contradict it. `"all"` where somebody else has
   * implemented the task already.
   */
  readonly generated?: ReadonlySet<string> | "all";
  /** Files that runs of any task made, whose accounts this task may use. */
  readonly generatedByAny?: ReadonlySet<string>;
}

const noFiles: ReadonlySet<string> = new Set();

/**
 * Turns a task into a plan: every default filled in, every question answered with its reason. A task in the full form
 * gives a plan whose `api` says all of it; one without resources, entities and accounts a plan without operations.
 *
 * @throws BackwrightError `PLAN_CONTRADICTION`
 */
export function planTask(task: Task, context: PlanContext): Plan {
  if (task.entities !== undefined || task.operations !== undefined || task.contract !== undefined) {
    return planWholeApi(task, context);
  }
  const { backend, store = "tables", generated = noFiles, generatedByAny = noFiles } = context;
  const errors = context.errors ?? problemDetails;
  function isOwn(file: string): boolean {
    return generated === "all" || generated.has(file);
  }
  function isGenerated(file: string): boolean {
    return isOwn(file) || generatedByAny.has(file);
  }
  const basePath = task.basePath ?? sharedBasePath(backend?.routes.filter(({ file }) => !isOwn(file)) ?? []);
  const entities = planEntities({ task, basePath });
  const auth = planAuth({ task, basePath });
  const operations = planOperations({ task, store, auth, entities, invalidStatus: errors.invalidStatus });
  refuseContradictions(context, findContradictions({ task, entities, operations, backend, isOwn, isGenerated }));

  const draft = {
    schemaVersion: 1 as const,
    task: { id: task.id, objective: task.objective },
    app: { name: task.name ?? "api", basePath },
    store,
    auth,
    entities,
    operations,
    rateLimits: planRateLimits(task),
    errors,
    application: [],
    api: null,
  };
  return {
    ...draft,
    databaseConsiderations: databaseConsiderations(draft),
    securityChecklist: securityChecklist(draft),
    openapi: openapiDocument(draft),
  };
}
