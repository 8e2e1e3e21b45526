import type { ApiOperation } from "../../plan/api/operation.ts";
import { defineStep } from "../step.ts";
import type { ProbeStep } from "../step.ts";
import { makerMay, otherMay } from "./access.ts";
import { failure, shows, tokenFor } from "./course.ts";
import type { Course } from "./course.ts";
import { changeable, changeOf } from "./happy.ts";
import { bodyOf, inputOf, loadNames, missingValue, pathOf, wrapped } from "./requests.ts";

/** What every operation has to refuse: strangers, others, rows that are not there, and what is no valid request. */
export function refusalSteps(course: Course): ProbeStep[] {
  return course.api.operations.flatMap((operation) => {
    const request = validRequest(course, operation);
    return [
      ...tokenSteps(operation, request),
      ...forbiddenSteps(course, { operation, request }),
      ...missingSteps(course, operation),
      ...malformedPathSteps(course, operation),
      ...invalidSteps(course, { operation, request }),
    ];
  });
}

interface Request {
  readonly path: string;
  readonly body: string | null;
}

/** A request that would succeed if only the right account sent it; about rows that are not there where none is known. */
function validRequest(course: Course, operation: ApiOperation): Request {
  const path = pathOf(course, operation, { row: 1 }) ?? placeholders(operation);
  if (operation.verb !== "update") return { path, body: bodyOf(course, operation, { row: 4 }) };
  const name = changeable(course, operation);
  return { path, body: name === null ? null : changeOf(course, operation, { row: 4, name }) };
}

function placeholders({ path, pathParameters }: ApiOperation): string {
  return pathParameters.reduce((text, { name, type }) => text.replace(`:${name}`, () => missingValue(type)), path);
}

/** Without a token, and with one that nobody has signed. */
function tokenSteps(operation: ApiOperation, request: Request): ProbeStep[] {
  const missing = failure(operation, "missingToken");
  const invalid = failure(operation, "invalidToken");
  const steps: ProbeStep[] = [];
  if (missing !== null) {
    steps.push(
      defineStep({
        operation,
        ...request,
        name: String(missing.status),
        title: "refuses without a token",
        statuses: [missing.status],
        has: shows(missing),
      }),
    );
  }
  for (const kind of invalid === null ? [] : (["forged", "unsigned", "expired"] as const)) {
    steps.push(
      defineStep({
        operation,
        ...request,
        name: `${invalid?.status ?? 401}:${kind}`,
        title: `refuses a token that is ${kind}`,
        token: `{{alice_${kind}}}`,
        statuses: [invalid?.status ?? 401],
        weight: kind === "forged" ? 2 : 3,
      }),
    );
  }
  return steps;
}

function forbiddenSteps(
  course: Course,
  { operation, request }: { operation: ApiOperation; request: Request },
): ProbeStep[] {
  const forbidden = failure(operation, "forbidden");
  const known =
    pathOf(course, operation, { row: 1 }) !== null && (inputOf(operation) === null || request.body !== null);
  if (forbidden === null || !known || otherMay(operation, course.api) !== false) return [];
  return [
    defineStep({
      operation,
      ...request,
      name: String(forbidden.status),
      title: "refuses another account",
      token: tokenFor(operation, "bob"),
      statuses: [forbidden.status],
      has: shows(forbidden),
    }),
  ];
}

function missingSteps(course: Course, operation: ApiOperation): ProbeStep[] {
  const steps: ProbeStep[] = [];
  for (const [cause, missing] of [
    ["notFound", "row"],
    ["parentNotFound", "parent"],
  ] as const) {
    const outcome = failure(operation, cause);
    const path =
      outcome === null || operation.verb === "effects" ? null : pathOf(course, operation, { row: 1, missing });
    if (outcome === null || path === null) continue;
    const { body } = validRequest(course, operation);
    if (body === null && inputOf(operation) !== null) {
      course.assumptions.push(
        `${operation.id} answering ${outcome.status} was not probed: nothing shows a row that its body needs.`,
      );
      continue;
    }
    const name = missing === "row" ? String(outcome.status) : `${outcome.status}:parent`;
    steps.push(
      defineStep({
        operation,
        path,
        body,
        name,
        title: `answers for a ${missing} that is not there`,
        token: tokenFor(operation),
        statuses: [outcome.status],
        has: shows(outcome),
      }),
    );
  }
  return operation.verb === "effects" ? [...steps, ...missingLoad(course, operation)] : steps;
}

