import type { TaskProblem } from "../../task/problems.ts";
import type { PlannedOperation } from "../planned.ts";
import type { Operation } from "../schema.ts";
import type { NameSubject } from "./names.ts";

/** Operations that another operation, or a route of the application, would answer in their place. */
export function pathContradictions(operations: readonly Operation[], subject: NameSubject): TaskProblem[] {
  const problems = operations.flatMap((operation, index) => {
    const { backend, isOwn, isGenerated = isOwn } = subject;
    const existing = { backend, isOwn: "entity" in operation ? isOwn : isGenerated };
    const text = clashWithPlanned(operation, operations.slice(0, index)) ?? clashWithRoute(operation, existing);
    return text === null ? [] : [{ path: pathOf(operation, subject), text }];
  });
  return problems.filter(
    ({ path }, index) => problems.findIndex((other) => other.path.join() === path.join()) === index,
  );
}

function pathOf(operation: Operation, { task }: NameSubject): TaskProblem["path"] {
  if (!("entity" in operation)) return ["auth", "path"];
  const named = task.resources?.[operation.entity]?.path !== undefined;
  return ["resources", operation.entity, ...(named ? ["path"] : [])];
}

function clashWithPlanned(operation: Operation, earlier: readonly Operation[]): string | null {
  const other = earlier.find(
    ({ method, path }) => method === operation.method && (covers(path, operation.path) || covers(operation.path, path)),
  );
  if (other === undefined) return null;
  const owner = "entity" in other ? other.entity : "the accounts";
  return `${operation.method} ${operation.path} cannot be told from ${other.method} ${other.path} of ${owner}. Give it another \`path\`.`;
}

/** Why a route of the application stands in the way of an operation; `null` where none does. */
export function clashWithRoute(
  operation: Pick<PlannedOperation, "method" | "path">,
  { backend, isOwn }: Pick<NameSubject, "backend" | "isOwn">,
): string | null {
  const route = backend?.routes.find(
    (found) =>
      !isOwn(found.file) &&
      found.methods.some((method) => [operation.method, "ALL", "ANY", "*"].includes(method.toUpperCase())) &&
      covers(found.path, operation.path),
  );
  if (route === undefined) return null;
  const place = `${route.file}:${route.line}`;
  return `The application answers ${operation.method} ${operation.path} already, with ${route.methods.join(", ")} ${route.path} in ${place}. Give it another \`path\`, or set \`basePath\`.`;
}

/** Whether every request for `path` also fits `pattern`. Wildcards are left aside: they stand for what is left over. */
function covers(pattern: string, path: string): boolean {
  if (/[*(]/.test(pattern)) return false;
  const patterns = segments(pattern);
  const parts = segments(path);
  return (
    patterns.length === parts.length &&
    patterns.every((segment, index) => isParameter(segment) || segment === parts[index])
  );
}

function segments(path: string): string[] {
  return path.split("/").filter((segment) => segment !== "");
}

function isParameter(segment: string): boolean {
  return segment.startsWith(":") || /^\{.*\}$/.test(segment);
}
