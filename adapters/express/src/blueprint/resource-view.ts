import type { Entity, Operation, Plan } from "@backwright/core";
import { accessOf, callersOf, castOf } from "./access.ts";
import { humanName, resourceNames } from "./names.ts";
import { ascendingValues, badQuery, invalidValues, sampleOf } from "./samples.ts";
import type { Callers, FieldView, ListView, OperationView, ResourceTest, ResourceView, Sample, Value } from "./view.ts";

/** What PostgreSQL can keep of a value in an index, a little less than a third of a page. */
const indexBytes = 2600;
/** Bytes of the longest character in UTF-8. */
const bytesOfCharacter = 4;
const minInt32 = -2_147_483_648;
const maxInt32 = 2_147_483_647;

type Verb = "list" | "get" | "create" | "update" | "delete";

export function resourceView(plan: Plan, entity: Entity): ResourceView {
  const operations = plan.operations.filter((operation) => "entity" in operation && operation.entity === entity.name);
  const fields = entity.fields.map(fieldView);
  function view(verb: Verb, row: boolean): OperationView | null {
    const operation = operations.find((candidate) => candidate.verb === verb);
    return operation === undefined ? null : accessOf(operation, { row });
  }
  const list = operations.find(({ verb }) => verb === "list");
  return {
    ...resourceNames(entity),
    tableName: entity.table,
    path: entity.path,
    owned: entity.owned,
    fields,
    list: list?.verb === "list" ? listView(list, fields) : null,
    get: view("get", true),
    create: view("create", false),
    update: view("update", true),
    delete: view("delete", true),
    test: testView({ plan, entity, operations, fields }),
  };
}

export function fieldView(field: Entity["fields"][number]): FieldView {
  const { minimum, maximum } = field;
  const isInteger = field.type === "integer";
  return {
    ...field,
    // The type of the column keeps an integer within these bounds anyway.
    minimum: isInteger && minimum === minInt32 ? null : minimum,
    maximum: isInteger && maximum === maxInt32 ? null : maximum,
    human: humanName(field.name),
    optional: !field.required,
    indexed: field.unique && isText(field) && (field.maxLength ?? indexBytes) * bytesOfCharacter > indexBytes,
    big: isInteger && ((minimum ?? 0) < minInt32 || (maximum ?? 0) > maxInt32),
  };
}

function isText(field: Entity["fields"][number]): boolean {
  return field.type === "string" && field.enum === null;
}

function listView(operation: Extract<Operation, { verb: "list" }>, fields: readonly FieldView[]): ListView {
  return {
    ...accessOf(operation, { row: false }),
    filters: operation.filters.flatMap((name) => fields.find((field) => field.name === name) ?? []),
    order: operation.order,
    defaultLimit: operation.page.defaultLimit,
    maxLimit: operation.page.maxLimit,
  };
}

interface TestInput {
  readonly plan: Plan;
  readonly entity: Entity;
  readonly operations: readonly Operation[];
  readonly fields: readonly FieldView[];
}

function testView({ plan, entity, operations, fields }: TestInput): ResourceTest {
  const cast = castOf(plan, entity.owned, operations);
  function callers(verb: Verb): Callers | null {
    const operation = operations.find((candidate) => candidate.verb === verb);
    return operation === undefined ? null : callersOf(operation, cast);
  }
  const create = callers("create");
  const calls = {
    list: callers("list"),
    get: callers("get"),
    create,
    update: callers("update"),
    delete: callers("delete"),
  };
  const owner = entity.owned ? (cast[0]?.name ?? null) : null;
  const maker = create === null ? owner : create.by;
  const open = fields.filter(({ secret }) => !secret);
  const minimal = fields.filter((field) => field.required || field.unique).map(sampleOf);
  return {
    actors: cast
      .filter(({ name }) => name === maker || Object.values(calls).some((call) => isNamed(call, name)))
      .map(({ name, role }) => ({ name, role })),
    maker,
    ...calls,
    minimal,
    further: open.filter((field) => !field.required && !field.unique).map(sampleOf),
    secrets: fields.filter(({ secret }) => secret).map(sampleOf),
    invalid: fields.flatMap(invalidValues),
    change: changeOf(open, minimal),
    ...listSamples(operations, fields),
  };
}

function isNamed(call: Callers | null, name: string): boolean {
  return call !== null && [call.by, ...call.allowed, ...call.denied].includes(name);
}

/** A change that shows: another value than a row of the smallest input has. */
function changeOf(fields: readonly FieldView[], minimal: readonly Sample[]): Sample | null {
  function current(field: FieldView): Value | null {
    return minimal.find((sample) => sample.field === field)?.value ?? field.default;
  }
  for (const field of fields.filter(({ unique }) => !unique)) {
    const value = ascendingValues(field).find((candidate) => candidate !== current(field));
    if (value !== undefined) {
      return { field, value };
    }
  }
  const unique = minimal.find(({ field }) => field.unique && !field.secret);
  return unique ?? null;
}

function listSamples(
  operations: readonly Operation[],
  fields: readonly FieldView[],
): Pick<ResourceTest, "sorts" | "filters" | "badQueries"> {
  const list = operations.find(({ verb }) => verb === "list");
  if (list?.verb !== "list") {
    return { sorts: [], filters: [], badQueries: [] };
  }
  function named(name: string): FieldView[] {
    return fields.filter((field) => field.name === name);
  }
  const filters = list.filters.flatMap(named);
  return {
    sorts: list.order
      .flatMap(({ field }) => named(field))
      .map((field) => ({ field: field.name, values: ascendingValues(field), type: field.type })),
    filters: filters.flatMap((field) => {
      const [unwanted, ...others] = ascendingValues(field);
      const wanted = others.at(-1);
      return wanted === undefined || unwanted === undefined
        ? []
        : [{ field: field.name, wanted, unwanted, type: field.type }];
    }),
    badQueries: [
      "limit=0",
      `limit=${list.page.maxLimit + 1}`,
      "limit=x",
      "offset=-1",
      "sort=nothing",
      "unknown=1",
      ...filters.flatMap(badQuery),
    ],
  };
}
