import type { Contract } from "../../../contract/contract.ts";
import type { TaskProblem } from "../../../task/problems.ts";
import type { Task } from "../../../task/schema.ts";
import { columnName } from "../../names.ts";
import type { ApiEntity } from "../entity.ts";
import type { ApiPlan } from "../schema.ts";
import { planApiAuth } from "./auth.ts";
import { compareContract } from "./contract.ts";
import { report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { planEntities } from "./entities.ts";
import { planErrorShape } from "./error-shape.ts";
import { planOperations } from "./operations.ts";
import { resolveExpression } from "./resolve.ts";
import { rowScope } from "./scope.ts";
import { typeOf } from "./types.ts";
import { planViews } from "./views.ts";

export interface PlannedApi {
  readonly api: ApiPlan;
  /** What contradicts itself; with any of it the plan is not whole. */
  readonly problems: TaskProblem[];
}

/** Turns the full form of a task into a plan: everything looked up, checked and filled in. */
export function planApi(
  task: Task,
  { contract, basePath }: { contract: Contract | null; basePath: string },
): PlannedApi {
  const draft: ApiDraft = {
    task,
    contract,
    basePath,
    entities: new Map(),
    joinTables: [],
    views: new Map(),
    auth: null,
    errors: planErrorShape(task.errors),
    problems: [],
  };
  planEntities(draft);
  draft.auth = planApiAuth(draft);
  planValues(draft);
  planViews(draft);
  const operations = planOperations(draft);
  compareContract(draft, operations);
  checkRoutes(draft, operations);
  for (const entity of draft.entities.values()) entity.indexes = withoutPrefixes(entity);
  const api = {
    title: task.name ?? contract?.title ?? "api",
    basePath,
    auth: draft.auth,
    entities: [...draft.entities.values()],
    joinTables: draft.joinTables,
    views: [...draft.views.values()],
    operations,
    errors: draft.errors,
    timestamps: "date-time-ms" as const,
  };
  return { api, problems: draft.problems };
}

/** An index serves every search that begins as it does. */
function withoutPrefixes({ indexes, uniques }: ApiEntity): string[][] {
  return indexes.filter(
    (index) =>
      ![...indexes, ...uniques].some(
        (other) =>
          other !== index && other.length > index.length && index.every((property, at) => other[at] === property),
      ),
  );
}

/** Fields that the server sets to a value. */
function planValues(draft: ApiDraft): void {
  for (const entity of draft.entities.values()) {
    for (const [name, given] of Object.entries(draft.task.entities?.[entity.name]?.fields ?? {})) {
      const field = entity.fields.find((each) => each.name === name);
      if (given.value === undefined || field === undefined) continue;
      const path = ["entities", entity.name, "fields", name, "value"];
      const auth = draft.auth === null ? null : { entity: draft.auth.subject, nullable: true };
      const value = resolveExpression(draft, { text: given.value, path, scope: rowScope(entity.name, auth) });
      if (value === null) continue;
      const type = typeOf(value);
      if (type !== null && type !== field.type && !(type === "integer" && field.type === "number")) {
        report(draft, path, `\`${name}\` is of type ${field.type}, and the value is of type ${type}.`);
      }
      field.derive = { kind: "value", value, on: given.on ?? ["create"] };
    }
  }
}

/** No two operations answer the same request, and no two have one name in code. */
function checkRoutes(draft: ApiDraft, operations: ApiPlan["operations"]): void {
  const seen = new Map<string, string>();
  for (const { id, method, path, name } of operations) {
    for (const key of [`${method} ${path.replaceAll(/:[^/]+/g, ":")}`, columnName(name)]) {
      const other = seen.get(key);
      if (other !== undefined) report(draft, ["operations", id], `It and ${other} would be one: ${method} ${path}.`);
      seen.set(key, id);
    }
  }
}
