import type { ApiVerb, OperationTask } from "../../../task/api/operations.ts";
import type { ValuePath } from "../../../task/yaml-source.ts";
import { report } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";

const everywhere: readonly (keyof OperationTask)[] = [
  "do",
  "request",
  "summary",
  "auth",
  "policy",
  "rateLimit",
  "transaction",
];
const shown: readonly (keyof OperationTask)[] = ["view", "wrap"];
const onRow: readonly (keyof OperationTask)[] = ["entity", "by", "row", "parent"];
const sends: readonly (keyof OperationTask)[] = ["input", "body"];

const members: Record<ApiVerb, readonly (keyof OperationTask)[]> = {
  list: ["entity", "parent", "where", "filter", "order", "sort", "page", "values", ...shown],
  get: [...onRow, ...shown],
  create: ["entity", "parent", "set", ...sends, ...shown],
  update: [...onRow, "partial", "set", ...sends, ...shown],
  delete: onRow,
  link: ["relation", "by", "row", "parent", ...shown],
  unlink: ["relation", "by", "row", "parent", ...shown],
  login: ["body", ...shown],
  register: ["set", ...sends, ...shown],
  transition: [...onRow, "field", "from", "to", "set", "status", "message", ...shown],
  effects: ["load", "require", "steps", "idempotency", "result", ...sends, ...shown],
  custom: ["entity", "description", ...sends, ...shown],
};

/** What an operation says belongs to what it does. */
export function checkMembers(draft: ApiDraft, { task, path }: { task: OperationTask; path: ValuePath }): void {
  const allowed = [...everywhere, ...members[task.do]];
  for (const name of Object.keys(task) as (keyof OperationTask)[]) {
    if (allowed.includes(name)) continue;
    const verbs = Object.entries(members).filter(([, names]) => names.includes(name));
    report(
      draft,
      [...path, name],
      `\`${task.do}\` does not have it; it belongs to ${verbs.map(([verb]) => verb).join(", ")}.`,
    );
  }
}
