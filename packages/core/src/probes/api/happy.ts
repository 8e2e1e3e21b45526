import type { ApiOperation } from "../../plan/api/operation.ts";
import { isEchoed, sampleValue } from "../sample.ts";
import { defineStep } from "../step.ts";
import type { ProbeStep } from "../step.ts";
import { makerMay } from "./access.ts";
import { entityOf, failure, fieldOf, shows, success, tokenFor } from "./course.ts";
import type { Course } from "./course.ts";
import { bodyOf, inputOf, learnInput, pathOf, recalled, sampleField } from "./requests.ts";
import { requirementSteps } from "./requirements.ts";
import { keepsOf, shownAs } from "./shown.ts";

/** Two rows of every entity that an account may make, so that the rest has something to ask for. */
export function createSteps(course: Course): ProbeStep[] {
  const { api } = course;
  const creates = api.entities.flatMap(({ name }) =>
    api.operations.filter((operation) => operation.verb === "create" && operation.entity === name),
  );
  return creates.flatMap((operation) => {
    if (!maySay(course, operation)) return [];
    return [1, 2].flatMap((row) => {
      const path = pathOf(course, operation, { row });
      const body = bodyOf(course, operation, { row });
      if (path === null || body === null) return row === 1 ? unreachable(course, operation) : [];
      learnInput(course, operation, row);
      const step = defineStep({
        operation,
        name: row === 1 ? String(success(operation)) : `${success(operation)}:second`,
        title: row === 1 ? "creates a row and answers with it" : "creates a second row",
        path,
        token: tokenFor(operation),
        body,
        statuses: [success(operation)],
        has: row === 1 ? echoes(course, { operation, row, names: null }) : [],
        keep: keepsOf(course, { operation, row }),
      });
      return [step];
    });
  });
}

/** Whether the plan's policy can be told to let the account in that made everything; says so where it cannot. */
function maySay(course: Course, operation: ApiOperation): boolean {
  const may = makerMay(operation, course.api);
  if (may === true) return true;
  const why = may === false ? "accounts that register may not call it" : `its policy is \`${operation.policy.text}\``;
  course.assumptions.push(`${operation.id} answering ${success(operation)} was not probed: ${why}.`);
  return false;
}

function unreachable(course: Course, operation: ApiOperation): ProbeStep[] {
  course.assumptions.push(
    `${operation.id} answering ${success(operation)} was not probed: nothing shows a row that it needs.`,
  );
  return [];
}

/** What an answer shows as it was sent. */
function echoes(
  course: Course,
  { operation, row, names }: { operation: ApiOperation; row: number; names: readonly string[] | null },
): string[] {
  return (inputOf(operation)?.fields ?? []).flatMap((field) => {
    if (field.kind !== "field" || (names !== null && !names.includes(field.name))) return [];
    const sample = sampleField(course, { operation, field });
    const shown = isEchoed(sample) ? shownAs(course, { operation, field: field.field }) : null;
    return shown === null ? [] : [`"${shown}":${sampleValue(sample, { row })},`];
  });
}

/** Every other operation as it is meant to be used, but what removes rows. */
export function usualSteps(course: Course): ProbeStep[] {
  return course.api.operations.flatMap((operation) => {
    switch (operation.verb) {
      case "get":
      case "link":
      case "unlink":
        return plainStep(course, operation, "answers with the row");
      case "update":
        return updateStep(course, operation);
      case "list":
        return listSteps(course, operation);
      case "transition":
        return transitionStep(course, operation);
      case "effects":
        return [...effectStep(course, operation), ...requirementSteps(course, operation)];
      case "custom":
        course.assumptions.push(`${operation.id} was not probed: the task says in words what it does.`);
        return [];
      default:
        return [];
    }
  });
}

function plainStep(course: Course, operation: ApiOperation, title: string): ProbeStep[] {
  if (!maySay(course, operation)) return [];
  const path = pathOf(course, operation, { row: 1 });
  if (path === null) return unreachable(course, operation);
  const base = { operation, title, path, statuses: [success(operation)] };
  const steps = [defineStep({ ...base, name: String(success(operation)), token: tokenFor(operation) })];
  return operation.auth === "optional"
    ? [...steps, defineStep({ ...base, name: `${success(operation)}:stranger`, title: `${title} without a token` })]
    : steps;
}

/** A change of one field that nothing else hangs on. */
function updateStep(course: Course, operation: Extract<ApiOperation, { verb: "update" }>): ProbeStep[] {
  if (!maySay(course, operation)) return [];
  const path = pathOf(course, operation, { row: 1 });
  const name = changeable(course, operation);
  const body = name === null ? null : changeOf(course, operation, { row: 3, name });
  if (path === null || body === null || name === null) return unreachable(course, operation);
  return [
    defineStep({
      operation,
      name: String(success(operation)),
      title: "changes a field and answers with the row",
      path,
      token: tokenFor(operation),
      body,
      statuses: [success(operation)],
      has: echoes(course, { operation, row: 3, names: [name] }),
    }),
  ];
}

export function changeable(course: Course, operation: Extract<ApiOperation, { verb: "update" }>): string | null {
  const entity = entityOf(course, operation.entity);
  const sources = entity.fields.flatMap(({ derive }) => (derive?.kind === "slug" ? [derive.from] : []));
  const grouped = new Set(entity.uniques.flat());
  const open = operation.input.fields.flatMap((field) => {
    const stored = field.kind === "field" ? fieldOf(entity, field.field) : null;
    return stored === null || stored.secret || sources.includes(stored.name) ? [] : [stored];
  });
  const free = open.filter(({ unique }) => !unique);
  return (free.find(({ property }) => !grouped.has(property)) ?? free[0] ?? open[0])?.name ?? null;
}

