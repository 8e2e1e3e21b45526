import type { Decision, Plan } from "./schema.ts";

/** A plan before what is derived from the whole of it. */
export type PlanDraft = Omit<Plan, "databaseConsiderations" | "securityChecklist" | "openapi">;

/** The four questions about the database, answered for the plan as a whole. */
export function databaseConsiderations(plan: PlanDraft): Decision[] {
  const changing = idsOf(plan, (verb) => verb === "update" || verb === "delete");
  const lists = idsOf(plan, (verb) => verb === "list");
  return [
    {
      question: "Need transactions?",
      ...(plan.store === "documents" && changing.length > 0
        ? {
            decision: "No, so no replica set",
            reason: `MongoDB writes one document whole or not at all. ${changing.join(", ")} read one, decide, and write it only where it still has the owner that was checked.`,
          }
        : changing.length > 0
          ? {
              decision: `Yes, in ${changing.join(", ")}`,
              reason:
                "Each of them reads a row, decides, and writes it. Every other operation writes with one statement or not at all.",
            }
          : { decision: "No", reason: "Every operation writes with one statement or not at all." }),
    },
    {
      question: "Multiple related writes?",
      decision: "No, so no saga",
      reason: "No operation writes to more than one row, and all rows are in one database.",
    },
    {
      question: "High read volume?",
      decision: "No cache",
      reason: "The task names no read volume, and every read is bounded: one row, or one page.",
    },
    {
      question: "Large result sets?",
      ...(lists.length > 0
        ? {
            decision: `Pages by limit and offset, in ${lists.join(", ")}`,
            reason: `No list answers with more than ${maxLimit(plan)} rows, whatever is asked for.`,
          }
        : { decision: "No pagination", reason: "No operation answers with more than one row." }),
    },
  ];
}

/** The specification's security checklist, answered for the plan as a whole. */
export function securityChecklist(plan: PlanDraft): Decision[] {
  const { auth, operations, rateLimits, entities, errors } = plan;
  const open = operations.filter(({ authenticated }) => !authenticated).map(({ id }) => id);
  const guarded = operations.filter(({ policy }) => !policy.includes("anyone") && !policy.includes("authenticated"));
  const secrets = entities.flatMap(({ name, fields }) =>
    fields.filter(({ secret }) => secret).map((field) => `${name}.${field.name}`),
  );
  return [
    {
      question: "Input validation",
      decision: `A schema for every body, query and id; otherwise ${errors.invalidStatus}`,
      reason: "Fields that the contract does not name are refused, not ignored.",
    },
    {
      question: "SQL injection",
      ...(plan.store === "tables"
        ? {
            decision: "Parameterised queries only",
            reason: "No value of a request becomes part of a statement's text; orders are chosen from a fixed list.",
          }
        : {
            decision: "No SQL, and no operators of MongoDB from a request",
            reason:
              "Every value of a request has a checked type before it stands in a filter; orders are chosen from a fixed list.",
          }),
    },
    {
      question: "Authentication",
      ...(auth === null
        ? { decision: "None", reason: "The task has no accounts." }
        : {
            decision: `A token (JWT, ${auth.expiresInSeconds} s) on every operation but ${listed(open)}`,
            reason:
              "The account is read anew for each request, so that a removed account or a changed role counts at once.",
          }),
    },
    {
      question: "Authorization",
      ...(guarded.length === 0
        ? { decision: "None beyond being signed in", reason: "No policy of the task names an owner or a role." }
        : {
            decision: `Checked in ${listed(guarded.map(({ id }) => id))}`,
            reason: "Their policies name an owner or a role; the check stands before the write, in its transaction.",
          }),
    },
    {
      question: "Rate limiting",
      decision: `${rate(rateLimits.general)}${auth === null ? "" : `; registration and login ${rate(rateLimits.auth)}`}`,
      reason: "Public endpoints are open to everyone's loops, and a login to guessing.",
    },
    {
      question: "Secrets",
      decision:
        auth === null ? "Environment variables only" : "Environment variables only; passwords as argon2id hashes",
      reason:
        secrets.length === 0
          ? "Nothing secret stands in the code or in an answer."
          : `Nothing secret stands in the code; ${listed(secrets)} never in an answer.`,
    },
  ];
}

function idsOf({ operations }: PlanDraft, wanted: (verb: string) => boolean): string[] {
  return operations.filter(({ verb }) => wanted(verb)).map(({ id }) => id);
}

function maxLimit({ operations }: PlanDraft): number {
  return Math.max(...operations.map((operation) => (operation.verb === "list" ? operation.page.maxLimit : 0)));
}

function rate({ max, windowSeconds }: PlanDraft["rateLimits"]["general"]): string {
  return `${max} requests in ${windowSeconds} s from one address`;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}
