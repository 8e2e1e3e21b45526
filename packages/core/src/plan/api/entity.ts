import * as z from "zod";
import { expressionSchema, valueTypeSchema } from "./expression.ts";

/** What bounds a value, for fields, inputs and parameters alike. */
export const valueShape = {
  type: valueTypeSchema,
  format: z.enum(["email", "uri", "slug"]).nullable(),
  enum: z.array(z.string()).nullable(),
  minLength: z.int().nullable().describe("In characters."),
  maxLength: z.int().nullable(),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
};

/** How a field gets a value that nobody sends. */
export const deriveSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("slug"),
    from: z.string().describe("Field whose text it is made of, on create and whenever that field changes."),
    unique: z.enum(["suffix", "refuse"]).describe("A slug that is taken gets a suffix, or is refused as a conflict."),
  }),
  z.object({
    kind: z.literal("value"),
    value: expressionSchema,
    on: z.array(z.enum(["create", "update"])).min(1),
  }),
]);

/** A stored field. Keys and timestamps are fields too; foreign keys stand with their relation. */
export const apiFieldSchema = z.object({
  name: z.string().describe("camelCase, as in the API, in expressions and as property of a row."),
  property: z.string().describe("Property of a row: the name, but `passwordHash` for a field that is kept as a hash."),
  column: z.string().describe("snake_case."),
  ...valueShape,
  generated: z
    .enum(["identity", "uuid", "createdAt", "updatedAt"])
    .nullable()
    .describe("Made by the database or the server; never an input."),
  required: z.boolean().describe("Must be sent on create, where it is an input."),
  nullable: z.boolean(),
  unique: z.boolean(),
  private: z.boolean().describe("Only in answers to whom the row belongs."),
  secret: z.boolean().describe("Never in an answer."),
  hashed: z.boolean().describe("Kept as an argon2id hash."),
  default: z.union([z.string(), z.number(), z.boolean()]).nullable(),
  derive: deriveSchema.nullable(),
});

const onDelete = z.enum(["cascade", "restrict", "setNull"]);

export const relationSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("belongsTo"),
    name: z.string(),
    entity: z.string(),
    property: z.string().describe("authorId"),
    column: z.string().describe("author_id"),
    required: z.boolean(),
    onDelete: onDelete.describe("What becomes of this row when the other goes."),
    set: z
      .enum(["auth", "parent", "input", "none"])
      .describe("Who sets it on create: the account, the parent of the operation, the body as `property`, or nobody."),
    inverse: z.string().nullable().describe("The hasMany on the other side."),
  }),
  z.object({
    kind: z.literal("hasMany"),
    name: z.string(),
    entity: z.string(),
    via: z.string().describe("The belongsTo on the other side."),
  }),
  z.object({
    kind: z.literal("manyToMany"),
    name: z.string(),
    entity: z.string(),
    join: z.string().describe("Name of the join table."),
    near: z.string().describe("Property of the join row that holds this row's key."),
    far: z.string().describe("Property that holds the other row's key."),
    inverse: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("tags"),
    name: z.string(),
    entity: z.string(),
    by: z.string().describe("Field of the other entity that the strings stand for; rows are made as needed."),
    join: z.string(),
    near: z.string(),
    far: z.string(),
    inverse: z.string().nullable(),
    order: z.enum(["value", "given"]).describe("Sorted by the text, or in the order in which they were sent."),
    maxItems: z.int().describe("Of one row."),
  }),
]);

export const joinTableSchema = z.object({
  name: z.string().describe("PascalCase: Follow."),
  property: z.string().describe("camelCase, plural: follows."),
  table: z.string().describe("snake_case, plural: follows."),
  sides: z
    .array(z.object({ entity: z.string(), property: z.string(), column: z.string() }))
    .length(2)
    .describe("Both together are the key; rows go with either side."),
  position: z.boolean().describe("Whether it keeps the order in which the far side was sent, as `position`."),
});

export const apiEntitySchema = z.object({
  name: z.string().describe("PascalCase, singular."),
  plural: z.string().describe("camelCase, plural."),
  table: z.string().describe("snake_case, plural."),
  errorKey: z.string().describe("What errors call a row of it: article."),
  key: z.string().describe("Field that is the primary key."),
  owner: z.string().nullable().describe("The belongsTo to the account that a row belongs to."),
  fields: z.array(apiFieldSchema),
  relations: z.array(relationSchema),
  uniques: z.array(z.array(z.string())).describe("Properties that are unique together, beside the unique fields."),
  indexes: z.array(z.array(z.string())).describe("Properties that lists filter or sort by, and foreign keys."),
});

export type Derive = z.infer<typeof deriveSchema>;
export type ApiField = z.infer<typeof apiFieldSchema>;
export type Relation = z.infer<typeof relationSchema>;
export type JoinTable = z.infer<typeof joinTableSchema>;
export type ApiEntity = z.infer<typeof apiEntitySchema>;
