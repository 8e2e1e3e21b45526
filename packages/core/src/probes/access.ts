import type { Operation, Plan } from "../plan/schema.ts";

/** Who asks: nobody known, the account that made the row, another account of the role that registration gives. */
export type Caller = "stranger" | "owner" | "other";

/** Whether a policy lets somebody through, as far as accounts that were just registered can tell. */
export function allows(operation: Operation, { caller, plan }: { caller: Caller; plan: Plan }): boolean {
  const role = plan.auth?.roles[0];
  return operation.policy.some((word) => {
    if (word === "anyone") return true;
    if (caller === "stranger" || word === "nobody") return false;
    return word === "authenticated" || word === role || (word === "owner" && caller === "owner");
  });
}

/** The roles that would let somebody through, for a sentence. */
export function rolesOf(operation: Operation): string {
  const words = operation.policy.filter((word) => !["anyone", "authenticated", "owner"].includes(word));
  return words.join(" or ");
}
