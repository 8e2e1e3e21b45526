import type { Plan } from "./schema.ts";

/** What every operation of a plan has, in whichever form the task said it. */
export interface PlannedOperation {
  readonly id: string;
  readonly verb: string;
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Full path, parameters as `:id`. */
  readonly path: string;
  /** False where it answers without a token. */
  readonly authenticated: boolean;
  /** Every status that it can answer, the success first. */
  readonly statuses: readonly number[];
}

/** The operations of a plan of either form. */
export function plannedOperations({ operations, api }: Pick<Plan, "operations" | "api">): PlannedOperation[] {
  const short = operations.map(({ id, verb, method, path, authenticated, statuses }) => ({
    id,
    verb,
    method,
    path,
    authenticated,
    statuses,
  }));
  const whole = (api?.operations ?? []).map(({ id, verb, method, path, auth, outcomes }) => ({
    id,
    verb,
    method,
    path,
    authenticated: auth === "required",
    statuses: [...new Set(outcomes.map(({ status }) => status))],
  }));
  return [...short, ...whole];
}
