import type { Operation, PlanField } from "../plan/schema.ts";
import { rowIdsOf } from "../plan/store.ts";
import { allows } from "./access.ts";
import { changeableField, createBody, objectText } from "./body.ts";
import { type EntityProbe, idMember, rowPath, secretKeys, tokenFor, updateBody } from "./happy.ts";
import { brokenConstraints, wrongType } from "./invalid.ts";
import { sampleValue } from "./sample.ts";
import { defineStep, type ProbeStep } from "./step.ts";

/** What each operation of the entity must refuse from somebody who may call it. */
export function inputSteps(probe: EntityProbe): ProbeStep[] {
  const steps = [...createErrors(probe), ...updateErrors(probe), ...listErrors(probe), ...missingRows(probe)];
  return [...steps, ...unharmed(probe)];
}

function createErrors({ plan, entity, operation }: EntityProbe): ProbeStep[] {
  const create = operation("create");
  if (!create || !allows(create, { caller: "owner", plan })) return [];
  const invalid = plan.errors.invalidStatus;
  const base = { operation: create, path: create.path, token: tokenFor(create), statuses: [invalid] };
  const steps = [
    defineStep({
      ...base,
      name: `${invalid}:json`,
      title: "refuses malformed JSON",
      body: '{"a":',
      statuses: [400, invalid],
    }),
    defineStep({
      ...base,
      name: `${invalid}:unknown-field`,
      title: "refuses a field that it does not know",
      body: createBody(entity, { row: 7, brief: true, override: { noSuchField: "1" } }),
    }),
    defineStep({
      ...base,
      name: "413",
      title: "refuses a body of a megabyte",
      body: createBody(entity, { row: 7, brief: true, override: { noSuchField: '"{{x:1048576}}"' } }),
      statuses: [413, 400, invalid],
    }),
  ];
  const required = entity.fields.find((field) => field.required);
  if (required) {
    steps.push(
      defineStep({
        ...base,
        name: `${invalid}:missing`,
        title: `refuses a request without \`${required.name}\``,
        body: createBody(entity, { row: 7, brief: true, omit: required.name }),
      }),
    );
  }
  for (const field of entity.fields) {
    for (const [index, value] of [wrongType(field), ...brokenConstraints(field)].entries()) {
      steps.push(
        defineStep({
          ...base,
          name: `${invalid}:${value.name}`,
          title: `refuses ${value.words}`,
          body: createBody(entity, { row: 7, brief: true, override: { [field.name]: value.json } }),
          weight: index === 0 ? 2 : 3,
        }),
      );
    }
  }
  for (const field of entity.fields.filter((one) => one.unique)) {
    steps.push(
      defineStep({
        ...base,
        name: `409:${field.name}`,
        title: `refuses a \`${field.name}\` that is taken`,
        body: createBody(entity, { row: 8, brief: true, override: { [field.name]: sampleValue(field, { row: 2 }) } }),
        statuses: [409],
        lacks: secretKeys(entity),
      }),
    );
  }
  return steps;
}

