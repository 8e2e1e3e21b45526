import * as z from "zod";
import { fieldTypes } from "../task/field.ts";
import { apiPlanSchema } from "./api/schema.ts";
import { decisionSchema } from "./decision.ts";

export const planFieldSchema = z.object({
  name: z.string().describe("camelCase, as in the API."),
  column: z.string().describe("snake_case, as in the database."),
  type: z.enum(fieldTypes),
  format: z.enum(["email", "uri", "slug"]).nullable(),
  enum: z.array(z.string()).nullable(),
  required: z.boolean().describe("Must be sent on create."),
  nullable: z.boolean(),
  unique: z.boolean(),
  secret: z.boolean().describe("Accepted as input, never in a response."),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  minLength: z.int().nullable(),
  maxLength: z.int().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
});

/** A resource. Beside `fields` every row has `id` (generated, of the kind that `store` tells), `createdAt`, `updatedAt` and, where owned, `ownerId`. */
export const entitySchema = z.object({
  name: z.string().describe("PascalCase, singular."),
  plural: z.string().describe("camelCase, plural: bookmarks, blogPosts."),
  table: z.string().describe("snake_case, plural."),
  path: z.string().describe("Path with the base path: /api/bookmarks."),
  owned: z.boolean(),
  fields: z.array(planFieldSchema),
});

/** Words of which one must hold: anyone, authenticated, owner, nobody, or the name of a role. */
export const policySchema = z.array(z.string()).min(1);

export const pageSchema = z.object({ defaultLimit: z.int(), maxLimit: z.int() });
export const orderSchema = z.object({ field: z.string(), direction: z.enum(["asc", "desc"]) });

const operationBase = {
  id: z.string().describe("operationId in the OpenAPI document: listBookmarks."),
  method: z.enum(["GET", "POST", "PATCH", "DELETE"]),
  path: z.string().describe("Full path, parameters as `:id`."),
  policy: policySchema,
  authenticated: z.boolean().describe("False when anyone may call it."),
  statuses: z.array(z.int()).describe("Every status that it can answer, the success first."),
  decisions: z.array(decisionSchema),
};

export const operationSchema = z.discriminatedUnion("verb", [
  z.object({
    verb: z.literal("list"),
    entity: z.string(),
    filters: z.array(z.string()),
    order: z.array(orderSchema),
    page: pageSchema,
    ...operationBase,
  }),
  z.object({ verb: z.literal("get"), entity: z.string(), ...operationBase }),
  z.object({ verb: z.literal("create"), entity: z.string(), ...operationBase }),
  z.object({ verb: z.literal("update"), entity: z.string(), ...operationBase }),
  z.object({ verb: z.literal("delete"), entity: z.string(), ...operationBase }),
  z.object({ verb: z.literal("register"), ...operationBase }),
  z.object({ verb: z.literal("login"), ...operationBase }),
  z.object({ verb: z.literal("me"), ...operationBase }),
]);

const rateSchema = z.object({ max: z.int(), windowSeconds: z.int() });

export const planAuthSchema = z.object({
  kind: z.literal("jwt"),
  path: z.string().describe("Path with the base path: /auth."),
  expiresInSeconds: z.int(),
  roles: z.array(z.string()).describe("The first is given on registration; [] when the task names none."),
  password: z.object({ minLength: z.int(), maxLength: z.int() }),
});

/** How the API reports errors, so that contract, code and checks agree. */
export const errorConventionSchema = z.object({
  invalidStatus: z
    .union([z.literal(400), z.literal(422)])
    .describe("Status of a request whose body or query is invalid."),
  mediaType: z.string(),
  schema: z.record(z.string(), z.unknown()).describe("JSON Schema of an error body."),
});

export const planSchema = z.object({
  schemaVersion: z.literal(1),
  task: z.object({ id: z.string(), objective: z.string() }),
  app: z.object({ name: z.string(), basePath: z.string().describe("'' or a path like /api.") }),
  store: z
    .enum(["tables", "documents"])
    .describe("What keeps the rows: tables number them, documents of MongoDB have object ids."),
  auth: planAuthSchema.nullable(),
  entities: z.array(entitySchema),
  operations: z.array(operationSchema),
  rateLimits: z.object({ general: rateSchema, auth: rateSchema }),
  errors: errorConventionSchema,
  application: z
    .array(decisionSchema)
    .describe(
      "What the code uses of the application that it is added to, and what it brings beside that; [] for a new one.",
    ),
  databaseConsiderations: z.array(decisionSchema),
  securityChecklist: z.array(decisionSchema),
  api: apiPlanSchema
    .nullable()
    .describe("The API of a task in the full form, whose entities and operations are here; `null` for the short form."),
  openapi: z.record(z.string(), z.unknown()).describe("The OpenAPI 3.1 document of what this task adds."),
});

export type { Decision } from "./decision.ts";
export type PlanField = z.infer<typeof planFieldSchema>;
export type Entity = z.infer<typeof entitySchema>;
export type Operation = z.infer<typeof operationSchema>;
export type PlanAuth = z.infer<typeof planAuthSchema>;
export type ErrorConvention = z.infer<typeof errorConventionSchema>;
export type Plan = z.infer<typeof planSchema>;