/** The body of a change of one field, with all that has to be sent beside it; what names the row stays as it is. */
export function changeOf(
  course: Course,
  operation: Extract<ApiOperation, { verb: "update" }>,
  { row, name }: { row: number; name: string },
): string | null {
  const { row: selection, input } = operation;
  const named = selection.kind === "by" ? selection.by.map(({ property }) => property) : [];
  const override = named.flatMap((property) => {
    const value = recalled(course, { entity: operation.entity, row: 1, property });
    return value === null ? [] : [[property, value] as const];
  });
  const only = [name, ...input.fields.filter(({ required }) => required).map((field) => field.name)];
  return bodyOf(course, operation, { row, override: Object.fromEntries(override), only });
}

function listSteps(course: Course, operation: Extract<ApiOperation, { verb: "list" }>): ProbeStep[] {
  if (!maySay(course, operation)) return [];
  const path = pathOf(course, operation, { row: 1 });
  if (path === null) return unreachable(course, operation);
  const { answer, page } = operation;
  const wrap = answer.kind === "many" || answer.kind === "values" ? answer.wrap : null;
  const base = {
    operation,
    token: tokenFor(operation),
    statuses: [success(operation)],
    has: [wrap === null ? "[" : `"${wrap}":[`],
  };
  const steps = [defineStep({ ...base, name: String(success(operation)), title: "answers with a list", path })];
  if (page.style === "none") return steps;
  const invalid = failure(operation, "invalid");
  const { parameter, max } = page.limit;
  steps.push(
    defineStep({
      ...base,
      name: `${success(operation)}:page`,
      title: "answers with one row a page",
      path: `${path}?${parameter}=1`,
    }),
  );
  for (const limit of invalid === null ? [] : [0, max + 1]) {
    const statuses = [invalid?.status ?? 422];
    const name = limit === 0 ? String(statuses[0]) : `${statuses[0]}:limit`;
    steps.push(
      defineStep({
        operation,
        token: base.token,
        name,
        title: `refuses a page of ${limit} rows`,
        path: `${path}?${parameter}=${limit}`,
        statuses,
      }),
    );
  }
  return steps;
}

/** From one state after the other; where the row is in another one, it has to be refused. */
function transitionStep(course: Course, operation: Extract<ApiOperation, { verb: "transition" }>): ProbeStep[] {
  if (!maySay(course, operation)) return [];
  const path = pathOf(course, operation, { row: 1 });
  const key = `${operation.entity} ${operation.field}`;
  const initial = fieldOf(entityOf(course, operation.entity), operation.field)?.default;
  const state = course.states.get(key) ?? (typeof initial === "string" ? initial : null);
  const refused = failure(operation, "state");
  if (path === null || state === null || refused === null) return unreachable(course, operation);
  const base = { operation, path, token: tokenFor(operation) };
  const refusal = defineStep({
    ...base,
    name: String(refused.status),
    title: "refuses a row in another state",
    statuses: [refused.status],
    has: shows(refused),
  });
  if (!operation.from.includes(state)) return [refusal];
  course.states.set(key, operation.to);
  const happy = defineStep({
    ...base,
    name: String(success(operation)),
    title: `makes it ${operation.to}`,
    statuses: [success(operation)],
  });
  return [happy, refusal];
}

/** Requirements may refuse what the probes can send, which is as right. */
function effectStep(course: Course, operation: Extract<ApiOperation, { verb: "effects" }>): ProbeStep[] {
  if (!maySay(course, operation)) return [];
  const path = pathOf(course, operation, { row: 1 });
  const body = inputOf(operation) === null ? "" : bodyOf(course, operation, { row: 1 });
  if (path === null || body === null) return unreachable(course, operation);
  const refusals = operation.outcomes.filter(({ cause }) => cause === "requirement").map(({ status }) => status);
  return [
    defineStep({
      operation,
      name: String(success(operation)),
      title: refusals.length === 0 ? "does it" : "does it, or says what does not hold",
      path,
      token: tokenFor(operation),
      body: body === "" ? null : body,
      statuses: [success(operation), ...refusals],
    }),
  ];
}

/** Removes the second rows of these entities, those that hang on others first, and looks that they are gone. */
export function deleteSteps(course: Course, isMeant: (entity: string) => boolean): ProbeStep[] {
  const { api } = course;
  const order = api.entities.map(({ name }) => name).toReversed();
  const deletes = api.operations.filter((operation) => operation.verb === "delete");
  return order
    .flatMap((name) => deletes.filter(({ entity }) => entity === name && isMeant(name)))
    .flatMap((operation) => {
      if (!maySay(course, operation)) return [];
      const path = pathOf(course, operation, { row: 2 });
      if (path === null) return unreachable(course, operation);
      const inUse = failure(operation, "inUse");
      const gone = failure(operation, "notFound");
      const base = { operation, path, token: tokenFor(operation) };
      const statuses = [success(operation), ...(inUse === null ? [] : [inUse.status])];
      const step = defineStep({ ...base, name: String(success(operation)), title: "removes the row", statuses });
      if (inUse !== null || gone === null) return [step];
      return [
        step,
        defineStep({ ...base, name: `${gone.status}:deleted`, title: "has removed the row", statuses: [gone.status] }),
      ];
    });
}
