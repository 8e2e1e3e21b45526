import * as z from "zod";

/** A task id is a file name: letters, digits, `.`, `_`, `-`, at most 128, not starting with `.`. */
export const taskIdSchema = z
  .string()
  .regex(
    /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}$/,
    "a task id holds letters, digits, `.`, `_` and `-`, at most 128, and does not start with `.`",
  );

const identifier = z.string().regex(/^[a-z][A-Za-z0-9]*$/, "a field is named in camelCase, like `dueDate`");
const entityName = z
  .string()
  .regex(/^[A-Z][A-Za-z0-9]*$/, "a resource is named in PascalCase and the singular, like `Bookmark`");
const roleName = z.string().regex(/^[a-z][a-z0-9-]*$/, "a role is lower case, like `admin`");
const urlPath = z
  .string()
  .regex(/^(\/[A-Za-z0-9._~-]+)+$/, "a path starts with `/` and does not end with one, like `/bookmarks`");

export const fieldTypes = ["string", "integer", "number", "boolean", "date", "date-time", "uuid"] as const;

const fieldShape = z.strictObject({
  type: z.enum(fieldTypes).optional().describe("Default: string."),
  format: z.enum(["email", "uri", "slug"]).optional().describe("What the text has to be."),
  required: z.boolean().optional().describe("Must be sent when the row is created. Default: false."),
  nullable: z
    .boolean()
    .optional()
    .describe("May be null. Default: true where the field is neither required nor has a default."),
  unique: z.boolean().optional().describe("No two rows hold the same value; a duplicate answers 409."),
  enum: z.array(z.string().min(1)).min(1).optional().describe("The values that a string may have."),
  default: z
    .union([z.string(), z.number(), z.boolean()])
    .optional()
    .describe("Value of a row that was created without this field."),
  minLength: z
    .int()
    .min(0)
    .optional()
    .describe("In characters. Default: 1 where the field is required and has no format, else 0."),
  maxLength: z.int().min(1).optional().describe("In characters. Default: 255, or minLength where that is more."),
  minimum: z.number().optional().describe("Default for an integer: -2147483648, which every database can hold."),
  maximum: z.number().optional().describe("Default for an integer: 2147483647."),
  secret: z.boolean().optional().describe("Accepted as input, never part of any response."),
});

/** A field in full, or only the name of its type. */
export const fieldTaskSchema = z.union([
  z.enum(fieldTypes).transform((type): z.output<typeof fieldShape> => ({ type })),
  fieldShape,
]);

const policyWord = z.union([z.enum(["anyone", "authenticated", "owner", "nobody"]), roleName]);
export const policyTaskSchema = z
  .union([policyWord.transform((word) => [word]), z.array(policyWord).min(1)])
  .describe("`anyone`, `authenticated`, `owner`, `nobody`, a role, or a list of which one must hold.");

const orderKey = z.string().regex(/^-?[a-z][A-Za-z0-9]*$/, "an order is a field, with `-` in front for descending");

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

const duration = z.string().regex(/^[1-9][0-9]*[smhd]$/, "a duration is a number with s, m, h or d, like `1h`");
const rateSchema = z.strictObject({ max: z.int().min(1), window: duration });

const authShape = z.strictObject({
  kind: z.literal("jwt"),
  path: urlPath.optional().describe("Default: /auth."),
  expires: duration.optional().describe("Life of a token. Default: 1h."),
  roles: z.array(roleName).min(1).optional().describe("The first is given on registration."),
  password: z.strictObject({ minLength: z.int().min(8).max(64).optional().describe("Default: 8.") }).optional(),
});
export const authTaskSchema = z.union([
  z.literal("jwt").transform((kind): z.output<typeof authShape> => ({ kind })),
  authShape,
]);

/** What a task file holds; the short form, in which `resources` say what the API is. */
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
  completion: z.strictObject({ failureMarker: z.enum(["failed", "done"]).optional() }).optional(),
});

export type FieldTask = z.output<typeof fieldTaskSchema>;
export type ResourceTask = z.output<typeof resourceTaskSchema>;
export type Task = z.output<typeof taskSchema>;
