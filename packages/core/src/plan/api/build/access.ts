import type { ApiVerb } from "../../../task/api/operations.ts";
import type { ApiEntity } from "../entity.ts";
import { report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { planPolicy } from "./policies.ts";
import type { PlannedPolicy } from "./policies.ts";
import { contractPlace } from "./requests.ts";
import type { Scope } from "./scope.ts";
import type { OperationPlace } from "./selections.ts";

const actions: Partial<Record<ApiVerb, "read" | "create" | "update" | "delete">> = {
  list: "read",
  get: "read",
  create: "create",
  register: "create",
  update: "update",
  transition: "update",
  delete: "delete",
};

export interface AccessSubject {
  readonly place: OperationPlace;
  readonly entity: ApiEntity | null;
  readonly scope: Scope;
}

/** Who may call it: its own policy, else that of the entity; an operation without one is reported. */
export function policyOf(draft: ApiDraft, { place, entity, scope }: AccessSubject): PlannedPolicy | null {
  const { task, path } = place;
  const verb = task.do;
  if (task.policy !== undefined) {
    return planPolicy(draft, { words: task.policy, path: [...path, "policy"], entity, scope, verb });
  }
  if (verb === "login") return planPolicy(draft, { words: ["anyone"], path, entity, scope, verb });
  if (task.row === "auth") return planPolicy(draft, { words: ["authenticated"], path, entity, scope, verb });

  const action = verb === "link" || verb === "unlink" ? "read" : actions[verb];
  const given =
    action === undefined || entity === null ? undefined : draft.task.entities?.[entity.name]?.policies?.[action];
  if (action === undefined || entity === null || given === undefined) {
    const where =
      action === undefined || entity === null
        ? "`policy` here"
        : `\`policies: { ${action}: … }\` of ${entity.name}, or \`policy\` here`;
    report(draft, path, `Nothing says who may call it, so nobody may. Say ${where}.`);
    return null;
  }
  const words =
    verb === "link" || verb === "unlink" ? given.map((word) => (word === "anyone" ? "authenticated" : word)) : given;
  return planPolicy(draft, { words, path: ["entities", entity.name, "policies", action], entity, scope, verb });
}

/** Whether a token is needed, welcome, or not looked at. */
export function authMode(
  draft: ApiDraft,
  { place, open, asks }: { place: OperationPlace; open: boolean; asks: boolean },
): "required" | "optional" | "none" {
  const { task, request, path } = place;
  const derived = open ? (asks && draft.auth !== null ? "optional" : "none") : "required";
  const given = task.auth ?? request.contract?.security ?? derived;
  if (draft.auth === null && given !== "none") {
    report(draft, path, "It needs to know who is signed in, and the task has no `auth`.");
  }
  if (task.auth !== undefined && request.contract?.security != null && task.auth !== request.contract.security) {
    report(
      draft,
      [...path, "auth"],
      `${contractPlace(draft, request.contract)} says that a token is ${request.contract.security === "none" ? "not taken" : request.contract.security}.`,
    );
  }
  if (!open && given !== "required" && task.auth === undefined) {
    const says = given === "none" ? "needs no token" : "works without a token";
    report(
      draft,
      path,
      `${request.contract === null ? "It" : contractPlace(draft, request.contract)} ${says}, and its policy asks who is signed in.`,
    );
    return "required";
  }
  if (!open && given === "none") {
    report(draft, [...path, "auth"], "Its policy asks who is signed in, so a token is required.");
    return "required";
  }
  return given;
}
