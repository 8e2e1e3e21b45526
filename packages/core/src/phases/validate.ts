import { validationMatrix } from "../plan/validation-matrix.ts";
import { plannedOperations } from "../plan/planned.ts";
import type { PlannedOperation } from "../plan/planned.ts";
import { openProject } from "../project/open.ts";
import type { Check } from "../report/schema.ts";
import type { Backend, Route } from "../understanding/schema.ts";
import { requireBackend, understandWith } from "../understanding/understand.ts";
import { blocks } from "../checks/quality.ts";
import { given } from "./phase.ts";
import type { Phase } from "./phase.ts";

/** Reads the code as it now is: every operation has its route and its guard, and no response can hold a secret. */
export const validatePhase: Phase = {
  name: "validate",
  async run(context, state) {
    const plan = given(state.plan, "plan");
    const adapter = given(state.adapter, "adapter");
    const project = await openProject(context.dir);
    const { understanding } = await understandWith({
      dir: context.dir,
      catalog: context.catalog,
      adapter: adapter.name,
      project,
    });
    const backend = requireBackend(understanding, context.catalog);
    const adds = { project, understanding, backend };
    const operations = plannedOperations(plan);
    if (operations.length === 0) {
      return { result: "skipped", summary: "the task names no operations", adds };
    }
    const readable = adapter.routes !== undefined;
    const checks = [
      ...operations.map((operation) => checkRoute(operation, { backend, readable })),
      ...validationMatrix(plan).map(checkRow),
    ];
    for (const check of checks) {
      context.emit({ type: "check", phase: "validate", check });
    }
    const failed = checks.filter(blocks).length;
    return {
      result: failed === 0 ? "passed" : "failed",
      summary:
        failed === 0
          ? `${operations.length} operations: inputs validated, outputs explicit`
          : `${failed} of ${checks.length} checks failed`,
      adds: { ...adds, checks: [...state.checks, ...checks] },
    };
  },
};

function checkRoute(
  operation: PlannedOperation,
  { backend, readable }: { backend: Backend; readable: boolean },
): Check {
  const base = {
    id: `route:${operation.id}`,
    title: `${operation.method} ${operation.path} has its route and guard`,
    baseline: false,
    command: null,
    exit_code: null,
    duration_ms: 0,
  };
  if (!readable) {
    return { ...base, result: "could_not_run", detail: "The adapter does not read routes." };
  }
  const route = backend.routes.find(
    (candidate) => candidate.methods.includes(operation.method) && samePath(candidate, operation),
  );
  if (route === undefined) {
    const unresolved = backend.unresolved.length;
    return unresolved === 0
      ? { ...base, result: "failed", detail: "No route in the code answers it." }
      : {
          ...base,
          result: "could_not_run",
          detail: `It was not found, and ${unresolved} places of the code could not be resolved.`,
        };
  }
  const place = `${route.file}:${route.line}`;
  return operation.authenticated && !route.authenticated
    ? { ...base, result: "failed", detail: `${place}: no guard that asks for a login was found.` }
    : {
        ...base,
        result: "passed",
        detail: `${place}${route.guards.length === 0 ? "" : `, guarded by ${route.guards.join(", ")}`}`,
      };
}

function samePath(route: Route, operation: PlannedOperation): boolean {
  function shape(path: string): string {
    return path.replaceAll(/:\w+/g, ":").replace(/(.)\/$/, "$1");
  }
  return shape(route.path) === shape(operation.path);
}

function checkRow(row: ReturnType<typeof validationMatrix>[number]): Check {
  const problems = [
    ...row.inputs
      .filter(({ validatedBy }) => validatedBy === null)
      .map(({ name }) => `${name} reaches the handler unvalidated`),
    ...row.leaks.map((field) => `${field} can leave in a response`),
  ];
  return {
    id: `validate:${row.operation}`,
    title: `${row.operation}: inputs validated, no secret in a response`,
    result: problems.length === 0 ? "passed" : "failed",
    baseline: false,
    detail:
      problems.length === 0
        ? `${row.inputs.length} inputs; responses hold ${row.outputs.join(", ") || "nothing"}`
        : problems.join("; "),
    command: null,
    exit_code: null,
    duration_ms: 0,
  };
}
