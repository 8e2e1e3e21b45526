import type { Decision } from "../decision.ts";
import type { Plan } from "../schema.ts";
import { reads } from "./decisions.ts";
import type { ApiOperation } from "./operation.ts";
import type { ApiPlan } from "./schema.ts";

/** The four questions about the database, answered for the API as a whole. */
export function apiDatabaseConsiderations({ operations }: ApiPlan): Decision[] {
  const inTransactions = idsOf(operations, ({ transaction }) => transaction);
  const effects = idsOf(operations, ({ verb }) => verb === "effects");
  const lists = idsOf(operations, (operation) => operation.verb === "list" && operation.page.style !== "none");
  const whole = idsOf(operations, (operation) => operation.verb === "list" && operation.page.style === "none");
  return [
    {
      question: "Need transactions?",
      decision: inTransactions.length === 0 ? "No" : `Yes, in ${inTransactions.join(", ")}`,
      reason:
        inTransactions.length === 0
          ? "Every operation writes with one statement or not at all."
          : "Each of them reads, decides and writes, or writes more than one row. Every other operation writes with one statement or not at all.",
    },
    {
      question: "Multiple related writes?",
      decision: effects.length === 0 ? "No, so no saga" : `Yes, in ${effects.join(", ")}, and no saga`,
      reason: "All rows are in one database, so one transaction takes everything back.",
    },
    {
      question: "High read volume?",
      decision: "No cache",
      reason: "The task names no read volume, and every list loads what it shows with a fixed number of queries.",
    },
    {
      question: "Large result sets?",
      decision: lists.length === 0 ? "No pagination" : `Pages, in ${lists.join(", ")}`,
      reason:
        whole.length === 0
          ? "No list answers more than one page."
          : `The task says that ${whole.join(", ")} answer all rows at once.`,
    },
  ];
}

/** The specification's security checklist, answered for the API as a whole. */
export function apiSecurityChecklist(api: ApiPlan, rateLimits: Plan["rateLimits"]): Decision[] {
  const { auth, operations, entities, errors } = api;
  const open = idsOf(operations, (operation) => operation.auth !== "required");
  const guarded = idsOf(operations, ({ policy }) => policy.check !== null);
  const unowned = idsOf(
    operations,
    (operation) => !reads(operation) && operation.auth === "required" && operation.policy.check === null,
  );
  const hidden = entities.flatMap(({ name, fields }) =>
    fields.filter(({ secret }) => secret).map((field) => `${name}.${field.name}`),
  );
  return [
    {
      question: "Input validation",
      decision: `A schema for every path, query and body; otherwise ${errors.invalid.status}`,
      reason: "Every value is of a known type and bounded before it reaches a handler.",
    },
    {
      question: "SQL injection",
      decision: "Parameterised queries only",
      reason:
        "Expressions of the task are compiled to queries; no value of a request becomes part of a statement's text.",
    },
    {
      question: "Authentication",
      decision:
        auth === null ? "None" : `A token (JWT, ${auth.expiresInSeconds} s) on every operation but ${listed(open)}`,
      reason:
        auth === null
          ? "The task has no accounts."
          : "The account is read anew for each request, so that a removed account counts at once.",
    },
    {
      question: "Authorization",
      decision: guarded.length === 0 ? "None beyond being signed in" : `Checked in ${listed(guarded)}`,
      reason:
        unowned.length === 0
          ? "Every other operation is open to anyone."
          : `In ${listed(unowned)} callers change only what they add or own.`,
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
      reason: `Nothing secret stands in the code${hidden.length === 0 ? " or in an answer." : `; ${listed(hidden)} never in an answer.`}`,
    },
  ];
}

function idsOf(operations: readonly ApiOperation[], wanted: (operation: ApiOperation) => boolean): string[] {
  return operations.filter(wanted).map(({ id }) => id);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "none" : names.join(", ");
}

function rate({ max, windowSeconds }: Plan["rateLimits"]["general"]): string {
  return `${max} requests in ${windowSeconds} s from one address`;
}
