import type { Task } from "../task/schema.ts";
import type { Entity, Operation, Plan, PlanAuth } from "./schema.ts";

/** What operations are planned from. */
export interface PlanParts {
  readonly task: Task;
  readonly store: Plan["store"];
  readonly auth: PlanAuth | null;
  readonly entities: readonly Entity[];
  /** Status of a request whose body, query or path is invalid. */
  readonly invalidStatus: number;
}

/** An operation before the questions about it are answered. */
export type OperationDraft = Operation extends infer Each
  ? Each extends Operation
    ? Omit<Each, "decisions">
    : never
  : never;