function missingLoad(course: Course, operation: Extract<ApiOperation, { verb: "effects" }>): ProbeStep[] {
  const outcome = failure(operation, "notFound");
  const [name] = loadNames(operation);
  const field = inputOf(operation)?.fields.find((each) => each.name === name);
  const path = pathOf(course, operation, { row: 1 });
  if (outcome === null || name === undefined || field === undefined || field.kind === "tags" || path === null)
    return [];
  const text = missingValue(field.type);
  const value = field.type === "integer" || field.type === "number" ? text : `"${text}"`;
  const body = bodyOf(course, operation, { row: 4, override: { [name]: value } });
  if (body === null) return [];
  return [
    defineStep({
      operation,
      path,
      body,
      name: String(outcome.status),
      title: "answers for a row that is not there",
      token: tokenFor(operation),
      statuses: [outcome.status],
      has: shows(outcome),
    }),
  ];
}

/** A number in the path that is none. */
function malformedPathSteps(course: Course, operation: ApiOperation): ProbeStep[] {
  const typed = operation.pathParameters.find(({ type }) => type !== "string");
  const invalid = failure(operation, "invalid");
  if (typed === undefined || invalid === null) return [];
  const path = operation.pathParameters.reduce(
    (text, { name, type }) => text.replace(`:${name}`, () => (name === typed.name ? "none" : missingValue(type))),
    operation.path,
  );
  const { body } = validRequest(course, operation);
  const name = `${course.api.errors.invalid.status}:path`;
  const statuses = [course.api.errors.invalid.status];
  const title = `refuses \`none\` as \`${typed.name}\``;
  return [defineStep({ operation, path, body, name, title, token: tokenFor(operation), statuses, weight: 2 })];
}

/** Whether what the account of the probes sends is looked at: not where it may not call the operation and is told so first. */
function readsInput({ api }: Course, operation: ApiOperation): boolean {
  const { checkOrder } = api.errors;
  return makerMay(operation, api) !== false || checkOrder.indexOf("invalid") < checkOrder.indexOf("forbidden");
}

function invalidSteps(
  course: Course,
  { operation, request }: { operation: ApiOperation; request: Request },
): ProbeStep[] {
  const input = inputOf(operation);
  const { invalid, malformed } = course.api.errors;
  if (input === null || pathOf(course, operation, { row: 1 }) === null) return [];
  const base = { operation, path: request.path, token: tokenFor(operation) };
  const steps: ProbeStep[] = [];
  const isRead = readsInput(course, operation);
  const required = input.fields.filter((field) => field.required);
  if (isRead && required.length > 0) {
    const has = required.map(({ name }) => JSON.stringify(name));
    steps.push(
      defineStep({
        ...base,
        body: wrapped(input, "{}"),
        name: String(invalid.status),
        title: "refuses a body without what it needs",
        statuses: [invalid.status],
        has,
      }),
    );
  }
  const text = input.fields.find((field) => field.kind !== "tags" && field.type === "string");
  if (isRead && text !== undefined) {
    const body = bodyOf(
      course,
      operation,
      operation.verb === "update"
        ? { row: 4, only: [text.name], override: { [text.name]: "7" } }
        : { row: 4, override: { [text.name]: "7" } },
    );
    const name = required.length > 0 ? `${invalid.status}:type` : String(invalid.status);
    if (body !== null) {
      steps.push(
        defineStep({
          ...base,
          body,
          name,
          title: `refuses a number as \`${text.name}\``,
          statuses: [invalid.status],
          has: [JSON.stringify(text.name)],
        }),
      );
    }
  }
  steps.push(
    defineStep({
      ...base,
      body: '{"',
      name: `${malformed.status}:json`,
      title: "refuses a body that is no JSON",
      statuses: [malformed.status],
      weight: 2,
    }),
  );
  return steps;
}
