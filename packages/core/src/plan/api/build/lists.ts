import type { OperationTask } from "../../../task/api/operations.ts";
import type { ApiEntity, ApiField } from "../entity.ts";
import type { QueryParameter } from "../input.ts";
import type { ApiOperation, PageStyle } from "../operation.ts";
import { fieldOf, report, suggestion } from "./draft.ts";
import type { ApiDraft } from "./draft.ts";
import { shapeOf, shapeOfField } from "./fields.ts";
import { contractPlace, shapeOfSchema } from "./requests.ts";
import { resolveExpression } from "./resolve.ts";
import type { ParameterShape, Scope } from "./scope.ts";
import type { OperationPlace } from "./selections.ts";

type List = Extract<ApiOperation, { verb: "list" }>;
export type ListSettings = Pick<List, "where" | "filters" | "order" | "sort" | "page" | "queryParameters">;

export interface ListSubject {
  readonly place: OperationPlace;
  readonly entity: ApiEntity;
  readonly scope: Scope;
}

/** Which rows a list answers, in which order, and how many. */
export function planList(draft: ApiDraft, subject: ListSubject): ListSettings | null {
  const { place, entity, scope } = subject;
  const { task, path } = place;
  const where =
    task.where === undefined
      ? null
      : resolveExpression(draft, { text: task.where, path: [...path, "where"], scope, expects: "boolean" });
  const filters = planFilters(draft, subject);
  const order = planOrder(draft, { place, entity });
  const page = planPage(draft, place);
  if (page === null) return null;
  const sort = task.sort === undefined ? null : sortOf(task.sort, order);
  const parameters = [...pageParameters(page), ...(sort === null ? [] : [sortParameter(sort)]), ...filters.parameters];
  checkQuery(draft, { place, parameters });
  return { where, filters: filters.filters, order, sort, page, queryParameters: parameters };
}

interface Filters {
  readonly filters: List["filters"];
  readonly parameters: QueryParameter[];
}

function planFilters(draft: ApiDraft, { place, entity, scope }: ListSubject): Filters {
  const path = [...place.path, "filter"];
  const given = place.task.filter ?? [];
  const texts = Array.isArray(given)
    ? given.map((name, index) => [name, `this.${name} == query.${name}`, [...path, index]] as const)
    : Object.entries(given).map(([name, text]) => [name, text, [...path, name]] as const);
  const seen = new Map<string, ParameterShape>();
  const filters = texts.flatMap(([parameter, text, at]) => {
    if (Array.isArray(given) && fieldOf(entity, parameter) === null) {
      const names = entity.fields.filter(({ secret }) => !secret).map(({ name }) => name);
      report(draft, at, `${entity.name} has no field \`${parameter}\`${suggestion(parameter, names)}`);
      return [];
    }
    const own = { ...scope, ...queryScope(draft, { place, parameter, seen }) };
    const where = resolveExpression(draft, { text, path: at, scope: own, expects: "boolean" });
    if (where !== null && !seen.has(parameter))
      report(draft, at, `The filter does not look at \`query.${parameter}\`.`);
    return where === null ? [] : [{ parameter, where }];
  });
  const parameters = filters.flatMap(({ parameter }): QueryParameter[] => {
    const shape = seen.get(parameter);
    if (shape === undefined) return [];
    const { nullable: _, ...value } = shape;
    return [{ name: parameter, ...value, required: false, default: null }];
  });
  return { filters, parameters };
}

interface FilterScope {
  readonly place: OperationPlace;
  readonly parameter: string;
  readonly seen: Map<string, ParameterShape>;
}

/** A filter sees its own parameter, of the type that the contract says, or of the field that it is compared with. */
function queryScope(
  draft: ApiDraft,
  { place, parameter, seen }: FilterScope,
): Pick<Scope, "parameter" | "parameterNames"> {
  const declared = place.request.contract?.parameters.find((each) => each.in === "query" && each.name === parameter);
  return {
    parameterNames: (where) => (where === "query" ? [parameter] : []),
    parameter(where, { name, beside }) {
      if (where !== "query" || name !== parameter) return null;
      const contract = declared === undefined ? null : shapeOfSchema(declared.schema, draft.contract?.document ?? {});
      const shape = seen.get(name) ?? { ...(contract ?? shapeBeside(beside)), nullable: false };
      seen.set(name, shape);
      return shape;
    },
  };
}

/** A query asks for what is there, so a text may be as short as it likes. */
function shapeBeside(beside: ApiField | null): Omit<ParameterShape, "nullable"> {
  return beside === null ? shapeOf({}) : { ...shapeOfField(beside), minLength: null, format: null };
}

