/** What a response must look like. Bodies are compared as compact JSON text, so that a shell can do the same. */
export interface Expectation {
  /** Any of these passes. */
  readonly statuses: readonly number[];
  /** Where `statuses` is empty: any status below this one passes. */
  readonly below?: number;
  /** Statuses that prove nothing, because the probe has no credentials; the step could not be run. */
  readonly unproven?: readonly number[];
  /** Text that must occur in the body. */
  readonly has: readonly string[];
  /** Text that must not occur in the body. */
  readonly lacks: readonly string[];
  /** A text that may occur only so often. */
  readonly atMost?: { readonly text: string; readonly count: number };
}

/**
 * A request; `{{…}}` in path, token and body stands for something that is only known when it runs:
 * `{{name}}` a value kept by an earlier step, `{{hex:8}}` and `{{digits:6}}` random for each run, `{{x:300}}` so many letters.
 */
export interface ProbeRequest {
  readonly method: string;
  readonly path: string;
  /** `null` sends no credentials. */
  readonly token: string | null;
  /** What stands before the token. Default: `Authorization: Bearer`. */
  readonly header?: string;
  /** A further header: `Idempotency-Key: {{hex:12}}`. */
  readonly also?: string;
  /** Sent as JSON, unchanged, so it may be malformed on purpose. */
  readonly body: string | null;
}

/** A value of the response that later steps refer to: the first member of that name, or the JSON Web Token wherever it stands. */
export interface Keep {
  readonly name: string;
  /** `token`, or the name of a member: `id`. */
  readonly from: string;
}

export interface ProbeStep {
  /** `createBookmark:201`, with a word behind it where an operation answers one status for several reasons. */
  readonly id: string;
  readonly title: string;
  /** The operation's id, which is also the part of `id` before the colon. */
  readonly operation: string;
  readonly request: ProbeRequest;
  readonly expect: Expectation;
  readonly keep: readonly Keep[];
  /** The request is sent until it answers as expected, at most so often. */
  readonly attempts: number;
  /** What is left out first where the API's own rate limit has no room for all: 0 never, 3 first. */
  readonly weight: 0 | 1 | 2 | 3;
}

export interface Scenario {
  /** In the order in which they must run. */
  readonly steps: readonly ProbeStep[];
  /** What is not proven, and why. */
  readonly assumptions: readonly string[];
}

/** Traces of an exception; none of them belongs into an answer. */
export const traces: readonly string[] = [
  "    at ",
  "&nbsp;at ",
  "node_modules/",
  '"stack":',
  "Traceback (most recent call last)",
  "goroutine ",
  "SQLITE_",
  "SQLSTATE",
];

interface StepDraft {
  operation: { id: string; method: string };
  /** Behind the operation's id. */
  name: string;
  title: string;
  path: string;
  token?: string | null;
  body?: string | null;
  statuses: readonly number[];
  has?: readonly string[];
  lacks?: readonly string[];
  atMost?: Expectation["atMost"];
  keep?: readonly Keep[];
  attempts?: number;
  weight?: ProbeStep["weight"];
}

/** A step with all that need not be said. An answer that is expected to be an error must not hold a trace. */
export function defineStep(draft: StepDraft): ProbeStep {
  const isError = draft.statuses.every((status) => status >= 400);
  return {
    id: `${draft.operation.id}:${draft.name}`,
    title: draft.title,
    operation: draft.operation.id,
    request: {
      method: draft.operation.method,
      path: draft.path,
      token: draft.token ?? null,
      body: draft.body ?? null,
    },
    expect: {
      statuses: [...new Set(draft.statuses)],
      has: draft.has ?? [],
      lacks: [...(draft.lacks ?? []), ...(isError ? traces : [])],
      ...(draft.atMost === undefined ? {} : { atMost: draft.atMost }),
    },
    keep: draft.keep ?? [],
    attempts: draft.attempts ?? 1,
    weight: draft.weight ?? (isError ? 1 : 0),
  };
}
