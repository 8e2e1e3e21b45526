import { databaseDecisions } from "./decisions-database.ts";
import { securityDecisions } from "./decisions-security.ts";
import type { OperationDraft, PlanParts } from "./draft.ts";
import { questions } from "./questions.ts";
import type { Answers } from "./questions.ts";
import type { Decision } from "./schema.ts";

/** Answers every question about one operation, each with its reason. */
export function decisionsFor(operation: OperationDraft, parts: PlanParts): Decision[] {
  const entity = "entity" in operation ? (parts.entities.find(({ name }) => name === operation.entity) ?? null) : null;
  const subject = { operation, entity, parts };
  const answers: Answers = { ...databaseDecisions(subject), ...securityDecisions(subject) };
  return questions.map((question) => ({ question, ...answers[question] }));
}
