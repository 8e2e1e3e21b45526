import * as z from "zod";
import { apiEntitySchema, joinTableSchema } from "./entity.ts";
import { errorShapeSchema } from "./error-shape.ts";
import { apiOperationSchema } from "./operation.ts";
import { viewSchema } from "./view.ts";

/** Accounts: which entity they are, and how a request shows whose it is. */
export const apiAuthSchema = z.object({
  kind: z.literal("jwt"),
  subject: z.string().describe("The entity of the accounts."),
  header: z.object({ name: z.string(), schemes: z.array(z.string()).min(1).describe("Any of them, in any case.") }),
  claims: z
    .array(z.object({ claim: z.string(), property: z.string() }))
    .min(1)
    .describe("What a token holds; `sub` is the primary key."),
  expiresInSeconds: z.int(),
  password: z.object({
    field: z.string().describe("Name of the field: password."),
    property: z.string().describe("Property that keeps the hash: passwordHash."),
    hash: z.literal("argon2id"),
    minLength: z.int(),
    maxLength: z.int(),
  }),
  login: z.object({ by: z.string().describe("Unique field that names the account: email.") }),
  role: z
    .object({ field: z.string(), values: z.array(z.string()), initial: z.string() })
    .nullable()
    .describe("Field of the account that holds its role."),
});

/** A whole API, resolved: nothing left to look up, to parse or to default. */
export const apiPlanSchema = z.object({
  title: z.string(),
  basePath: z.string().describe("'' or a path like /api; the paths of operations hold it already."),
  auth: apiAuthSchema.nullable(),
  entities: z.array(apiEntitySchema).describe("In the order in which tables can be made."),
  joinTables: z.array(joinTableSchema),
  views: z.array(viewSchema),
  operations: z.array(apiOperationSchema),
  errors: errorShapeSchema,
  timestamps: z.literal("date-time-ms").describe("Moments are answered as UTC with milliseconds."),
});

export type ApiAuth = z.infer<typeof apiAuthSchema>;
export type ApiPlan = z.infer<typeof apiPlanSchema>;
