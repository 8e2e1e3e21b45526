import type { Operation, Plan } from "@backwright/core";
import { roleVariable } from "./names.ts";
import type { Callers, OperationView, RowCheck } from "./view.ts";

interface Actor {
  readonly name: string;
  readonly role: string | null;
  readonly owner: boolean;
}

/** What a policy means for code. `row` says whether the operation loads a row before it decides. */
export function accessOf(operation: Operation, { row }: { row: boolean }): OperationView {
  const words = operation.policy;
  const free = words.includes("anyone") || words.includes("authenticated");
  const roles = rolesIn(words);
  const owner = words.includes("owner");
  const check: RowCheck | null = free ? null : { owner, roles };
  if (row) {
    return { authenticated: operation.authenticated, roles: [], check };
  }
  // To create one's own row, and to list one's own rows, it takes no more than an account.
  const narrowed = check === null || owner ? [] : roles;
  return { authenticated: operation.authenticated, roles: narrowed, check: owner ? check : null };
}

function rolesIn(words: readonly string[]): string[] {
  return words.filter((word) => !["anyone", "authenticated", "owner", "nobody"].includes(word));
}

/** Accounts for the tests of one resource: the owner of its rows, a stranger, and one with each other role. */
export function castOf(plan: Plan, owned: boolean, operations: readonly Operation[]): readonly Actor[] {
  if (plan.auth === null) {
    return [];
  }
  const [standard = null, ...others] = plan.auth.roles;
  const create = operations.find(({ verb }) => verb === "create");
  const special = others.map((role) => ({ name: roleVariable(role), role, owner: false }));
  if (!owned) {
    return [{ name: standard === null ? "account" : roleVariable(standard), role: standard, owner: false }, ...special];
  }
  const makers = [standard, ...others].filter(
    (role) => create === undefined || permits(create, { name: "", role, owner: true }),
  );
  return [
    { name: "owner", role: makers[0] ?? standard, owner: true },
    { name: "other", role: standard, owner: false },
    ...special,
  ];
}

/** Whether an account may call an operation on a row of the actor who is the owner. */
function permits(operation: Operation, actor: Actor): boolean {
  return operation.policy.some(
    (word) =>
      word === "anyone" ||
      word === "authenticated" ||
      (word === "owner" && (actor.owner || operation.verb === "create")) ||
      word === actor.role,
  );
}

/** Who of the cast may call an operation on a row of its owner. */
export function callersOf(operation: Operation, cast: readonly Actor[]): Callers {
  const allowed = cast.filter((actor) => permits(operation, actor));
  // A list of one's own rows is empty for a stranger, not refused.
  const refuses = operation.verb !== "list" || !operation.policy.includes("owner");
  return {
    by: operation.authenticated ? (allowed[0]?.name ?? null) : null,
    allowed: allowed.map(({ name }) => name),
    denied: refuses ? cast.filter((actor) => !allowed.includes(actor)).map(({ name }) => name) : [],
  };
}
