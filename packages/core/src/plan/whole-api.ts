import type { Task } from "../task/schema.ts";
import type { TaskProblem } from "../task/problems.ts";
import { errorSchema } from "./api/build/error-shape.ts";
import { planApi } from "./api/build/make.ts";
import type { ApiPlan } from "./api/schema.ts";
import { inFull } from "./api/build/sugar.ts";
import { apiDatabaseConsiderations, apiSecurityChecklist } from "./api/checklists.ts";
import { apiDocument } from "./api/openapi/document.ts";
import { sharedBasePath } from "./base-path.ts";
import { refuseContradictions } from "./contradictions.ts";
import type { NameSubject } from "./contradictions/names.ts";
import { clashWithRoute } from "./contradictions/paths.ts";
import type { PlanContext } from "./planner.ts";
import { planRateLimits } from "./rate-limits.ts";
import type { Plan } from "./schema.ts";

const noFiles: ReadonlySet<string> = new Set();

/**
 * The plan of a task in the full form.
 *
 * @throws BackwrightError `PLAN_CONTRADICTION`
 */
export function planWholeApi(task: Task, context: PlanContext): Plan {
  const contract = context.contract ?? null;
  const { generated = noFiles, backend } = context;
  function isOwn(file: string): boolean {
    return generated === "all" || generated.has(file);
  }
  const foreign = backend?.routes.filter(({ file }) => !isOwn(file)) ?? [];
  const basePath = task.basePath ?? contract?.basePath ?? sharedBasePath(foreign);
  const full = inFull(task);
  const { api, problems } = planApi(full.task, { contract, basePath });
  refuseContradictions(context, [
    ...problemsOfForm(task),
    ...[...problems, ...clashes(api, { backend: context.backend, isOwn })].map((problem) => full.origin(problem)),
  ]);

  const rateLimits = planRateLimits(task);
  return {
    schemaVersion: 1,
    task: { id: task.id, objective: task.objective },
    app: { name: task.name ?? "api", basePath },
    store: "tables",
    auth: null,
    entities: [],
    operations: [],
    rateLimits,
    errors: {
      invalidStatus: api.errors.invalid.status === 400 ? 400 : 422,
      mediaType: api.errors.mediaType,
      schema: errorSchema(api.errors.template),
    },
    application: [],
    api,
    databaseConsiderations: apiDatabaseConsiderations(api),
    securityChecklist: apiSecurityChecklist(api, rateLimits),
    openapi: apiDocument(api, { description: task.objective, contract }),
  };
}

/** A route of the application in the place of an operation. Where rows are kept is for the blueprint to say. */
function clashes(api: ApiPlan, existing: Pick<NameSubject, "backend" | "isOwn">): TaskProblem[] {
  return api.operations.flatMap((operation) => {
    const text = clashWithRoute(operation, existing);
    return text === null ? [] : [{ path: ["operations", operation.id], text }];
  });
}

function problemsOfForm({ resources, entities, operations, contract, auth }: Task): TaskProblem[] {
  const problems: TaskProblem[] = [];
  if (contract !== undefined && (resources !== undefined || (auth !== undefined && auth.subject === undefined))) {
    const [part, what] = resources === undefined ? ["auth", "Accounts of the short form"] : ["resources", "Resources"];
    const text = `${what} bring requests of their own, and the contract says them all. Say them as \`entities\` and \`operations\`.`;
    problems.push({ path: [part ?? ""], text });
  }
  problems.push(...problemsOfAccounts({ auth, entities }));
  for (const name of Object.keys(resources ?? {}).filter((each) => entities?.[each] !== undefined)) {
    problems.push({ path: ["resources", name], text: "It is an entity too. Say it once." });
  }
  if (entities === undefined) problems.push({ path: [], text: "`entities` are missing, which operations are about." });
  if (operations === undefined)
    problems.push({ path: [], text: "`operations` are missing, which say what the API does." });
  return problems;
}

function problemsOfAccounts({ auth, entities }: Pick<Task, "auth" | "entities">): TaskProblem[] {
  if (auth === undefined) return [];
  if (auth.subject === undefined && entities?.User !== undefined) {
    const text = "Say which entity accounts are: `subject: User`. Without it they are an entity `User` of their own.";
    return [{ path: ["auth"], text }];
  }
  if (auth.subject === undefined || (auth.path === undefined && auth.roles === undefined)) return [];
  const name = auth.path === undefined ? "roles" : "path";
  const instead =
    name === "path" ? "Say it with the operations." : "Say `role`, a field of the subject whose `enum` are the roles.";
  return [{ path: ["auth", name], text: `It belongs to accounts without a \`subject\`. ${instead}` }];
}
