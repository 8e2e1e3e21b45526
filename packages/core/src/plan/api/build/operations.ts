import type { OperationTask } from "../../../task/api/operations.ts";
import { spoken } from "../../names.ts";
import type { ApiEntity } from "../entity.ts";
import type { ApiOperation } from "../operation.ts";
import { apiDecisions } from "../decisions.ts";
import { authMode, policyOf } from "./access.ts";
import { planAnswer, successStatus } from "./answers.ts";
import { findEntity, relationOf, report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { checkMembers } from "./members.ts";
import { outcomesOf } from "./outcomes.ts";
import type { OperationDraft } from "./outcomes.ts";
import { requestOf } from "./requests.ts";
import type { Scope } from "./scope.ts";
import { pathParameters, planParent } from "./selections.ts";
import type { OperationPlace } from "./selections.ts";
import { settingsOf } from "./settings.ts";

/** Every operation, in the order of the task; one that something is wrong with is reported and left out. */
export function planOperations(draft: ApiDraft): ApiOperation[] {
  return Object.entries(draft.task.operations ?? {}).flatMap(([id, task]) => planOperation(draft, { id, task }) ?? []);
}

function planOperation(draft: ApiDraft, { id, task }: { id: string; task: OperationTask }): ApiOperation | null {
  const path = ["operations", id];
  const before = draft.problems.length;
  checkMembers(draft, { task, path });
  const request = requestOf(draft, { id, task });
  if (request === null) return null;
  const place: OperationPlace = { id, task, request, path };
  const entity = entityOf(draft, place);
  if (entity === undefined) return null;

  const parent = entity === null ? null : planParent(draft, { place, entity });
  const parentEntity = parent?.selection.entity ?? null;
  const settings = settingsOf(draft, { place, entity, parent, scope: scopeOf(draft, { place, entity, parentEntity }) });
  if (settings === null) return null;
  const planned = policyOf(draft, { place, entity, scope: settings.policyScope });
  if (planned === null) return null;

  const guarded =
    task.row === "auth" ||
    task.do === "login" ||
    task.do === "register" ||
    planned.policy.when === "row" ||
    planned.policy.when === "query";
  const { answer, view } = planAnswer(draft, { place, entity: settings.answered, guarded });
  const auth = authMode(draft, {
    place,
    open: planned.open && !settings.needsAccount,
    asks: settings.asks || view?.usesAuth === true,
  });
  const selections = [...(parent === null ? [] : [parent.selection]), ...settings.named];
  const operation = {
    ...settings.own,
    id,
    name: request.name,
    summary: task.summary ?? request.contract?.summary ?? summaryOf(task, { id, entity }),
    tag: request.contract?.tag ?? tagOf(draft, { task, entity }),
    method: request.method,
    path: request.path,
    pathParameters: pathParameters(draft, { place, selections }),
    queryParameters: settings.queryParameters,
    auth,
    policy: planned.policy,
    rateLimit: task.rateLimit ?? (task.do === "login" || task.do === "register" ? "auth" : "general"),
    transaction: task.transaction ?? settings.transaction,
    answer,
  } as OperationDraft;
  checkPath(draft, {
    place,
    used: new Set(selections.flatMap((each) => (each.kind === "by" ? each.by.map(({ parameter }) => parameter) : []))),
  });
  const success = successStatus(draft, { place, answer, creates: settings.creates });
  const outcomes = outcomesOf(draft, { operation, success });
  if (draft.problems.length > before) return null;
  return { ...operation, outcomes, decisions: apiDecisions(draft, { operation, outcomes }) };
}

/** What the operation is about; `null` where it is about no entity, `undefined` where what it says is reported. */
function entityOf(draft: ApiDraft, { task, path }: OperationPlace): ApiEntity | null | undefined {
  if (task.do === "login" || task.do === "register") {
    if (draft.auth === null) report(draft, path, "There are no accounts: the task has no `auth`.");
    return draft.entities.get(draft.auth?.subject ?? "");
  }
  if (task.do === "link" || task.do === "unlink") return linkedEntity(draft, { task, path });
  if (task.do === "effects" || (task.do === "custom" && task.entity === undefined)) return null;
  if (task.entity === undefined) {
    report(draft, path, "Say which `entity` it is about.");
    return undefined;
  }
  return findEntity(draft, task.entity, [...path, "entity"]) ?? undefined;
}

function linkedEntity(draft: ApiDraft, { task, path }: Pick<OperationPlace, "task" | "path">): ApiEntity | undefined {
  const subject = draft.entities.get(draft.auth?.subject ?? "");
  if (subject === undefined) {
    report(draft, path, "A link is of an account, and the task has no `auth`.");
    return undefined;
  }
  const relation = relationOf(subject, task.relation ?? "");
  if (relation?.kind !== "manyToMany") {
    const names = subject.relations.filter(({ kind }) => kind === "manyToMany").map(({ name }) => name);
    report(
      draft,
      task.relation === undefined ? path : [...path, "relation"],
      `Say which manyToMany of ${subject.name} it changes${names.length === 0 ? "; there is none" : `: ${names.join(", ")}`}.`,
    );
    return undefined;
  }
  return draft.entities.get(relation.entity);
}

function scopeOf(
  draft: ApiDraft,
  { place, entity, parentEntity }: { place: OperationPlace; entity: ApiEntity | null; parentEntity: string | null },
): Scope {
  const verb = place.task.do;
  const onRow = verb !== "create" && verb !== "register" && verb !== "login";
  const nullable =
    place.task.auth === "optional" ||
    (place.request.contract?.security ?? "required") !== "required" ||
    verb === "list" ||
    verb === "get";
  return {
    self: onRow ? (entity?.name ?? null) : null,
    auth: draft.auth === null ? null : { entity: draft.auth.subject, nullable },
    parent: parentEntity,
    loads: new Map(),
    parameter: () => null,
    parameterNames: () => [],
  };
}

function summaryOf(
  { do: verb, relation }: OperationTask,
  { id, entity }: { id: string; entity: ApiEntity | null },
): string {
  const words: Partial<Record<OperationTask["do"], string>> = {
    list: "List",
    get: "Get",
    create: "Create",
    update: "Change",
    delete: "Delete",
    login: "Log in",
    register: "Register",
  };
  const word = words[verb];
  if (verb === "login" || verb === "register") return word ?? id;
  if (verb === "link" || verb === "unlink")
    return `${verb === "link" ? "Add to" : "Take from"} the caller's ${relation ?? "rows"}`;
  if (word === undefined || entity === null) return capital(spoken(id));
  return `${word} ${verb === "list" ? spoken(entity.plural) : spoken(entity.name)}`;
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function tagOf(draft: ApiDraft, { task, entity }: { task: OperationTask; entity: ApiEntity | null }): string {
  if (task.do === "login" || task.do === "register") return "Accounts";
  if (entity !== null) return entity.name;
  const created = task.steps?.find(({ create }) => create !== undefined)?.create;
  return created ?? Object.values(task.load ?? {})[0]?.entity ?? draft.task.name ?? "API";
}

function checkPath(draft: ApiDraft, { place, used }: { place: OperationPlace; used: ReadonlySet<string> }): void {
  if (place.task.do === "effects" || place.task.do === "custom") return;
  for (const name of place.request.pathNames.filter((each) => !used.has(each))) {
    report(
      draft,
      place.path,
      `Nothing says what \`:${name}\` of ${place.request.path} names. Say it with \`by\` or \`parent\`.`,
    );
  }
}
