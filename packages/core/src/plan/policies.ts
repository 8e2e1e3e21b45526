import type { ResourceTask, Task } from "../task/schema.ts";
import type { Operation } from "./schema.ts";

export const policyActions = ["read", "create", "update", "delete"] as const;
export type PolicyAction = (typeof policyActions)[number];

export const resourceVerbs = ["list", "get", "create", "update", "delete"] as const;
export type ResourceVerb = (typeof resourceVerbs)[number];

/** Which of a resource's policies an operation falls under. */
export function actionOf(verb: ResourceVerb): PolicyAction {
  return verb === "list" || verb === "get" ? "read" : verb;
}

/** The policy of a resource as the task says it, or as it follows from ownership and accounts. */
export function policyOf(resource: ResourceTask, { action, task }: { action: PolicyAction; task: Task }): string[] {
  const given = resource.policies?.[action];
  if (given !== undefined) return given;
  if (resource.owner === true) return [action === "create" ? "authenticated" : "owner"];
  return [action === "read" || task.auth === undefined ? "anyone" : "authenticated"];
}

/** The operations that a resource answers: those that are named, or else all that somebody may call. */
export function verbsOf(resource: ResourceTask, task: Task): ResourceVerb[] {
  return resourceVerbs.filter((verb) => {
    if (resource.operations !== undefined) return resource.operations.includes(verb);
    return !policyOf(resource, { action: actionOf(verb), task }).every((word) => word === "nobody");
  });
}

/** Whether an account that is signed in can still be refused. A list shows an owner's rows instead of refusing. */
export function canForbid({ verb, policy }: { verb: Operation["verb"]; policy: readonly string[] }): boolean {
  if (policy.includes("anyone") || policy.includes("authenticated")) return false;
  return !(verb === "list" && policy.includes("owner"));
}
