import type { PlanDraft } from "../checklists.ts";
import { entityNames, spoken } from "../names.ts";
import type { Entity, Operation } from "../schema.ts";
import { rowIdsOf } from "../store.ts";
import { fieldSchema } from "./fields.ts";
import type { Json } from "./fields.ts";
import { schemaNames, schemaRef } from "./names.ts";
import { failureResponses } from "./responses.ts";
import { sampleAccount, sampleChange, sampleInput, sampleRow } from "./samples.ts";

/** An operation of the document. */
export function operationObject(operation: Operation, plan: PlanDraft): Json {
  const parts = "entity" in operation ? resourceParts(operation, plan) : accountParts(operation, plan);
  const { success, request, parameters, ...words } = parts;
  return {
    operationId: operation.id,
    ...words,
    security: operation.authenticated ? [{ bearer: [] }] : [],
    ...(parameters === undefined ? {} : { parameters }),
    ...(request === undefined ? {} : { requestBody: { required: true, content: { "application/json": request } } }),
    responses: { [String(operation.statuses[0])]: success, ...failureResponses(operation) },
  };
}

interface OperationParts {
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly parameters?: readonly Json[];
  readonly request?: Json;
  readonly success: Json;
}

type ResourceOperation = Extract<Operation, { entity: string }>;

function resourceParts(operation: ResourceOperation, plan: PlanDraft): OperationParts {
  const entity = plan.entities.find(({ name }) => name === operation.entity);
  if (entity === undefined)
    throw new Error(`${operation.id} is about ${operation.entity}, which the plan does not hold`);

  const row = spoken(entity.name);
  const one = `${/^(?:[aeio]|u(?!ni|s[aeiu]))/.test(row) ? "an" : "a"} ${row}`;
  const common = { tags: [entity.name], description: policySentence(operation) };
  const { schema, sample } = rowIdsOf(plan);
  const id = [{ name: "id", in: "path", required: true, schema, example: sample }];
  const answer = { schema: schemaRef(entity.name), example: sampleRow(entity, sample) };
  switch (operation.verb) {
    case "list":
      return {
        ...common,
        summary: `List ${spoken(entityNames(entity.name).pluralPascal)}`,
        parameters: listParameters(operation, entity),
        success: body("One page of rows.", {
          schema: schemaRef(`${entity.name}List`),
          example: { items: [answer.example], total: 1, limit: operation.page.defaultLimit, offset: 0 },
        }),
      };
    case "get":
      return { ...common, summary: `Get ${one}`, parameters: id, success: body("The row.", answer) };
    case "create":
      return {
        ...common,
        summary: `Create ${one}`,
        request: { schema: schemaRef(`${entity.name}Create`), example: sampleInput(entity) },
        success: created("The row that was created.", answer),
      };
    case "update":
      return {
        ...common,
        summary: `Change ${one}`,
        parameters: id,
        request: { schema: schemaRef(`${entity.name}Update`), example: sampleChange(entity) },
        success: body("The row as it is now.", answer),
      };
    case "delete":
      return { ...common, summary: `Delete ${one}`, parameters: id, success: { description: "The row is gone." } };
  }
}

function accountParts(operation: Exclude<Operation, ResourceOperation>, plan: PlanDraft): OperationParts {
  const names = schemaNames(plan.entities);
  const account = sampleAccount(plan.auth?.roles ?? [], rowIdsOf(plan).sample);
  const session = { schema: schemaRef(names.session), example: { token: "header.payload.signature", user: account } };
  const password = "correct horse battery staple".padEnd(plan.auth?.password.minLength ?? 0, ".");
  const example = { email: "ada@example.com", password };
  const tags = ["Accounts"];
  switch (operation.verb) {
    case "register":
      return {
        tags,
        summary: "Make an account",
        request: { schema: schemaRef(names.registration), example },
        success: created("The account, and a token for it.", session),
      };
    case "login":
      return {
        tags,
        summary: "Log in",
        request: { schema: schemaRef(names.credentials), example },
        success: body("The account, and a token for it.", session),
      };
    case "me":
      return {
        tags,
        summary: "Get the account that is signed in",
        success: body("The account.", { schema: schemaRef(names.account), example: account }),
      };
  }
}

function body(description: string, content: Json): Json {
  return { description, content: { "application/json": content } };
}

function created(description: string, content: Json): Json {
  return {
    description,
    headers: { Location: { $ref: "#/components/headers/Location" } },
    content: { "application/json": content },
  };
}

function listParameters({ filters, order, page }: Extract<Operation, { verb: "list" }>, entity: Entity): Json[] {
  const keys = order.flatMap(({ field }) => [field, `-${field}`]);
  const limit = { type: "integer", minimum: 1, maximum: page.maxLimit, default: page.defaultLimit };
  const offset = { type: "integer", minimum: 0, maximum: 2_147_483_647, default: 0 };
  const usual = order.map(({ field, direction }) => (direction === "desc" ? `-${field}` : field)).join(", ");
  const byField = entity.fields.filter(({ name }) => filters.includes(name));
  return [
    { name: "limit", in: "query", schema: limit },
    { name: "offset", in: "query", schema: offset },
    { name: "sort", in: "query", description: `Without it: ${usual}.`, schema: { type: "string", enum: keys } },
    ...byField.map((field) => ({ name: field.name, in: "query", schema: fieldSchema(field, { use: "query" }) })),
  ];
}

function policySentence({ verb, policy }: ResourceOperation): string {
  if (policy.includes("anyone")) return "For anyone.";
  if (policy.includes("authenticated")) return "For everyone who is signed in.";
  const who = policy.map((word) => (word === "owner" ? "the owner of the row" : `accounts with the role ${word}`));
  const rest = policy.filter((word) => word !== "owner");
  if (verb !== "list" || rest.length === policy.length) return `For ${who.join(" and for ")}.`;
  return rest.length === 0
    ? "Only rows of the account that is signed in."
    : `Only rows of the account that is signed in; all rows for accounts with the role ${rest.join(" or ")}.`;
}
