import type { Entity, Operation, PlanAuth } from "../schema.ts";
import type { PlanDraft } from "../checklists.ts";
import { fieldSchema } from "./fields.ts";
import type { Json } from "./fields.ts";
import { rowIdsOf } from "../store.ts";
import { schemaNames, schemaRef } from "./names.ts";

const count = { type: "integer", minimum: 0 };
const timestamp = { type: "string", format: "date-time" };

/** `components.schemas`: those that the operations use. */
export function componentSchemas({ entities, operations, auth, errors, store }: PlanDraft): Record<string, Json> {
  const names = schemaNames(entities);
  const rowId = rowIdsOf({ store }).schema;
  const used = entities.flatMap((entity) => {
    const verbs = verbsOf(entity, operations);
    return Object.entries(entitySchemas(entity, { verbs, rowId }));
  });
  return {
    ...Object.fromEntries(used),
    ...(auth === null ? {} : accountSchemas(auth, { names, rowId })),
    ...(operations.length === 0 ? {} : { [names.problem]: errors.schema }),
  };
}

function verbsOf({ name }: Entity, operations: readonly Operation[]): string[] {
  return operations.filter((operation) => "entity" in operation && operation.entity === name).map(({ verb }) => verb);
}

function entitySchemas(
  entity: Entity,
  { verbs, rowId }: { readonly verbs: readonly string[]; readonly rowId: Json },
): Record<string, Json> {
  const { name } = entity;
  return {
    ...(verbs.some((verb) => verb !== "delete") ? { [name]: rowSchema(entity, rowId) } : {}),
    ...(verbs.includes("create") ? { [`${name}Create`]: createSchema(entity) } : {}),
    ...(verbs.includes("update") ? { [`${name}Update`]: updateSchema(entity) } : {}),
    ...(verbs.includes("list") ? { [`${name}List`]: listSchema(entity) } : {}),
  };
}

/** An object that holds exactly these properties. */
function closed(properties: Json, required: readonly string[]): Json {
  return {
    type: "object",
    properties,
    ...(required.length === 0 ? {} : { required }),
    additionalProperties: false,
  };
}

function rowSchema({ fields, owned }: Entity, rowId: Json): Json {
  const shown = fields.filter(({ secret }) => !secret);
  const properties = {
    id: rowId,
    ...(owned ? { ownerId: { ...rowId, description: "Account that the row belongs to." } } : {}),
    ...Object.fromEntries(shown.map((field) => [field.name, fieldSchema(field, { use: "output" })])),
    createdAt: timestamp,
    updatedAt: timestamp,
  };
  return closed(properties, Object.keys(properties));
}

function createSchema({ fields }: Entity): Json {
  const properties = fields.map((field) => [field.name, fieldSchema(field, { use: "input" })] as const);
  const required = fields.filter((field) => field.required).map(({ name }) => name);
  return closed(Object.fromEntries(properties), required);
}

function updateSchema({ fields }: Entity): Json {
  const properties = fields.map((field) => {
    const { default: _, ...schema } = fieldSchema(field, { use: "input" });
    return [field.name, schema] as const;
  });
  return { ...closed(Object.fromEntries(properties), []), minProperties: 1 };
}

function listSchema({ name }: Entity): Json {
  const properties = {
    items: { type: "array", items: schemaRef(name) },
    total: { ...count, description: "Rows that match, on all pages." },
    limit: { type: "integer", minimum: 1 },
    offset: count,
  };
  return closed(properties, Object.keys(properties));
}

function accountSchemas(
  auth: PlanAuth,
  { names, rowId }: { readonly names: ReturnType<typeof schemaNames>; readonly rowId: Json },
): Record<string, Json> {
  const email = { type: "string", format: "email", maxLength: 254 };
  const { minLength, maxLength } = auth.password;
  const account = {
    id: rowId,
    email,
    ...(auth.roles.length === 0 ? {} : { role: { type: "string", enum: auth.roles } }),
    createdAt: timestamp,
  };
  return {
    [names.registration]: closed({ email, password: { type: "string", minLength, maxLength, writeOnly: true } }, [
      "email",
      "password",
    ]),
    [names.credentials]: closed({ email, password: { type: "string", maxLength, writeOnly: true } }, [
      "email",
      "password",
    ]),
    [names.account]: closed(account, Object.keys(account)),
    [names.session]: closed({ token: { type: "string" }, user: schemaRef(names.account) }, ["token", "user"]),
  };
}
