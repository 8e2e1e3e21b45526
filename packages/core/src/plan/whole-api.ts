import type { Task } from "../task/schema.ts";
import type { TaskProblem } from "../task/problems.ts";
import { errorSchema } from "./api/build/error-shape.ts";
import { planApi } from "./api/build/make.ts";
import { apiDatabaseConsiderations, apiSecurityChecklist } from "./api/checklists.ts";
import { apiDocument } from "./api/openapi/document.ts";
import { sharedBasePath } from "./base-path.ts";
import { refuseContradictions } from "./contradictions.ts";
import type { PlanContext } from "./planner.ts";
import { planRateLimits } from "./rate-limits.ts";
import type { Plan } from "./schema.ts";

/**
 * The plan of a task in the full form.
 *
 * @throws BackwrightError `PLAN_CONTRADICTION`
 */
export function planWholeApi(task: Task, context: PlanContext): Plan {
  const contract = context.contract ?? null;
  const basePath = task.basePath ?? contract?.basePath ?? sharedBasePath(context.backend?.routes ?? []);
  const { api, problems } = planApi(task, { contract, basePath });
  refuseContradictions(context, [...problemsOfForm(task), ...problems]);

  const rateLimits = planRateLimits(task);
  return {
    schemaVersion: 1,
    task: { id: task.id, objective: task.objective },
    app: { name: task.name ?? "api", basePath },
    auth: null,
    entities: [],
    operations: [],
    rateLimits,
    errors: {
      invalidStatus: api.errors.invalid.status === 400 ? 400 : 422,
      mediaType: api.errors.mediaType,
      schema: errorSchema(api.errors.template),
    },
    api,
    databaseConsiderations: apiDatabaseConsiderations(api),
    securityChecklist: apiSecurityChecklist(api, rateLimits),
    openapi: apiDocument(api, { description: task.objective, contract }),
  };
}

function problemsOfForm({ resources, entities, operations }: Task): TaskProblem[] {
  const problems: TaskProblem[] = [];
  if (resources !== undefined) {
    problems.push({
      path: ["resources"],
      text: "It is the short form, and `entities` the full one. Say the whole API in one of them.",
    });
  }
  if (entities === undefined) problems.push({ path: [], text: "`entities` are missing, which operations are about." });
  if (operations === undefined)
    problems.push({ path: [], text: "`operations` are missing, which say what the API does." });
  return problems;
}
