import { plannedOperations } from "../plan/planned.ts";
import type { PlannedOperation } from "../plan/planned.ts";
import type { Plan } from "../plan/schema.ts";
import type { Check, Report } from "./schema.ts";

type Verdict = Report["acceptance_criteria"]["details"][number];

/**
 * Ties an acceptance criterion to what was seen. A criterion that names a method and a path, and perhaps a status, is
 * met where the probes of that operation say so; any other is `unverified`, never assumed.
 */
export function judgeCriterion(
  criterion: string,
  evidence: { readonly plan: Plan | null; readonly checks: readonly Check[] },
): Verdict {
  const operation = (evidence.plan === null ? [] : plannedOperations(evidence.plan)).find((candidate) =>
    names(criterion, candidate),
  );
  if (operation === undefined) {
    return { criterion, met: "unverified", evidence: "It names no operation of the plan by method and path." };
  }
  const statuses = statusesIn(criterion);
  const wanted = statuses.length > 0 ? statuses : operation.statuses.slice(0, 1);
  const relevant = evidence.checks.filter(({ id }) => wanted.some((status) => isProbe(id, operation, status)));
  const missing = wanted.filter(
    (status) => !relevant.some(({ id, result }) => result !== "could_not_run" && isProbe(id, operation, status)),
  );
  const failed = relevant.filter(({ result }) => result === "failed");
  if (failed.length > 0) {
    return {
      criterion,
      met: false,
      evidence: failed.map(({ id, detail }) => `${id}: ${firstLine(detail)}`).join("; "),
    };
  }
  if (missing.length > 0) {
    return { criterion, met: "unverified", evidence: `No probe saw ${operation.id} answer ${missing.join(", ")}.` };
  }
  return { criterion, met: true, evidence: relevant.map(({ id }) => id).join(", ") };
}

function names(criterion: string, { method, path }: PlannedOperation): boolean {
  const found = /\b(GET|POST|PATCH|PUT|DELETE)\s+(\/[^\s,;.?'"`]*)/.exec(criterion);
  function shape(text: string): string {
    return text.replaceAll(/\{\w+\}|:\w+/g, ":");
  }
  return found !== null && found[1] === method && shape(found[2] ?? "") === shape(path);
}

function statusesIn(criterion: string): number[] {
  return [...criterion.matchAll(/(?<![\w/.-])([1-5]\d\d)(?![\w/-])/g)].map((match) => Number(match[1]));
}

/** probe:createBookmark:409, probe:createBookmark:409-secondRow */
function isProbe(id: string, operation: PlannedOperation, status: number): boolean {
  const start = `probe:${operation.id}:${status}`;
  return id === start || id.startsWith(`${start}-`) || id.startsWith(`${start}:`);
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? "";
}