function updateErrors({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const update = operation("update");
  const field = changeableField(entity);
  if (!update || !field || !hasRows || !allows(update, { caller: "owner", plan })) return [];
  const invalid = plan.errors.invalidStatus;
  const path = rowPath(update, { entity, row: 1 });
  const base = { operation: update, path, token: tokenFor(update), statuses: [invalid] };
  function change(one: PlanField, json: string): string {
    return objectText([[one.name, json]]);
  }
  const wrong = wrongType(field);
  return [
    defineStep({
      ...base,
      name: `${invalid}:json`,
      title: "refuses malformed JSON",
      body: '{"a":',
      statuses: [400, invalid],
    }),
    defineStep({
      ...base,
      name: `${invalid}:unknown-field`,
      title: "refuses a field that it does not know",
      body: objectText([
        [field.name, sampleValue(field, { row: 6 })],
        ["noSuchField", "1"],
      ]),
    }),
    defineStep({
      ...base,
      name: `${invalid}:${wrong.name}`,
      title: `refuses ${wrong.words}`,
      body: change(field, wrong.json),
    }),
    ...entity.fields
      .filter((one) => one.unique)
      .map((one) =>
        defineStep({
          ...base,
          name: `409:${one.name}`,
          title: `refuses a \`${one.name}\` that another row has`,
          body: change(one, sampleValue(one, { row: 2 })),
          statuses: [409],
        }),
      ),
  ];
}

function listErrors({ plan, entity, operation }: EntityProbe): ProbeStep[] {
  const list = operation("list");
  if (list?.verb !== "list" || !allows(list, { caller: "owner", plan })) return [];
  const invalid = plan.errors.invalidStatus;
  const queries = [
    { name: "limit-zero", words: "a limit of 0", query: "limit=0" },
    { name: "limit-high", words: "a limit above the highest", query: `limit=${list.page.maxLimit + 1}` },
    { name: "limit-type", words: "a limit that is no number", query: "limit=many" },
    { name: "offset", words: "a negative offset", query: "offset=-1" },
  ];
  for (const name of list.filters) {
    const field = entity.fields.find((one) => one.name === name);
    if (field && (field.enum !== null || field.type === "integer" || field.type === "boolean")) {
      queries.push({
        name: `filter-${name}`,
        words: `a \`${name}\` that it cannot have`,
        query: `${name}=none-of-these`,
      });
    }
  }
  return queries.map(({ name, words, query }, index) =>
    defineStep({
      operation: list,
      name: `${invalid}:${name}`,
      title: `refuses ${words}`,
      path: `${list.path}?${query}`,
      token: tokenFor(list),
      statuses: [invalid],
      weight: index === 0 ? 1 : 3,
    }),
  );
}

function missingRows({ plan, entity, operation }: EntityProbe): ProbeStep[] {
  const field = changeableField(entity);
  const ids = rowIdsOf(plan);
  const invalid = plan.errors.invalidStatus;
  const operations = [operation("get"), operation("update"), operation("delete")];
  return operations.flatMap((one) => {
    if (!one || !allows(one, { caller: "owner", plan })) return [];
    const body = one.verb === "update" ? (field ? updateBody(field, 6) : "{}") : null;
    const base = { operation: one, token: tokenFor(one), body };
    return [
      defineStep({
        ...base,
        name: "404",
        title: "answers that there is no such row",
        path: withId(one, ids.missing),
        statuses: [404],
      }),
      defineStep({
        ...base,
        name: `${ids.invalid ? invalid : 404}:id`,
        title: "refuses an id that is none",
        path: withId(one, "no-id"),
        statuses: ids.invalid ? [invalid, 400, 404] : [404],
        weight: 2,
      }),
    ];
  });
}

/** After all that was refused, the first row still stands as it was. */
function unharmed({ plan, entity, operation, hasRows }: EntityProbe): ProbeStep[] {
  const get = operation("get");
  if (!get || !hasRows || !allows(get, { caller: "owner", plan })) return [];
  return [
    defineStep({
      operation: get,
      name: "200:unharmed",
      title: "still answers with the row after all that was refused",
      path: rowPath(get, { entity, row: 1 }),
      token: tokenFor(get),
      statuses: [200],
      has: [idMember({ plan, entity }, 1), ...unchanged({ plan, entity, operation, hasRows })],
      lacks: secretKeys(entity),
      weight: 1,
    }),
  ];
}

/** The value that the one permitted update has left. */
function unchanged({ plan, entity, operation }: EntityProbe): string[] {
  const update = operation("update");
  const field = changeableField(entity);
  if (!field || field.type === "number" || field.format !== null || field.type.startsWith("date")) return [];
  const updated = update !== null && allows(update, { caller: "owner", plan });
  const row = updated ? (field.unique ? 4 : 2) : 1;
  return [`"${field.name}":${sampleValue(field, { row })},`];
}

function withId(operation: Operation, id: string): string {
  return operation.path.replace(/:[A-Za-z]+$/, id);
}
