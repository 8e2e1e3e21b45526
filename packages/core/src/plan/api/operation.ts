import * as z from "zod";
import { decisionSchema } from "../decision.ts";
import { assignmentSchema, effectStepSchema, idempotencySchema, loadSchema, requirementSchema } from "./effects.ts";
import { expressionSchema } from "./expression.ts";
import {
  apiPolicySchema,
  inputSchema,
  parentSchema,
  pathParameterSchema,
  queryParameterSchema,
  selectionSchema,
} from "./input.ts";
import { answerSchema } from "./view.ts";

/** Why an operation answers a status; several causes may share one. */
export const outcomeSchema = z
  .object({
    status: z.int(),
    cause: z.enum([
      "success",
      "invalid",
      "missingToken",
      "invalidToken",
      "credentials",
      "forbidden",
      "parentNotFound",
      "notFound",
      "conflict",
      "state",
      "requirement",
      "idempotency",
      "inUse",
      "tooMany",
    ]),
    key: z.string().nullable().describe("Key of the problem; `null` where it is the field at fault, or no error."),
    message: z.string().nullable().describe("`null` where it depends on the fault, or no error."),
    description: z.string().describe("A sentence for the contract."),
  })
  .meta({ id: "ApiOutcome" });

export const pageStyleSchema = z
  .discriminatedUnion("style", [
    z.object({
      style: z.literal("offset"),
      limit: z.object({ parameter: z.string(), default: z.int(), max: z.int() }),
      offset: z.object({ parameter: z.string() }),
    }),
    z.object({
      style: z.literal("cursor"),
      limit: z.object({ parameter: z.string(), default: z.int(), max: z.int() }),
      cursor: z.object({ parameter: z.string().describe("Opaque: the order's values of the last row.") }),
    }),
    z.object({ style: z.literal("none") }),
  ])
  .meta({ id: "PageStyle" });

const base = {
  id: z.string().describe("operationId of the contract."),
  name: z.string().describe("camelCase, for code: createArticle."),
  summary: z.string(),
  tag: z.string().describe("Group in the contract."),
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]),
  path: z.string().describe("Full path, parameters as `:slug`."),
  pathParameters: z.array(pathParameterSchema),
  queryParameters: z.array(queryParameterSchema).describe("Filters and paging, as they are validated."),
  auth: z.enum(["required", "optional", "none"]),
  policy: apiPolicySchema,
  rateLimit: z.enum(["general", "auth"]),
  transaction: z.boolean(),
  answer: answerSchema,
  outcomes: z.array(outcomeSchema).describe("Every status that it can answer with each cause, the success first."),
  decisions: z.array(decisionSchema),
};

const onRow = { entity: z.string(), parent: parentSchema.nullable(), row: selectionSchema };

/** The relation of the account that a link makes and an unlink takes away; both do nothing where it is so already. */
const linked = z.object({ entity: z.string(), relation: z.string() }).describe("A manyToMany of the account.");

export const apiOperationSchema = z.discriminatedUnion("verb", [
  z.object({
    verb: z.literal("list"),
    ...base,
    entity: z.string(),
    parent: parentSchema.nullable(),
    where: expressionSchema.nullable(),
    filters: z.array(z.object({ parameter: z.string(), where: expressionSchema })).describe("Each where it is sent."),
    order: z
      .array(z.object({ property: z.string(), column: z.string(), direction: z.enum(["asc", "desc"]) }))
      .min(1)
      .describe("Ends with a unique property."),
    sort: z
      .object({
        parameter: z.string(),
        keys: z
          .array(
            z.object({
              value: z.string().describe("As a query says it: -createdAt."),
              property: z.string(),
              column: z.string(),
              direction: z.enum(["asc", "desc"]),
            }),
          )
          .min(1),
      })
      .nullable()
      .describe("Whether a query may choose what comes first in the order."),
    page: pageStyleSchema,
  }),
  z.object({ verb: z.literal("get"), ...base, ...onRow }),
  z.object({
    verb: z.literal("create"),
    ...base,
    entity: z.string(),
    parent: parentSchema.nullable(),
    input: inputSchema,
    set: z.array(assignmentSchema).describe("What the server sets: the owner, the parent, values of the task."),
  }),
  z.object({ verb: z.literal("update"), ...base, ...onRow, input: inputSchema, set: z.array(assignmentSchema) }),
  z.object({ verb: z.literal("delete"), ...base, ...onRow }),
  z.object({ verb: z.literal("link"), ...base, ...onRow, link: linked }),
  z.object({ verb: z.literal("unlink"), ...base, ...onRow, link: linked }),
  z.object({
    verb: z.literal("register"),
    ...base,
    entity: z.string(),
    input: inputSchema,
    set: z.array(assignmentSchema),
  }),
  z.object({ verb: z.literal("login"), ...base, entity: z.string(), input: inputSchema }),
  z.object({
    verb: z.literal("transition"),
    ...base,
    ...onRow,
    field: z.string().describe("The field with the state."),
    from: z.array(z.string()).min(1),
    to: z.string(),
    set: z.array(assignmentSchema).describe("Further values, beside the state."),
    status: z.int().describe("Of a row in another state."),
    message: z.string(),
  }),
  z.object({
    verb: z.literal("effects"),
    ...base,
    input: inputSchema.nullable(),
    loads: z.array(loadSchema),
    requirements: z.array(requirementSchema).describe("In order; the first that does not hold is answered."),
    steps: z.array(effectStepSchema).min(1),
    idempotency: idempotencySchema.nullable(),
    result: z.string().nullable().describe("The loaded or created row that is answered, as it is afterwards."),
  }),
  z.object({
    verb: z.literal("custom"),
    ...base,
    entity: z.string().nullable(),
    input: inputSchema.nullable(),
    description: z.string().describe("What somebody has to write."),
  }),
]);

export type ApiOutcome = z.infer<typeof outcomeSchema>;
export type PageStyle = z.infer<typeof pageStyleSchema>;
export type ApiOperation = z.infer<typeof apiOperationSchema>;
