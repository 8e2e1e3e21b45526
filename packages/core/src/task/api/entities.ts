import * as z from "zod";
import { fieldMembers, fieldTypes } from "../field.ts";
import { entityName, identifier } from "../words.ts";

export const expressionText = z.string().min(1).describe('An expression: `author.id == auth.id and state == "draft"`.');

const fullFieldShape = z.strictObject({
  ...fieldMembers,
  private: z.boolean().optional().describe("Only in answers to whom the row belongs."),
  readOnly: z.boolean().optional().describe("Never an input: the server sets it."),
  generated: z.boolean().optional().describe("Of `id`: made by the database (integer) or the server (uuid)."),
  slug: z
    .union([
      identifier.transform((of): { of: string; unique?: "suffix" | "refuse" } => ({ of })),
      z.strictObject({ of: identifier, unique: z.enum(["suffix", "refuse"]).optional() }),
    ])
    .optional()
    .describe("Made from the text of another field, on create and when that changes. A taken one gets a suffix."),
  value: expressionText.optional().describe("Set by the server to this value."),
  on: z
    .array(z.enum(["create", "update"]))
    .min(1)
    .optional()
    .describe("When `value` is set. Default: on create."),
});

/** A field in full, or only the name of its type. */
export const fullFieldTaskSchema = z.union([
  z.enum(fieldTypes).transform((type): z.output<typeof fullFieldShape> => ({ type })),
  fullFieldShape,
]);

const onDelete = z
  .enum(["cascade", "restrict", "setNull"])
  .optional()
  .describe("What becomes of this row when the other goes. Default: cascade where it is required, else setNull.");

export const relationTaskSchema = z.strictObject({
  belongsTo: entityName.optional().describe("Each row has one of these; kept as a foreign key."),
  hasMany: entityName.optional().describe("The other side of a `belongsTo`."),
  manyToMany: entityName.optional().describe("Kept in a table of its own."),
  tags: entityName.optional().describe("A list of texts: one row each in the other entity, made as needed."),
  required: z.boolean().optional().describe("Of belongsTo. Default: true."),
  set: z
    .enum(["auth", "parent", "input", "none"])
    .optional()
    .describe(
      "Of belongsTo: who says which. Default: auth for the owner, else parent where an operation has one, else input.",
    ),
  onDelete,
  via: identifier.optional().describe("Of hasMany: the belongsTo over there. Default: the only one that leads here."),
  through: entityName.optional().describe("Of manyToMany and tags: name of the join table. Default: both names."),
  columns: z
    .array(identifier)
    .length(2)
    .optional()
    .describe("Of manyToMany: near and far side, as `[followerId, followedId]`. Default: the names with Id."),
  inverse: identifier.optional().describe("Of manyToMany and tags: name of the relation over there."),
  by: identifier.optional().describe("Of tags: the field that holds the text. Default: name."),
  order: z.enum(["value", "given"]).optional().describe("Of tags. Default: value."),
  maxItems: z.int().min(1).max(1000).optional().describe("Of tags: texts of one row. Default: 50."),
});

const addedShape = z.strictObject({
  view: z.string().optional().describe("A view of the row that the relation of this name leads to: `User.profile`."),
  of: identifier.optional().describe("The relation, or `self`. Default: the name itself."),
  token: z.literal(true).optional().describe("A new token for the row, which is an account."),
});

export const viewTaskSchema = z.strictObject({
  extends: identifier.optional().describe("A view of the same entity, whose members come first."),
  omit: z.array(identifier).optional(),
  fields: z.array(identifier).optional().describe("Fields and tags, in this order. Default: all that anyone may see."),
  add: z
    .record(identifier, z.union([expressionText, addedShape]))
    .optional()
    .describe("Values, nested views and tokens."),
  wrap: z
    .union([z.string().min(1), z.literal(false)])
    .optional()
    .describe("Member of the answer that holds it. Default: none for one row, `items` for a list."),
  total: z
    .union([z.string().min(1), z.literal(false)])
    .optional()
    .describe("Of a list: member that counts all rows. Default: total, where it has no wrap of its own."),
});

export const apiPolicyTaskSchema = z
  .union([
    z
      .string()
      .min(1)
      .transform((word) => [word]),
    z.array(z.string().min(1)).min(1),
  ])
  .describe("`anyone`, `authenticated`, `owner`, `nobody`, a role, an expression; or a list of which one must hold.");

export const entityTaskSchema = z.strictObject({
  table: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/, "a table is named in snake_case, like `blog_posts`")
    .optional()
    .describe("Default: the plural of the name."),
  errorKey: z.string().min(1).optional().describe("What errors call a row. Default: the name in camelCase."),
  owner: identifier.optional().describe("The belongsTo to the account that a row belongs to."),
  timestamps: z.boolean().optional().describe("Whether it has createdAt and updatedAt. Default: true."),
  fields: z.record(identifier, fullFieldTaskSchema),
  relations: z.record(identifier, relationTaskSchema).optional(),
  unique: z.array(z.array(identifier).min(2)).optional().describe("Fields and relations that are unique together."),
  views: z.record(identifier, viewTaskSchema).optional().describe("What answers show. Default: one, `full`."),
  policies: z
    .strictObject({
      read: apiPolicyTaskSchema.optional(),
      create: apiPolicyTaskSchema.optional(),
      update: apiPolicyTaskSchema.optional(),
      delete: apiPolicyTaskSchema.optional(),
    })
    .optional()
    .describe("Who may do what. What is not said is for nobody."),
});

export type FullFieldTask = z.output<typeof fullFieldTaskSchema>;
export type RelationTask = z.output<typeof relationTaskSchema>;
export type ViewTask = z.output<typeof viewTaskSchema>;
export type EntityTask = z.output<typeof entityTaskSchema>;
