import type { ResourceTask } from "../task/schema.ts";
import { decisionsFor } from "./decisions.ts";
import type { OperationDraft, PlanParts } from "./draft.ts";
import { entityNames } from "./names.ts";
import { actionOf, canForbid, policyOf, verbsOf } from "./policies.ts";
import type { ResourceVerb } from "./policies.ts";
import type { Entity, Operation } from "./schema.ts";
import { rowIdsOf } from "./store.ts";

/** Every operation of the plan: accounts first, then each resource in the order of the task. */
export function planOperations(parts: PlanParts): Operation[] {
  const drafts = [...authDrafts(parts), ...parts.entities.flatMap((entity) => resourceDrafts(entity, parts))];
  return drafts.map((draft) => ({ ...draft, decisions: decisionsFor(draft, parts) }));
}

function authDrafts({ auth, invalidStatus }: PlanParts): OperationDraft[] {
  if (auth === null) return [];
  const open = { policy: ["anyone"], authenticated: false };
  return [
    {
      id: "register",
      verb: "register",
      method: "POST",
      path: `${auth.path}/register`,
      ...open,
      statuses: [201, ...inOrder([invalidStatus, 409, 429])],
    },
    {
      id: "login",
      verb: "login",
      method: "POST",
      path: `${auth.path}/login`,
      ...open,
      statuses: [200, ...inOrder([invalidStatus, 401, 429])],
    },
    {
      id: "me",
      verb: "me",
      method: "GET",
      path: `${auth.path}/me`,
      policy: ["authenticated"],
      authenticated: true,
      statuses: [200, 401, 429],
    },
  ];
}

const methods = { list: "GET", get: "GET", create: "POST", update: "PATCH", delete: "DELETE" } as const;

function resourceDrafts(entity: Entity, parts: PlanParts): OperationDraft[] {
  const resource = parts.task.resources?.[entity.name];
  if (resource === undefined) return [];
  return verbsOf(resource, parts.task).map((verb) => resourceDraft({ verb, entity, resource, parts }));
}

interface ResourceDraftOptions {
  readonly verb: ResourceVerb;
  readonly entity: Entity;
  readonly resource: ResourceTask;
  readonly parts: PlanParts;
}

function resourceDraft({ verb, entity, resource, parts }: ResourceDraftOptions): OperationDraft {
  const policy = policyOf(resource, { action: actionOf(verb), task: parts.task });
  const onRow = verb !== "list" && verb !== "create";
  const common = {
    id: `${verb}${verb === "list" ? entityNames(entity.name).pluralPascal : entity.name}`,
    method: methods[verb],
    path: onRow ? `${entity.path}/:id` : entity.path,
    entity: entity.name,
    policy,
    authenticated: !policy.includes("anyone"),
    statuses: statusesOf({ verb, policy, entity, parts }),
  };
  return verb === "list" ? { verb, ...common, ...listSettings(resource) } : { verb, ...common };
}

interface StatusOptions {
  readonly verb: ResourceVerb;
  readonly policy: readonly string[];
  readonly entity: Entity;
  readonly parts: PlanParts;
}

function statusesOf({ verb, policy, entity, parts }: StatusOptions): number[] {
  const writes = verb === "create" || verb === "update";
  const failures = [
    ...(writes || verb === "list" || rowIdsOf(parts).invalid ? [parts.invalidStatus] : []),
    ...(policy.includes("anyone") ? [] : [401]),
    ...(canForbid({ verb, policy }) ? [403] : []),
    ...(verb === "list" || verb === "create" ? [] : [404]),
    ...(writes && entity.fields.some((field) => field.unique) ? [409] : []),
    429,
  ];
  const success = { list: 200, get: 200, create: 201, update: 200, delete: 204 }[verb];
  return [success, ...inOrder(failures)];
}

function inOrder(statuses: readonly number[]): number[] {
  return statuses.toSorted((a, b) => a - b);
}

function listSettings({
  list,
}: ResourceTask): Pick<Extract<Operation, { verb: "list" }>, "filters" | "order" | "page"> {
  const maxLimit = list?.limit?.max ?? Math.max(100, list?.limit?.default ?? 0);
  return {
    filters: list?.filter ?? [],
    order: (list?.order ?? ["-createdAt"]).map((key) =>
      key.startsWith("-") ? { field: key.slice(1), direction: "desc" } : { field: key, direction: "asc" },
    ),
    page: { defaultLimit: list?.limit?.default ?? Math.min(20, maxLimit), maxLimit },
  };
}
