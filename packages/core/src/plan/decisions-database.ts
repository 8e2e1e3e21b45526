import { spoken } from "./names.ts";
import type { OperationDraft, PlanParts } from "./draft.ts";
import type { Answers } from "./questions.ts";
import type { Entity } from "./schema.ts";

/** What a decision is about. */
export interface DecisionSubject {
  readonly operation: OperationDraft;
  /** `null` for the operations on accounts. */
  readonly entity: Entity | null;
  readonly parts: PlanParts;
}

type DatabaseAnswers = Pick<Answers, "transaction" | "saga" | "cache" | "pagination">;

export function databaseDecisions(subject: DecisionSubject): DatabaseAnswers {
  return {
    transaction: transaction(subject),
    saga: {
      decision: "none",
      reason: writes(subject.operation)
        ? "All that it writes is in one database, so nothing has to be taken back across systems."
        : "It only reads, so there is nothing to take back.",
    },
    cache: cache(subject),
    pagination: pagination(subject.operation),
  };
}

function writes({ verb, method }: OperationDraft): boolean {
  return method !== "GET" && verb !== "login";
}

function transaction({ operation, entity, parts }: DecisionSubject): DatabaseAnswers["transaction"] {
  const row = spoken(entity?.name ?? "account");
  const documents = parts.store === "documents";
  const insert = documents ? "It writes one document" : "It is one INSERT";
  const unique = entity?.fields.filter((field) => field.unique).map(({ name }) => name) ?? ["email"];
  switch (operation.verb) {
    case "update":
    case "delete":
      if (documents) {
        return {
          decision: "none",
          reason: `The ${row} is read, its policy is checked, and it is written only where it still has the owner that was checked. MongoDB writes one document whole or not at all, so it takes no replica set.`,
        };
      }
      return {
        decision: "one transaction",
        reason: `The ${row} is read, its policy is checked and it is written; nobody may change it in between.`,
      };
    case "create":
    case "register":
      return {
        decision: "none",
        reason:
          unique.length === 0
            ? `${insert}, which the database does whole or not at all.`
            : `${insert}; the unique index on ${unique.join(" and ")} decides between two at the same time.`,
      };
    case "list":
      return {
        decision: "none",
        reason: "It reads one page and one count; a row that is written between the two does no harm.",
      };
    default:
      return { decision: "none", reason: "It reads one row." };
  }
}

function cache({ operation }: DecisionSubject): DatabaseAnswers["cache"] {
  if (writes(operation)) return { decision: "none", reason: "It writes." };
  if (operation.verb === "login") {
    return { decision: "none", reason: "Each password is checked against the hash as it is now." };
  }
  if (operation.verb === "me") {
    return { decision: "none", reason: "The account is read anew, so that a changed role counts at once." };
  }
  return {
    decision: "none",
    reason: operation.authenticated
      ? "It reads a bounded number of rows, and the answer depends on who asks; the task names no read volume that is worth stale answers."
      : "It reads a bounded number of rows; the task names no read volume that is worth stale answers.",
  };
}

function pagination(operation: OperationDraft): DatabaseAnswers["pagination"] {
  if (operation.verb !== "list") return { decision: "none", reason: "It answers with at most one row." };
  const { defaultLimit, maxLimit } = operation.page;
  return {
    decision: `limit and offset: ${defaultLimit} rows, ${maxLimit} at most`,
    reason:
      "The number of rows has no bound, so one answer must have one; `id` comes last in the order, so that pages keep apart.",
  };
}
