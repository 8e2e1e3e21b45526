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
  const operations = plan.operations.filter(
    (operation) => "entity" in operation && operation.entity === entity.name,
  );
  const fields = entity.fields.map(fieldView);
  const view = (verb: Verb, row: boolean): OperationView | null => {
    const operation = operations.find((candidate) => candidate.verb === verb);
    return operation === undefined ? null : accessOf(operation, { row });
  };
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
  const bounded = field.type === "integer" ? { minimum: minimum === minInt32 ? null : minimum, maximum: maximum === maxInt32 ? null : maximum } : {};
  return {
    ...field,
    // Every integer of 32 bits is within these bounds anyway.
    ...bounded,
    human: humanName(field.name),
    optional: !field.required,
    indexed: field.unique && field.type === "string" && field.enum === null && (field.maxLength ?? indexBytes) * bytesOfCharacter > indexBytes,
    big: field.type === "integer" && ((minimum ?? 0) < minInt32 || (maximum ?? 0) > maxInt32),
  };
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
  const callers = (verb: Verb): Callers | null => {
    const operation = operations.find((candidate) => candidate.verb === verb);
    return operation === undefined ? null : callersOf(operation, cast);
  };
  const [list, get, create, update, remove] = (["list", "get", "create", "update", "delete"] as const).map(callers);
  const maker = create === null || create === undefined ? (entity.owned ? (cast[0]?.name ?? null) : null) : create.by;
  const used = new Set([maker, ...[list, get, create, update, remove].flatMap((one) => [one?.by, ...(one?.allowed ?? []), ...(one?.denied ?? [])])]);
  const open = fields.filter(({ secret }) => !secret);
  const minimal = fields.filter((field) => field.required || field.unique).map(sampleOf);
  return {
    actors: cast.filter(({ name }) => used.has(name)).map(({ name, role }) => ({ name, role })),
    maker,
    list: list ?? null,
    get: get ?? null,
    create: create ?? null,
    update: update ?? null,
    delete: remove ?? null,
    minimal,
    further: open.filter((field) => !field.required && !field.unique).map(sampleOf),
    secrets: fields.filter(({ secret }) => secret).map(sampleOf),
    invalid: fields.flatMap(invalidValues),
    change: changeOf(open, minimal),
    ...listSamples(operations, fields),
  };
}

/** A change that shows: another value than a row of the smallest input has. */
function changeOf(fields: readonly FieldView[], minimal: readonly Sample[]): Sample | null {
  const current = (field: FieldView): Value | null =>
    minimal.find((sample) => sample.field === field)?.value ?? field.default;
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
  const named = (name: string): FieldView[] => fields.filter((field) => field.name === name);
  const filters = list.filters.flatMap(named);
  return {
    sorts: list.order
      .flatMap(({ field }) => named(field))
      .map((field) => ({ field: field.name, values: ascendingValues(field), type: field.type })),
    filters: filters.flatMap((field) => {
      const [unwanted, ...others] = ascendingValues(field);
      const wanted = others.at(-1);
      return wanted === undefined || unwanted === undefined ? [] : [{ field: field.name, wanted, unwanted, type: field.type }];
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
