import * as z from "zod";
import { entityTaskSchema } from "./api/entities.ts";
import { errorsTaskSchema, inputTaskSchema } from "./api/errors.ts";
import { operationTaskSchema } from "./api/operations.ts";
import { fieldMembers, fieldTypes } from "./field.ts";
import { duration, entityName, identifier, orderKey, roleName, urlPath } from "./words.ts";

/** A task id is a file name: letters, digits, `.`, `_`, `-`, at most 128, not starting with `.`. */
export const taskIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/,
    "a task id holds letters, digits, `.`, `_` and `-`, at most 128, and does not start with `.`",
  );

const fieldShape = z.strictObject(fieldMembers);

/** A field in full, or only the name of its type. */
export const fieldTaskSchema = z.union([
  z.enum(fieldTypes).transform((type): z.output<typeof fieldShape> => ({ type })),
  fieldShape,
]);

const policyWord = z.union([z.enum(["anyone", "authenticated", "owner", "nobody"]), roleName]);
export const policyTaskSchema = z
  .union([policyWord.transform((word) => [word]), z.array(policyWord).min(1)])
  .describe("`anyone`, `authenticated`, `owner`, `nobody`, a role, or a list of which one must hold.");

export const resourceTaskSchema = z.strictObject({
  path: urlPath.optional().describe("Default: the plural of the name in kebab-case."),
  owner: z.boolean().optional().describe("Each row belongs to the account that made it."),
  fields: z
    .record(identifier, fieldTaskSchema)
    .describe("What a row holds beside `id`, `createdAt`, `updatedAt` and, where owned, `ownerId`."),
  operations: z
    .array(z.enum(["list", "get", "create", "update", "delete"]))
    .min(1)
    .optional()
    .describe("Default: all five, without those that nobody may call."),
  policies: z
    .strictObject({
      read: policyTaskSchema.optional(),
      create: policyTaskSchema.optional(),
      update: policyTaskSchema.optional(),
      delete: policyTaskSchema.optional(),
    })
    .optional()
    .describe(
      "Default for rows with an owner: the owner, and everyone signed in may create. Otherwise everyone may read, and everyone signed in may do the rest.",
    ),
  list: z
    .strictObject({
      filter: z.array(identifier).optional().describe("Fields that a query may ask for by value."),
      order: z.array(orderKey).min(1).optional().describe("Default: newest first."),
      limit: z
        .strictObject({ default: z.int().min(1).optional(), max: z.int().min(1).max(1000).optional() })
        .optional()
        .describe("Rows of one page. Default: 20, and 100 at most."),
    })
    .optional(),
});

const rateSchema = z.strictObject({ max: z.int().min(1), window: duration });

const authShape = z.strictObject({
  kind: z.literal("jwt"),
  path: urlPath.optional().describe("Default: /auth."),
  expires: duration.optional().describe("Life of a token. Default: 1h."),
  roles: z.array(roleName).min(1).optional().describe("The first is given on registration."),
  password: z
    .strictObject({
      minLength: z.int().min(8).max(64).optional().describe("Default: 8."),
      field: identifier.optional().describe("Of the subject. Default: password."),
    })
    .optional(),
  subject: entityName.optional().describe("The entity that accounts are, where the task has `entities`."),
  login: identifier.optional().describe("Unique field that names an account. Default: email."),
  role: identifier.optional().describe("Field of the subject that holds the role; its values are the roles."),
  header: z
    .strictObject({
      name: z.string().min(1).optional().describe("Default: Authorization."),
      schemes: z.array(z.string().min(1)).min(1).optional().describe("Words before the token. Default: Bearer."),
    })
    .optional(),
  claims: z
    .record(z.string().min(1), identifier)
    .optional()
    .describe("Further claims of a token and the fields they are of; `sub` is always the key."),
});
export const authTaskSchema = z.union([
  z.literal("jwt").transform((kind): z.output<typeof authShape> => ({ kind })),
  authShape,
]);

/** What a task file holds. What the API is stands under `resources` (the short form), or `entities` and `operations`. */
export const taskSchema = z.strictObject({
  $schema: z.string().optional(),
  id: taskIdSchema,
  objective: z.string().min(1),
  complexity: z.enum(["easy", "normal", "complex"]).optional(),
  acceptanceCriteria: z.array(z.string().min(1)).optional(),
  dependencies: z.array(taskIdSchema).optional(),
  notes: z.string().optional(),
  sourceIssue: z.string().optional(),
  testFile: z.string().optional(),
  testCode: z.string().optional(),
  name: z
    .string()
    .regex(/^[a-z][a-z0-9-]*$/, "an application is named in kebab-case")
    .optional()
    .describe("Name of the application made in an empty folder."),
  adapter: z.string().optional(),
  commands: z
    .strictObject({
      build: z.string().optional(),
      lint: z.string().optional(),
      test: z.string().optional(),
      start: z.string().optional(),
      stop: z.string().optional(),
    })
    .optional()
    .describe("Win over the commands that were detected."),
  env: z
    .array(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/))
    .optional()
    .describe("Names of further environment variables that the project's commands get."),
  basePath: urlPath.optional(),
  auth: authTaskSchema.optional(),
  rateLimit: z
    .strictObject({
      general: rateSchema.optional().describe("Of every operation. Default: 300 a minute."),
      auth: rateSchema.optional().describe("Of registration and login. Default: 20 a minute."),
    })
    .optional()
    .describe("Requests from one address that are answered within a window."),
  resources: z.record(entityName, resourceTaskSchema).optional(),
  contract: z
    .string()
    .min(1)
    .optional()
    .describe("An OpenAPI 3.1 document, from the folder of this file. Its operationIds are those under `operations`."),
  errors: errorsTaskSchema.optional().describe("How the whole API reports errors, where it has `entities`."),
  input: inputTaskSchema.optional().describe("How inputs are read, where it has `entities`."),
  entities: z.record(entityName, entityTaskSchema).optional(),
  operations: z
    .record(
      z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, "an operation is named like `listArticles`"),
      operationTaskSchema,
    )
    .optional(),
  completion: z.strictObject({ failureMarker: z.enum(["failed", "done"]).optional() }).optional(),
});

/** Whether a task says what the API is, and so an application can be made from it. */
export function saysApi({ resources, entities }: Task): boolean {
  return resources !== undefined || entities !== undefined;
}

export type FieldTask = z.output<typeof fieldTaskSchema>;
export type ResourceTask = z.output<typeof resourceTaskSchema>;
export type Task = z.output<typeof taskSchema>;
