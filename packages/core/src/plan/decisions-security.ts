import type { DecisionSubject } from "./decisions-database.ts";
import type { OperationDraft, PlanParts } from "./draft.ts";
import { canForbid } from "./policies.ts";
import type { Answers } from "./questions.ts";
import { planRateLimits } from "./rate-limits.ts";

type SecurityAnswers = Omit<Answers, "transaction" | "saga" | "cache" | "pagination">;

export function securityDecisions(subject: DecisionSubject): SecurityAnswers {
  return {
    validation: validation(subject),
    sql: injection(subject),
    authentication: authentication(subject),
    authorization: authorization(subject),
    "rate limiting": rateLimiting(subject),
    secrets: secrets(subject),
  };
}

function injection({ parts }: DecisionSubject): SecurityAnswers["sql"] {
  return parts.store === "tables"
    ? { decision: "parameters only", reason: "Every value of a request reaches the database as a parameter." }
    : {
        decision: "plain values only",
        reason:
          "There is no SQL; every value of a request has a checked type before it stands in a filter, so that it is no operator such as `$ne`.",
      };
}

function validation({ operation, parts }: DecisionSubject): SecurityAnswers["validation"] {
  const id = "the id in the path";
  const inputs = {
    list: "the query",
    get: id,
    create: "the body",
    update: `${id} and the body`,
    delete: id,
    register: "the body",
    login: "the body",
    me: null,
  }[operation.verb];
  if (inputs === null) return { decision: "none", reason: "It takes no input but the token." };
  return {
    decision: `a schema for ${inputs}; otherwise ${statusOf(operation, parts)}`,
    reason: "Nothing reaches a handler that the contract does not name.",
  };
}

/** An id that no document can have is one that none has. */
function statusOf({ statuses }: OperationDraft, { invalidStatus }: PlanParts): number {
  return statuses.includes(invalidStatus) ? invalidStatus : 404;
}

function authentication({ operation }: DecisionSubject): SecurityAnswers["authentication"] {
  if (operation.verb === "register" || operation.verb === "login") {
    return { decision: "none", reason: "Who calls it has no token yet." };
  }
  return operation.authenticated
    ? { decision: "a valid token; otherwise 401", reason: `Its policy is ${operation.policy.join(" or ")}.` }
    : { decision: "none", reason: "Its policy is anyone." };
}

function authorization({ operation, entity }: DecisionSubject): SecurityAnswers["authorization"] {
  const words = operation.policy;
  if (!operation.authenticated) return { decision: "none", reason: "Its policy is anyone." };
  if (words.includes("authenticated")) return { decision: "none", reason: "Every account may call it." };

  const who = words.map((word) => (word === "owner" ? "the owner of the row" : `the role ${word}`)).join(" or ");
  if (operation.verb === "list" && words.includes("owner")) {
    const others = words.filter((word) => word !== "owner");
    const rest = others.length === 0 ? "" : `; ${others.join(" and ")} see all`;
    return { decision: `only rows of the caller${rest}`, reason: `Reading ${entity?.path ?? "it"} is for ${who}.` };
  }
  return {
    decision: `${who}; otherwise 403`,
    reason: canForbid(operation) ? "Being signed in is not enough for it." : "Every account may call it.",
  };
}

function rateLimiting({ operation, parts }: DecisionSubject): SecurityAnswers["rate limiting"] {
  const limits = planRateLimits(parts.task);
  if (operation.verb === "register" || operation.verb === "login") {
    const { max, windowSeconds } = limits.auth;
    return {
      decision: `${max} requests in ${windowSeconds} s from one address; then 429`,
      reason: "It is where passwords are guessed and accounts are made in bulk.",
    };
  }
  const { max, windowSeconds } = limits.general;
  return {
    decision: `${max} requests in ${windowSeconds} s from one address; then 429`,
    reason: "One caller must not take the service from the others.",
  };
}

function secrets({ operation, entity }: DecisionSubject): SecurityAnswers["secrets"] {
  if (entity === null) {
    return {
      decision: "the password is kept as a hash, and the key of the tokens comes from the environment",
      reason: "Neither may be read from the database, an answer or a log.",
    };
  }
  const hidden = entity.fields.filter((field) => field.secret).map(({ name }) => name);
  if (hidden.length === 0) return { decision: "none", reason: "The resource has no secret field." };
  return operation.verb === "delete"
    ? { decision: "none", reason: "It answers without a body." }
    : { decision: `${hidden.join(", ")} left out of every answer`, reason: "The task marks it as secret." };
}
