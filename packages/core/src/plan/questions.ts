import type { Decision } from "./schema.ts";

/** The questions that every operation answers, in this order. */
export const questions = [
  "transaction",
  "saga",
  "cache",
  "pagination",
  "validation",
  "sql",
  "authentication",
  "authorization",
  "rate limiting",
  "secrets",
] as const;
export type Question = (typeof questions)[number];

/** An answer to every question. */
export type Answers = Record<Question, Omit<Decision, "question">>;
