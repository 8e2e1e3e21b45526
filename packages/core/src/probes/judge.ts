import { fill, type Values } from "./fill.ts";
import type { Expectation } from "./step.ts";

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** `unproven` says nothing about the application, only that the probe lacks something. */
export interface Verdict {
  readonly result: "passed" | "failed" | "unproven";
  /** What is wrong, in words; empty where nothing is. */
  readonly reasons: readonly string[];
}

/** JSON in one spelling: no blanks between tokens, and a comma behind the last member too, so that `"id":1,` is never `"id":12`. */
export function compact(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body)).replaceAll("}", ",}");
  } catch {
    return body;
  }
}

export function judge(answer: Answer, { expect, values }: { expect: Expectation; values: Values }): Verdict {
  if (expect.unproven?.includes(answer.status)) {
    return {
      result: "unproven",
      reasons: [`answered ${answer.status}: it asks for credentials that the probe does not have`],
    };
  }
  const reasons: string[] = [];
  if (!statusFits(answer.status, expect)) {
    reasons.push(`answered ${answer.status} instead of ${statusWords(expect)}`);
  }
  const text = compact(answer.body);
  for (const part of expect.has) {
    if (!text.includes(fill(part, values).text)) reasons.push(`the answer does not hold ${part}`);
  }
  for (const part of expect.lacks) {
    if (text.includes(fill(part, values).text)) reasons.push(`the answer holds ${part}`);
  }
  const { atMost } = expect;
  if (atMost && text.split(atMost.text).length - 1 > atMost.count) {
    reasons.push(`the answer holds ${atMost.text} more than ${atMost.count} times`);
  }
  return { result: reasons.length === 0 ? "passed" : "failed", reasons };
}

export function statusFits(status: number, expect: Expectation): boolean {
  if (expect.statuses.length > 0) return expect.statuses.includes(status);
  return expect.below === undefined || status < expect.below;
}

export function statusWords(expect: Expectation): string {
  return expect.statuses.length > 0 ? expect.statuses.join(" or ") : `less than ${expect.below ?? 600}`;
}
