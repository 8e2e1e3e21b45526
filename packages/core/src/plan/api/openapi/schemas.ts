import { fieldSchema } from "../../openapi/fields.ts";
import type { Json } from "../../openapi/fields.ts";
import { schemaRef } from "../../openapi/names.ts";
import { errorSchema } from "../build/error-shape.ts";
import type { Input, InputField } from "../input.ts";
import type { ApiOperation } from "../operation.ts";
import type { ApiPlan } from "../schema.ts";
import type { View, ViewMember } from "../view.ts";

export const failureSchema = "Failure";

/** `components.schemas`: every view and input that an operation uses, and the error. */
export function apiSchemas(api: ApiPlan): Record<string, Json> {
  const views = usedViews(api).map((view) => [view.schema, viewSchema(view, api)] as const);
  const inputs = api.operations.flatMap((operation) =>
    "input" in operation && operation.input !== null
      ? [[operation.input.schema, inputSchema(operation.input)] as const]
      : [],
  );
  const failure = api.operations.length === 0 ? [] : [[failureSchema, errorSchema(api.errors.template)] as const];
  return Object.fromEntries([...views, ...inputs, ...failure]);
}

function usedViews({ views, operations }: ApiPlan): View[] {
  const used = new Set<string>();
  function use(name: string): void {
    if (used.has(name)) return;
    used.add(name);
    for (const member of views.find((view) => view.name === name)?.members ?? []) {
      if (member.kind === "view" || member.kind === "self") use(member.view);
    }
  }
  for (const { answer } of operations) if (answer.kind === "one" || answer.kind === "many") use(answer.view);
  return views.filter(({ name }) => used.has(name));
}

/** An object that holds exactly these properties. */
function closed(properties: Record<string, Json>): Json {
  return { type: "object", properties, required: Object.keys(properties), additionalProperties: false };
}

function viewSchema(view: View, api: ApiPlan): Json {
  return closed(Object.fromEntries(view.members.map((member) => [member.name, memberSchema(member, { view, api })])));
}

function memberSchema(member: ViewMember, { view, api }: { view: View; api: ApiPlan }): Json {
  switch (member.kind) {
    case "field":
      return storedSchema(api, { entity: view.entity, field: member.field });
    case "value":
      return fieldSchema(
        {
          ...plain,
          type: member.type,
          nullable: member.nullable,
          ...(member.value.kind === "count" ? { minimum: 0 } : {}),
        },
        { use: "output" },
      );
    case "tags":
      return { type: "array", items: { type: "string" } };
    case "token":
      return { type: "string" };
    case "self":
      return schemaRef(schemaNameOf(api, member.view));
    case "view": {
      const one = schemaRef(schemaNameOf(api, member.view));
      if (member.many) return { type: "array", items: one };
      return member.nullable ? { anyOf: [one, { type: "null" }] } : one;
    }
  }
}

const plain = {
  format: null,
  enum: null,
  minLength: null,
  maxLength: null,
  minimum: null,
  maximum: null,
  default: null,
  secret: false,
  nullable: false,
};

function storedSchema({ entities }: ApiPlan, { entity, field }: { entity: string; field: string }): Json {
  const found = entities.find(({ name }) => name === entity)?.fields.find(({ name }) => name === field);
  if (found === undefined) throw new Error(`${entity} has no field ${field}`);
  return fieldSchema(found, { use: "output" });
}

export function schemaNameOf({ views }: ApiPlan, name: string): string {
  const view = views.find((each) => each.name === name);
  if (view === undefined) throw new Error(`There is no view ${name}`);
  return view.schema;
}

function inputSchema({ fields, strict, atLeastOne }: Input): Json {
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.name, inputFieldSchema(field)])),
    ...(required.length === 0 ? {} : { required }),
    ...(strict ? { additionalProperties: false } : {}),
    ...(atLeastOne ? least(fields, strict) : {}),
  };
}

/** Where other fields are ignored, they do not count. */
function least(fields: readonly InputField[], strict: boolean): Json {
  return strict ? { minProperties: 1 } : { anyOf: fields.map(({ name }) => ({ required: [name] })) };
}

function inputFieldSchema(field: InputField): Json {
  if (field.kind === "tags") {
    const { minLength, maxLength, maxItems } = field;
    return { type: "array", maxItems, items: { type: "string", minLength, maxLength } };
  }
  return fieldSchema({ ...field, secret: false }, { use: "input" });
}

/** The body that an operation takes. */
export function requestSchema({ schema, wrap, strict }: Input): Json {
  const inner = schemaRef(schema);
  if (wrap === null) return inner;
  return {
    type: "object",
    properties: { [wrap]: inner },
    required: [wrap],
    ...(strict ? { additionalProperties: false } : {}),
  };
}

/** The body that an operation answers; `null` where it answers none. */
export function answerSchema({ answer, verb, ...operation }: ApiOperation, api: ApiPlan): Json | null {
  switch (answer.kind) {
    case "empty":
      return null;
    case "one": {
      const view = schemaRef(schemaNameOf(api, answer.view));
      return answer.wrap === null ? view : closed({ [answer.wrap]: view });
    }
    case "values": {
      const entity = "entity" in operation ? (operation.entity ?? "") : "";
      const list = { type: "array", items: storedSchema(api, { entity, field: answer.field }) };
      return answer.wrap === null ? list : closed({ [answer.wrap]: list });
    }
    case "many": {
      const list = { type: "array", items: schemaRef(schemaNameOf(api, answer.view)) };
      if (answer.wrap === null) return list;
      const count = { type: "integer", minimum: 0 };
      return closed({
        [answer.wrap]: list,
        ...(answer.total === null
          ? {}
          : { [answer.total]: { ...count, description: "Rows that match, on all pages." } }),
        ...(answer.echo ? { limit: { type: "integer", minimum: 1 }, offset: count } : {}),
        ...(answer.next === null
          ? {}
          : { [answer.next]: { type: ["string", "null"], description: `Null on the last page of the ${verb}.` } }),
      });
    }
  }
}
