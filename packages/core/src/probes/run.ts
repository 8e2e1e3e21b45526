import type { Check } from "../report/schema.ts";
import { fill, findMember, findToken, newValues, tokenVariants, type Values } from "./fill.ts";
import { type Answer, compact, judge, statusFits } from "./judge.ts";
import { send } from "./send.ts";
import type { Keep, ProbeStep } from "./step.ts";

export interface ProbeOptions {
  /** Without a slash at its end: `http://127.0.0.1:3000`. */
  baseUrl: string;
  steps: readonly ProbeStep[];
  signal: AbortSignal;
  fetch?: typeof globalThis.fetch;
  /** Called with each result as it is known. */
  onCheck?: (check: Check) => void;
}

/**
 * Sends the steps in their order. One whose precondition does not hold could not run; nothing is passed that was not seen.
 * Never rejects: a server that does not answer fails the step, and the steps behind it could not run.
 */
export async function runProbes(options: ProbeOptions): Promise<Check[]> {
  const values = newValues();
  const checks: Check[] = [];
  let silent: string | null = null;
  for (const step of options.steps) {
    const started = performance.now();
    const seen = await runStep(step, { options, values, silent });
    if (seen.silent) silent ??= `the server has not answered since ${step.id}`;
    const check: Check = {
      id: `probe:${step.id}`,
      title: titleOf(step),
      result: seen.result,
      baseline: false,
      detail: redact(seen.detail, values),
      command: null,
      exit_code: null,
      duration_ms: Math.round(performance.now() - started),
    };
    checks.push(check);
    options.onCheck?.(check);
  }
  return checks;
}

interface Seen {
  result: Check["result"];
  detail: string;
  /** Nothing answered. */
  silent?: boolean;
}

interface Context {
  options: ProbeOptions;
  values: Values;
  silent: string | null;
}

async function runStep(step: ProbeStep, { options, values, silent }: Context): Promise<Seen> {
  const { request, expect } = step;
  // Shown as it was written, so that no token and no password is in it.
  const shown = [`${request.method} ${request.path}`, request.token && `Bearer ${request.token}`, request.body]
    .filter((part) => part !== null)
    .join(" ");
  if (options.signal.aborted) return { result: "could_not_run", detail: "interrupted before it was sent" };
  if (silent !== null) return { result: "could_not_run", detail: silent };
  const missing = missingValue(step, values);
  if (missing !== null)
    return { result: "could_not_run", detail: `${shown}: no earlier step has given \`${missing}\`` };

  let answer: Answer = { status: 0, body: "" };
  for (let attempt = 0; attempt < step.attempts; attempt += 1) {
    try {
      answer = await send({
        url: options.baseUrl + fill(request.path, values).text,
        method: request.method,
        token: request.token && fill(request.token, values).text,
        header: request.header ?? "Authorization: Bearer",
        also: request.also === undefined ? null : fill(request.also, values).text,
        body: request.body && fill(request.body, values).text,
        fetch: options.fetch ?? globalThis.fetch,
        signal: options.signal,
        bodyMs: looksAtBody(step) ? 10_000 : 500,
      });
    } catch (error) {
      if (options.signal.aborted) return { result: "could_not_run", detail: `${shown}: interrupted` };
      return { result: "failed", detail: `${shown}: no answer: ${reasonOf(error)}`, silent: true };
    }
    if (statusFits(answer.status, expect)) break;
  }

  const verdict = judge(answer, { expect, values });
  const exchange = `${shown} → ${answer.status} ${excerpt(answer.body)}`.trimEnd();
  const detail = [...verdict.reasons, exchange].join("; ");
  if (verdict.result !== "passed") return { result: verdict.result === "failed" ? "failed" : "could_not_run", detail };
  const lacking = step.keep.find((each) => !keep(each, { answer, values }));
  return lacking === undefined
    ? { result: "passed", detail }
    : { result: "failed", detail: `the answer holds no ${lacking.from}; ${detail}` };
}

/** A stream that never ends is not waited for where only its status counts. */
function looksAtBody({ expect, keep }: ProbeStep): boolean {
  return keep.length > 0 || expect.atMost !== undefined || expect.has.length + expect.lacks.length > 0;
}

function missingValue(step: ProbeStep, values: Values): string | null {
  const texts = [
    step.request.path,
    step.request.token ?? "",
    step.request.body ?? "",
    ...step.expect.has,
    ...step.expect.lacks,
  ];
  return texts.map((text) => fill(text, values).missing).find((name) => name !== null) ?? null;
}

function keep({ name, from }: Keep, { answer, values }: { answer: Answer; values: Values }): boolean {
  if (from !== "token") {
    const value = findMember(compact(answer.body), from);
    if (value !== null) values.kept.set(name, value);
    return value !== null;
  }
  const token = findToken(answer.body);
  if (token === null) return false;
  for (const [ending, variant] of Object.entries(tokenVariants(token))) values.kept.set(name + ending, variant);
  return true;
}

function titleOf(step: ProbeStep): string {
  return `${step.operation} ${step.title}`;
}

function excerpt(body: string): string {
  const line = readable(body).replaceAll(/\s+/g, " ").trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}

/** What a person reads of a page: an error's name and message stand behind all that makes it look nice. */
function readable(body: string): string {
  return /^\s*<(?:!doctype html|html)/i.test(body)
    ? body
        .slice(0, 100_000)
        .replaceAll(/<(style|script|svg)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->|<[^<>]*>/gi, " ")
        .replaceAll(/&(#x27|#39|quot|lt|gt|amp);/g, (_, name: string) => characters[name] ?? "")
    : body;
}

const characters: Readonly<Record<string, string>> = {
  "#x27": "'",
  "#39": "'",
  quot: '"',
  lt: "<",
  gt: ">",
  amp: "&",
};

/** Whatever was made as a secret for this run, and every token, is taken out of what is written down. */
function redact(text: string, { hex }: Values): string {
  return text
    .replaceAll(/eyJ[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*/g, "[token]")
    .replaceAll(new RegExp(`(canary-[A-Za-z0-9]+-|Pw-)${hex}\\S*?(?=["\\s\\\\]|$)`, "g"), "[secret]")
    .replaceAll(/\$(argon2|2[aby])[^\s"]*/g, "[hash]");
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
