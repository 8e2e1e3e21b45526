import type { Input, InputField, Selection } from "../../plan/api/input.ts";
import type { ApiOperation } from "../../plan/api/operation.ts";
import { objectText } from "../body.ts";
import { sampleValue } from "../sample.ts";
import type { SampleField } from "../sample.ts";
import { entityOf, fieldOf, learn, recall } from "./course.ts";
import type { Course } from "./course.ts";

/** Sent on registration. Random, so that it is found wherever it leaks and none stands in a file. */
export function passwordOf({ api }: Course): string {
  const text = "Pw-{{hex:12}}";
  const lacking = (api.auth?.password.minLength ?? 0) - 15;
  return lacking > 0 ? `${text}{{x:${lacking}}}` : text;
}

export interface BodyOptions {
  readonly row: number;
  /** JSON by name, in the place of samples. */
  readonly override?: Readonly<Record<string, string>>;
  /** Only these are sent. */
  readonly only?: readonly string[];
}

/** The body of a request as JSON text; `null` where a row that it refers to is not known. */
export function bodyOf(
  course: Course,
  operation: ApiOperation,
  { row, override = {}, only }: BodyOptions,
): string | null {
  const input = inputOf(operation);
  if (input === null) return null;
  const wanted = input.fields.filter(({ name }) => only === undefined || only.includes(name));
  const members = wanted.map(
    (field) => [field.name, override[field.name] ?? valueOf(course, { operation, field, row })] as const,
  );
  if (members.some(([, value]) => value === null)) return null;
  return wrapped(input, objectText(members.map(([name, value]) => [name, value ?? "null"] as const)));
}

export function inputOf(operation: ApiOperation): Input | null {
  return "input" in operation ? operation.input : null;
}

export function wrapped({ wrap }: Input, fields: string): string {
  return wrap === null ? fields : objectText([[wrap, fields]]);
}

interface ValueOptions {
  readonly operation: ApiOperation;
  readonly field: InputField;
  readonly row: number;
}

/** A value that a field takes; a reference is to a row that an earlier request made. */
export function valueOf(course: Course, { operation, field, row }: ValueOptions): string | null {
  if (field.kind === "tags") return `["${"tag".slice(0, field.maxLength)}"]`;
  if (field.name === course.api.auth?.password.field) return `"${passwordOf(course)}"`;
  if (field.kind === "reference") return referenceOf(course, { operation, field });
  const load = operation.verb === "effects" ? loadOf(operation, field.name) : null;
  if (load !== null) return recalled(course, { entity: load.entity, row: load.row, property: load.property });
  return sampleValue(sampleField(course, { operation, field }), { row });
}

function referenceOf(
  course: Course,
  { operation, field }: { operation: ApiOperation; field: Extract<InputField, { kind: "reference" }> },
): string | null {
  const entity = "entity" in operation && operation.entity !== null ? entityOf(course, operation.entity) : null;
  const relation = entity?.relations.find(({ name }) => name === field.relation);
  if (relation === undefined) return null;
  const property = entityOf(course, relation.entity).key;
  return recalled(course, { entity: relation.entity, row: 1, property });
}

/** A kept value as JSON: a number as it is, a text in quotes. */
export function recalled(course: Course, cell: Parameters<typeof recall>[1]): string | null {
  const value = recall(course, cell);
  const field = entityOf(course, cell.entity).fields.find(({ property }) => property === cell.property);
  if (value === null) return null;
  return field?.type === "integer" || field?.type === "number" ? value : `"${value}"`;
}

/** The load that a value of the input finds; each load of an entity takes another row. */
function loadOf(
  { loads }: Extract<ApiOperation, { verb: "effects" }>,
  name: string,
): { readonly entity: string; readonly row: number; readonly property: string } | null {
  const load = loads.find(
    ({ by }) => by.value.kind === "parameter" && by.value.in === "input" && by.value.name === name,
  );
  if (load === undefined) return null;
  const row = loads.filter(({ entity }) => entity === load.entity).indexOf(load) + 1;
  return { entity: load.entity, row, property: load.by.property };
}

/** The names of the input that say which rows are loaded. */
export function loadNames({ loads }: Extract<ApiOperation, { verb: "effects" }>): string[] {
  return loads.flatMap(({ by }) => (by.value.kind === "parameter" && by.value.in === "input" ? [by.value.name] : []));
}

export function sampleField(
  course: Course,
  { operation, field }: { operation: ApiOperation; field: Exclude<InputField, { kind: "tags" }> },
): SampleField {
  const entity = "entity" in operation && operation.entity !== null ? entityOf(course, operation.entity) : null;
  const stored = entity === null ? null : fieldOf(entity, field.kind === "field" ? field.field : field.name);
  return { ...field, unique: stored?.unique ?? false, secret: stored?.secret ?? false };
}

/** Notes the values of a row that were sent as they are. */
export function learnInput(course: Course, operation: ApiOperation, row: number): void {
  if (!("entity" in operation) || operation.entity === null) return;
  const { entity } = operation;
  for (const field of inputOf(operation)?.fields ?? []) {
    if (field.kind !== "field") continue;
    const sample = sampleField(course, { operation, field });
    if (sample.secret || sample.type !== "string") continue;
    const property = fieldOf(entityOf(course, entity), field.field)?.property ?? field.field;
    learn(course, { entity, row, property }, sampleValue(sample, { row }).slice(1, -1));
  }
}

export interface PathOptions {
  /** Row of the operation's entity. */
  readonly row: number;
  /** Whether the row, or the parent, is one that does not exist. */
  readonly missing?: "row" | "parent";
}

/** The path with its parameters filled in; `null` where a row that it names is not known. */
export function pathOf(course: Course, operation: ApiOperation, { row, missing }: PathOptions): string | null {
  const parent = "parent" in operation ? operation.parent : null;
  const found = [
    ...(parent === null
      ? []
      : selected(course, { selection: parent.selection, row: 1, missing: missing === "parent" })),
    ...("row" in operation ? selected(course, { selection: operation.row, row, missing: missing === "row" }) : []),
  ];
  let path = operation.path;
  for (const [parameter, value] of found) {
    if (value === null) return null;
    path = path.replace(`:${parameter}`, () => value);
  }
  return /\/:[A-Za-z_]/.test(path) ? null : path;
}

function selected(
  course: Course,
  { selection, row, missing }: { selection: Selection; row: number; missing: boolean },
): (readonly [string, string | null])[] {
  if (selection.kind === "auth") return [];
  const { entity, by } = selection;
  return by.map(({ property, parameter }) => {
    const field = entityOf(course, entity).fields.find((each) => each.property === property);
    return [
      parameter,
      missing ? missingValue(field?.type ?? "string") : encoded(recall(course, { entity, row, property })),
    ];
  });
}

/** A value that no row has. */
export function missingValue(type: string): string {
  if (type === "integer" || type === "number") return "2147483647";
  return type === "uuid" ? "00000000-0000-4000-8000-000000000000" : "missing-{{hex:12}}";
}

function encoded(value: string | null): string | null {
  const parts = value?.split(/(\{\{[^}]*\}\})/);
  return parts?.map((part) => (part.startsWith("{{") ? part : encodeURIComponent(part))).join("") ?? null;
}