function planOrder(draft: ApiDraft, { place, entity }: { place: OperationPlace; entity: ApiEntity }): List["order"] {
  const usual = fieldOf(entity, "createdAt")?.generated === "createdAt" ? ["-createdAt"] : [entity.key];
  const given = place.task.order ?? usual;
  const order = given.flatMap((key, index) => {
    const name = key.replace(/^-/, "");
    const field = fieldOf(entity, name);
    const path = [...place.path, "order", index];
    if (field === null || field.secret) {
      const names = entity.fields.filter(({ secret }) => !secret).map((each) => each.name);
      report(draft, path, `${entity.name} has no field \`${name}\`${suggestion(name, names)}`);
      return [];
    }
    return [
      {
        property: field.property,
        column: field.column,
        direction: key.startsWith("-") ? ("desc" as const) : ("asc" as const),
        unique: field.unique || name === entity.key,
      },
    ];
  });
  const key = fieldOf(entity, entity.key);
  const last = order.at(-1);
  const full =
    key === null || order.some(({ unique }) => unique)
      ? order
      : [
          ...order,
          { property: key.property, column: key.column, direction: last?.direction ?? ("asc" as const), unique: true },
        ];
  return full.map(({ property, column, direction }) => ({ property, column, direction }));
}

function sortOf(parameter: string, order: List["order"]): NonNullable<List["sort"]> {
  const keys = order.flatMap(({ property, column }) => [
    { value: property, property, column, direction: "asc" as const },
    { value: `-${property}`, property, column, direction: "desc" as const },
  ]);
  return { parameter, keys };
}

function sortParameter({ parameter, keys }: NonNullable<List["sort"]>): QueryParameter {
  return { name: parameter, ...shapeOf({ enum: keys.map(({ value }) => value) }), required: false, default: null };
}

function planPage(draft: ApiDraft, { task, request, path }: OperationPlace): PageStyle | null {
  if (task.page === undefined) {
    report(
      draft,
      path,
      "A list needs pages, for the number of rows has no bound. Say `page: offset`, `page: cursor`, or `page: none` where it is small.",
    );
    return null;
  }
  const page: Exclude<OperationTask["page"], undefined> = task.page;
  if (page.style === "none") return { style: "none" };
  const settings = "limit" in page ? page.limit : undefined;
  const parameter = settings?.param ?? "limit";
  const declared = request.contract?.parameters.find((each) => each.in === "query" && each.name === parameter)?.schema;
  const most = settings?.max ?? numberIn(declared, "maximum") ?? Math.max(100, settings?.default ?? 0);
  const usual = settings?.default ?? numberIn(declared, "default") ?? Math.min(20, most);
  if (usual > most)
    report(draft, [...path, "page", "limit"], `The default of ${usual} is more than ${most}, the most.`);
  const limit = { parameter, default: usual, max: most };
  if (page.style === "cursor") {
    return { style: "cursor", limit, cursor: { parameter: ("cursor" in page ? page.cursor : undefined) ?? "cursor" } };
  }
  return { style: "offset", limit, offset: { parameter: ("offset" in page ? page.offset : undefined) ?? "offset" } };
}

function numberIn(schema: Record<string, unknown> | undefined, name: string): number | null {
  return typeof schema?.[name] === "number" ? schema[name] : null;
}

function pageParameters(page: PageStyle): QueryParameter[] {
  if (page.style === "none") return [];
  const limit: QueryParameter = {
    name: page.limit.parameter,
    ...shapeOf({ type: "integer", minimum: 1, maximum: page.limit.max }),
    required: false,
    default: page.limit.default,
  };
  if (page.style === "cursor") {
    return [
      limit,
      { name: page.cursor.parameter, ...shapeOf({ minLength: 1, maxLength: 1000 }), required: false, default: null },
    ];
  }
  const offset = { ...shapeOf({ type: "integer", minimum: 0 }), required: false, default: 0 };
  return [limit, { name: page.offset.parameter, ...offset }];
}

/** The query of the contract and that of the task are the same. */
function checkQuery(
  draft: ApiDraft,
  { place, parameters }: { place: OperationPlace; parameters: readonly QueryParameter[] },
): void {
  const names = parameters.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) report(draft, place.path, `Two things are asked for with the parameter \`${repeated}\`.`);
  const { contract } = place.request;
  if (contract === null) return;
  const declared = contract.parameters.filter((each) => each.in === "query");
  for (const { name } of declared.filter((each) => !names.includes(each.name))) {
    report(
      draft,
      place.path,
      `${contractPlace(draft, contract)} takes \`?${name}=\`, and nothing says what it means. Say it under \`filter\`.`,
    );
  }
  for (const name of names.filter((each) => !declared.some((parameter) => parameter.name === each))) {
    report(draft, place.path, `${contractPlace(draft, contract)} does not take \`?${name}=\`.`);
  }
}
