import type { Decision } from "../decision.ts";
import { questions } from "../questions.ts";
import type { Answers } from "../questions.ts";
import { planRateLimits } from "../rate-limits.ts";
import type { ApiDraft } from "./build/draft.ts";
import type { OperationDraft } from "./build/outcomes.ts";
import type { ApiOutcome } from "./operation.ts";

interface Decided {
  readonly operation: OperationDraft;
  readonly outcomes: readonly ApiOutcome[];
}

/** Answers every question about one operation, each with its reason. */
export function apiDecisions(draft: ApiDraft, subject: Decided): Decision[] {
  const { operation } = subject;
  const answers: Answers = {
    transaction: transaction(operation),
    saga: {
      decision: "none",
      reason: reads(operation)
        ? "It only reads, so there is nothing to take back."
        : "All that it writes is in one database, so nothing has to be taken back across systems.",
    },
    cache: cache(operation),
    pagination: pagination(operation),
    validation: validation(subject),
    sql: { decision: "parameters only", reason: "Every value of a request reaches the database as a parameter." },
    authentication: authentication(operation),
    authorization: authorization(operation),
    "rate limiting": rateLimiting(draft, operation),
    secrets: secrets(draft, operation),
  };
  return questions.map((question) => ({ question, ...answers[question] }));
}

type Answer = Omit<Decision, "question">;

export function reads({ verb, method }: Pick<OperationDraft, "verb" | "method">): boolean {
  return verb === "list" || verb === "get" || verb === "login" || (verb === "custom" && method === "GET");
}

function transaction(operation: OperationDraft): Answer {
  if (operation.verb === "custom")
    return { decision: "up to whoever writes it", reason: "The task says in words what it does." };
  if (!operation.transaction) {
    return reads(operation)
      ? { decision: "none", reason: "It writes nothing." }
      : { decision: "none", reason: "It writes with one statement, which is done or not." };
  }
  switch (operation.verb) {
    case "effects": {
      const locked = operation.loads.filter(({ lock }) => lock).map(({ name }) => name);
      const locks = locked.length === 0 ? "" : `; ${locked.join(" and ")} locked in the order of their keys`;
      return {
        decision: `one for all ${operation.steps.length} steps${locks}`,
        reason: "Either all of it happens or nothing, and what was required still holds when it is written.",
      };
    }
    case "transition":
      return {
        decision: "one, and the state is part of the condition of the write",
        reason: "Of two calls at once only one finds the state that it needs.",
      };
    case "update":
    case "delete":
      return {
        decision: "one for reading, checking and writing",
        reason: "The row that was checked is the row that is written.",
      };
    default:
      return {
        decision: "one for the row and what belongs to it",
        reason: "It writes more than one row, or looks before it writes.",
      };
  }
}

function cache(operation: OperationDraft): Answer {
  if (!reads(operation) || operation.verb === "login")
    return { decision: "none", reason: "Its answer is of this moment." };
  return operation.auth === "none"
    ? {
        decision: "none",
        reason: "It reads a bounded number of rows; the task names no read volume that is worth stale answers.",
      }
    : { decision: "none", reason: "It reads a bounded number of rows, and the answer depends on who asks." };
}

function pagination(operation: OperationDraft): Answer {
  if (operation.verb !== "list") return { decision: "none", reason: "It answers with at most one row." };
  const { page } = operation;
  switch (page.style) {
    case "none":
      return { decision: "none", reason: "The task says that all rows are answered at once." };
    case "offset":
      return {
        decision: `limit and offset: ${page.limit.default} rows, ${page.limit.max} at most`,
        reason:
          "The number of rows has no bound, so one answer must have one; the order ends with a unique field, so that pages keep apart.",
      };
    case "cursor":
      return {
        decision: `a cursor: ${page.limit.default} rows, ${page.limit.max} at most`,
        reason: "A page begins after the last row of the one before, so rows that come in between shift nothing.",
      };
  }
}

function validation({ operation, outcomes }: Decided): Answer {
  const inputs = [
    ...(operation.pathParameters.length > 0 ? ["the path"] : []),
    ...(operation.queryParameters.length > 0 ? ["the query"] : []),
    ...("input" in operation && operation.input !== null ? ["the body"] : []),
  ];
  if (inputs.length === 0)
    return {
      decision: "none",
      reason: operation.auth === "none" ? "It takes no input." : "It takes no input but the token.",
    };
  const invalid = outcomes.findLast(({ cause }) => cause === "invalid");
  return {
    decision: `a schema for ${inputs.join(" and ")}${invalid === undefined ? "; a text that names nothing finds nothing" : `; otherwise ${invalid.status}`}`,
    reason: "Nothing reaches a handler that the contract does not name.",
  };
}

function authentication({ auth, policy, verb }: OperationDraft): Answer {
  if (verb === "register" || verb === "login") return { decision: "none", reason: "Who calls it has no token yet." };
  if (auth === "required") return { decision: "a valid token; otherwise 401", reason: `Its policy is ${policy.text}.` };
  if (auth === "none") return { decision: "none", reason: `Its policy is ${policy.text}.` };
  return {
    decision: "a token where there is one, which then has to be valid",
    reason: "Anyone may call it, and the answer depends on who asks.",
  };
}

function authorization({ policy, auth }: OperationDraft): Answer {
  if (policy.check === null) {
    return auth === "required"
      ? { decision: "none", reason: "Every account may call it." }
      : { decision: "none", reason: `Its policy is ${policy.text}.` };
  }
  const rule = `\`${policy.text}\``;
  switch (policy.when) {
    case "query":
      return {
        decision: `only rows for which ${rule} holds`,
        reason: "What somebody may not see is not there for them.",
      };
    case "row":
      return {
        decision: `${rule}, checked on the row; otherwise 403`,
        reason: "Being signed in is not enough for it.",
      };
    default:
      return {
        decision: `${rule}, checked before anything is read; otherwise 403`,
        reason: "Being signed in is not enough for it.",
      };
  }
}

function rateLimiting({ task }: ApiDraft, { rateLimit }: OperationDraft): Answer {
  const { max, windowSeconds } = planRateLimits(task)[rateLimit];
  return {
    decision: `${max} requests in ${windowSeconds} s from one address; then 429`,
    reason:
      rateLimit === "auth"
        ? "It is where passwords are guessed and accounts are made in bulk."
        : "One caller must not take the service from the others.",
  };
}

function secrets({ entities, auth }: ApiDraft, operation: OperationDraft): Answer {
  const entity = "entity" in operation && operation.entity !== null ? entities.get(operation.entity) : undefined;
  const hidden = entity?.fields.filter(({ secret }) => secret).map(({ name }) => name) ?? [];
  if (
    operation.verb === "login" ||
    operation.verb === "register" ||
    (entity !== undefined && entity.name === auth?.subject)
  ) {
    return {
      decision: `${hidden.join(", ") || "the password"} kept as a hash and in no answer; the key of the tokens comes from the environment`,
      reason: "Neither may be read from the database, an answer or a log.",
    };
  }
  return hidden.length === 0
    ? { decision: "none", reason: "What it is about has no secret field." }
    : { decision: `${hidden.join(", ")} left out of every answer`, reason: "The task marks it as secret." };
}
