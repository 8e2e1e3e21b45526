import * as z from "zod";
import { entityName, identifier, orderKey } from "../words.ts";
import { apiPolicyTaskSchema, expressionText, fullFieldTaskSchema } from "./entities.ts";

export const apiVerbs = [
  "list",
  "get",
  "create",
  "update",
  "delete",
  "link",
  "unlink",
  "login",
  "register",
  "transition",
  "effects",
  "custom",
] as const;
export type ApiVerb = (typeof apiVerbs)[number];

const parameterName = z.string().min(1);
/** `slug`, where the parameter has the field's name, or field to parameter. */
const byShape = z.union([
  identifier.transform((field): Record<string, string> => ({ [field]: field })),
  z.record(identifier, parameterName),
]);

const pageShape = z.strictObject({
  style: z.enum(["offset", "cursor", "none"]),
  limit: z
    .strictObject({
      param: parameterName.optional(),
      default: z.int().min(1).optional(),
      max: z.int().min(1).max(1000).optional(),
    })
    .optional()
    .describe("Rows of one page. Default: 20, and 100 at most."),
  offset: parameterName.optional().describe("Name of the parameter. Default: offset."),
  cursor: parameterName.optional().describe("Name of the parameter. Default: cursor."),
  next: z.string().min(1).optional().describe("Member with the cursor of the next page. Default: nextCursor."),
});

const values = z.record(identifier, z.union([expressionText, z.number(), z.boolean()]));

const loadShape = z.strictObject({
  entity: entityName,
  by: z.record(identifier, expressionText).describe("One field and its value: `{ id: input.from }`."),
  lock: z.boolean().optional().describe("Nobody else changes the row until this is done. Default: true."),
  errorKey: z.string().min(1).optional().describe("What a 404 calls it. Default: its name."),
});

const requirementShape = z.strictObject({
  that: expressionText,
  status: z.int().min(400).max(499).optional().describe("Default: 409."),
  key: z.string().min(1).optional().describe("Default: state."),
  message: z.string().min(1),
});

const stepShape = z.strictObject({
  set: identifier.optional().describe("A loaded row to change."),
  create: entityName.optional().describe("An entity to make a row of."),
  delete: identifier.optional().describe("A loaded row to remove."),
  as: identifier.optional().describe("Of create: what the new row is called."),
  with: values.optional().describe("Fields and belongsTo relations, and their values."),
});

const idempotencyShape = z.strictObject({
  header: z.string().min(1).optional().describe("Default: Idempotency-Key."),
  required: z.boolean().optional().describe("Default: false."),
});

export const operationTaskSchema = z.strictObject({
  do: z.enum(apiVerbs),
  entity: entityName.optional(),
  request: z
    .string()
    .regex(/^(GET|POST|PUT|PATCH|DELETE) (\/[^\s?#]*)$/, "a request is a method and a path, like `GET /articles/:slug`")
    .optional()
    .describe("Method and path below the base path. Only where there is no contract."),
  summary: z.string().min(1).optional(),
  auth: z.enum(["required", "optional", "none"]).optional().describe("Default: as the policy and the view need it."),
  policy: apiPolicyTaskSchema.optional().describe("Default: that of the entity for what the operation does."),
  row: z.literal("auth").optional().describe("The row is the account that is signed in."),
  by: byShape.optional().describe("How the path names the row. Default: parameters named like fields."),
  parent: z
    .record(identifier, byShape)
    .optional()
    .describe("The belongsTo that leads to the parent, and how the path names it: `{ article: slug }`."),
  relation: identifier.optional().describe("Of link and unlink: the account's relation that is changed."),
  input: z
    .union([z.array(identifier), z.record(identifier, fullFieldTaskSchema)])
    .optional()
    .describe("Fields that are sent. Default: those of the contract, else all that may be written."),
  body: z.string().min(1).optional().describe("Member of the request body that holds the fields. Default: none."),
  partial: z.boolean().optional().describe("Of update: fields may be left out. Default: true."),
  where: expressionText.optional().describe("Of list: which rows there are at all."),
  filter: z
    .union([z.array(identifier), z.record(parameterName, expressionText)])
    .optional()
    .describe("Of list: fields that a query may ask for by value, or parameters with what each means."),
  order: z.array(orderKey).min(1).optional().describe("Of list. Default: newest first."),
  sort: z
    .union([z.literal(true).transform(() => "sort"), parameterName])
    .optional()
    .describe("Of list: a parameter with which a query chooses the order, from the keys of `order`."),
  page: z.union([z.enum(["offset", "cursor", "none"]).transform((style) => ({ style })), pageShape]).optional(),
  view: z.string().min(1).optional().describe("`full` or `Article.full`. Default: the entity's `list` or `full`."),
  values: identifier.optional().describe("Of list, in place of a view: this field alone."),
  wrap: z
    .union([z.string().min(1), z.literal(false)])
    .optional()
    .describe("Default: that of the view."),
  set: values.optional().describe("What the server sets beside the input."),
  field: identifier.optional().describe("Of transition: the field with the state."),
  from: z.array(z.string().min(1)).min(1).optional().describe("Of transition: states in which it may be called."),
  to: z.string().min(1).optional().describe("Of transition: the state afterwards."),
  status: z.int().min(400).max(499).optional().describe("Of transition from another state. Default: 409."),
  message: z.string().min(1).optional().describe("Of transition from another state."),
  load: z.record(identifier, loadShape).optional().describe("Of effects: the rows that are needed."),
  require: z.array(requirementShape).optional().describe("Of effects: what must hold, in this order."),
  steps: z.array(stepShape).min(1).optional().describe("Of effects: what is written, in this order."),
  idempotency: z.union([z.literal(true).transform(() => ({})), idempotencyShape]).optional(),
  result: identifier.optional().describe("Of effects: the row that is answered."),
  transaction: z.boolean().optional().describe("Default: true where more than one statement is needed."),
  rateLimit: z.enum(["general", "auth"]).optional(),
  description: z.string().min(1).optional().describe("Of custom: what somebody has to write."),
});

export type OperationTask = z.output<typeof operationTaskSchema>;
