import type { TestedCall } from "../adapter/contract.ts";
import { blocks } from "../checks/quality.ts";
import { plannedOperations } from "../plan/planned.ts";
import type { PlannedOperation } from "../plan/planned.ts";
import type { Check } from "../report/schema.ts";
import { given } from "./phase.ts";
import type { Phase } from "./phase.ts";

/** Every operation, and every status that it can answer, has a test. Whether they pass is the next phase's question. */
export const testPhase: Phase = {
  name: "test",
  async run(context, state) {
    const plan = given(state.plan, "plan");
    const adapter = given(state.adapter, "adapter");
    const operations = plannedOperations(plan);
    if (operations.length === 0) {
      return { result: "skipped", summary: "the task names no operations", adds: {} };
    }
    const calls = await adapter.tests?.(given(state.project, "project"), given(state.backend, "backend"));
    const checks = operations.map((operation) => checkOperation(operation, calls ?? null));
    for (const check of checks) {
      context.emit({ type: "check", phase: "test", check });
    }
    const failed = checks.filter(blocks).length;
    return {
      result: failed === 0 ? "passed" : "failed",
      summary: failed === 0 ? `${calls?.length ?? 0} tested requests` : `${failed} operations lack a test`,
      adds: { checks: [...state.checks, ...checks] },
    };
  },
};

function checkOperation(operation: PlannedOperation, calls: readonly TestedCall[] | null): Check {
  const base = {
    id: `tested:${operation.id}`,
    title: `${operation.method} ${operation.path} is tested`,
    baseline: false,
    command: null,
    exit_code: null,
    duration_ms: 0,
  };
  if (calls === null) {
    return { ...base, result: "could_not_run", detail: "The adapter does not read tests." };
  }
  const seen = new Set(
    calls.flatMap((call) => call.statuses.filter((status) => shared.has(status) || callsOperation(call, operation))),
  );
  const missing = operation.statuses.filter((status) => !seen.has(status));
  return missing.length === 0
    ? { ...base, result: "passed", detail: `statuses ${operation.statuses.join(", ")}` }
    : { ...base, result: "failed", detail: `no test expects ${missing.join(", ")}` };
}

/** Answered before a request reaches its route, so one test stands for all. */
const shared = new Set([429]);

/** A parameter of the operation stands for any one segment; a test may add a query. */
function callsOperation(call: TestedCall, operation: PlannedOperation): boolean {
  function segments(path: string): string[] {
    return (path.split("?")[0] ?? "").split("/").filter(Boolean);
  }
  const asked = segments(call.path);
  const planned = segments(operation.path);
  return (
    call.method === operation.method &&
    asked.length === planned.length &&
    planned.every((segment, index) => segment.startsWith(":") || segment === asked[index])
  );
}
